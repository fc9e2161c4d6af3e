// A service is set up in the built panel.
import { expect, test } from "vitest";
import { says, status, WAIT } from "../../support/fake-figma/journey.js";
import { addressOf } from "../../support/fake-figma/services.js";
import { useRoutedPanel } from "../../support/fake-figma/use-routed-panel.js";

const PATIENT = { timeout: 600_000 };
const { panel, server, begin, button, openOffer, ask, sheet } =
	useRoutedPanel();

test(
	"a service is set up in the panel: its key goes into the storage alone, and its models are asked for with consent",
	PATIENT,
	async () => {
		const frame = await begin(["One"]);
		panel().figma.call("clearStorage");
		// What the panel remembers of before is read anew when something may leave.
		await openOffer();
		await button("Send with consent…").click();
		await says(panel(), /Set up a service/);
		await button("Set up a service…").click();
		await button("Add a service…").click();
		await frame
			.getByLabel("Address", { exact: true })
			.fill("https://elsewhere.example/v1");
		expect(await frame.locator(".problem").first().innerText()).toMatch(
			/manifest of this build/,
		);
		await frame
			.getByLabel("Address", { exact: true })
			.fill(addressOf(server()));
		await frame.getByLabel(/My own server/).check();
		await frame.getByLabel("Key", { exact: true }).fill(server().key);
		await frame.getByLabel("Price", { exact: true }).fill("0.04");
		await button("List models…").click();
		await sheet().waitFor();
		expect(await sheet().innerText()).toMatch(/None of your words/);
		await button("Send exactly this").click();
		await says(panel(), /Found 2 models/);
		expect(server().arrivals.map(({ path }) => path)).toEqual(["/v1/models"]);
		await frame.getByLabel("Model", { exact: true }).fill("found-2");
		await button("Save").click();
		await button("Back").click();
		await expect
			.poll(() => frame.locator(".list .item").first().innerText(), WAIT)
			.toMatch(/found-2, with a key/);
		for (const period of ["A job", "A day", "A month"])
			await frame.getByLabel(period).fill("0.50");
		const kept = panel()
			.figma.call<[string, unknown][]>("readWholeStorage")
			.filter(([, value]) => JSON.stringify(value).includes(server().key));
		expect(kept).toHaveLength(1);
		expect(kept[0]?.[0]).toMatch(/^key\//);
		await frame.click("#musa-tab-fill");
		await ask();
		expect(await sheet().innerText()).toContain("$0.50 for this job");
		await button("Send exactly this").click();
		await says(panel(), /Done/);
		expect(server().arrivals.at(-1)?.body.toString("latin1")).toContain(
			"found-2",
		);
		await frame.click("#musa-tab-settings");
		expect(await frame.locator(".ledger").innerText()).toMatch(
			/\$0\.04, done[\s\S]*list of models[\s\S]*free/,
		);
		// What was said of a picture stands where it was asked for.
		expect(await status(panel()).textContent()).toBe("");
	},
);
