// What the built runner page keeps for the built routed panel: the tray outlives panel and browser, in a drawer of its own.
import { decodePng } from "@musa/core";
import { expect, test } from "vitest";
import {
	picturesOf,
	readPicture,
	says,
	WAIT,
} from "../../support/fake-figma/journey.js";
import { useRunner } from "../../support/fake-figma/use-runner.js";

const PATIENT = { timeout: 600_000 };

const {
	runnerUrl,
	open,
	tray,
	readServices,
	readHints,
	readStore,
	drawIntoTray,
} = useRunner();

test(
	"a picture in the tray is there again after the browser was closed, for its own user alone, until it is placed",
	PATIENT,
	async () => {
		const first = await open({ runnerUrl: runnerUrl() });
		await expect.poll(() => readHints(first), WAIT).toMatch(/keeps the tray/);
		const png = await drawIntoTray(first);
		await expect.poll(() => readStore(first), WAIT).toHaveLength(1);
		const services = readServices(first);
		expect(services.drawer).toMatch(/^[0-9a-f]{32}$/);

		const stranger = await open({ runnerUrl: runnerUrl() });
		await expect.poll(() => readHints(stranger), WAIT).toMatch(/keeps the/);
		expect(await tray(stranger).count()).toBe(0);
		expect(readServices(stranger).drawer).not.toBe(services.drawer);
		expect(await readStore(stranger)).toHaveLength(1);

		const again = await open(services);
		await expect.poll(() => tray(again).count(), WAIT).toBe(1);
		expect(await tray(again).textContent()).toMatch(/a leaf.*changed/);
		await tray(again)
			.getByRole("button", { name: "Place", exact: true })
			.click();
		await says(again, /Done/);
		const [node] = picturesOf(again);
		if (!node || !png) throw new Error("nothing was drawn or placed");
		expect(readPicture(again, node)).toEqual(decodePng(png));
		const recipe = JSON.parse(node.data["musa/recipe"] ?? "{}");
		expect(recipe.prompt).toBe("a leaf");
		await expect.poll(() => readStore(again), WAIT).toHaveLength(0);
		// The runner is all that was asked for.
		expect(new Set(again.requests)).toEqual(new Set([runnerUrl()]));
	},
);
