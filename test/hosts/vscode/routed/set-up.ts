// A service is set up in steps.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { WAIT } from "../../../support/vscode-host/use-window.js";
import {
	openFile,
	runCommand,
} from "../../../support/vscode-host/workbench.js";
import { answer, findSheet, pick } from "./sheet.js";
import { caps, PRICE, type ServiceWindow } from "./use-service.js";

/** Registers the journey. */
export function testSetUp(used: ServiceWindow): void {
	test("a service is set up in steps; its models are asked after a sheet; the key is in no file", async () => {
		used.code.watch("routed-set-up");
		await openFile(used.page, "index.html");
		await runCommand(used.page, "Musa: Set Up a Service…");
		await pick(used.page, "OpenAI");
		await answer(used.page, /2 of 5/, used.server.baseUrl);
		await answer(used.page, /3 of 5/, used.server.key);
		await pick(used.page, "which there are");
		const sheet = await findSheet(used.page);
		await sheet.getByText("None of your words and pictures.").waitFor(WAIT);
		expect(used.server.arrivals).toEqual([]);
		await sheet.getByRole("button", { name: "Send exactly this" }).click();
		await pick(used.page, "found-1");
		await answer(used.page, /5 of 5/, "0.04");
		await pick(used.page, "EUR");
		await answer(used.page, /for a job/, "0.40");
		await answer(used.page, /at most a day/, "0.40");
		await answer(used.page, /at most a month/, "0.40");
		await used.page.getByText("At most €0.40 for a job").first().waitFor(WAIT);
		expect(used.readSettings()).toMatchObject({
			...{ policy: "ask", currency: "EUR", ...caps(400_000) },
			tiers: [
				{
					...{ tier: "private", providerId: "openai", modelId: "found-1" },
					...{ baseUrl: used.server.baseUrl, priceMicros: PRICE },
				},
			],
		});
		expect(
			readFileSync(join(used.home, "providers.json"), "utf8"),
		).not.toContain(used.server.key);
		expect(await used.lastCall()).toMatchObject({
			...{ host: used.server.host, outcome: "free", costMicros: 0 },
		});
		// Else they lie over the sheet in the next picture.
		await runCommand(used.page, "Notifications: Clear All Notifications");
	});
}
