// What is shown before anything leaves the built routed edition, what leaves, and what comes back into the layers.
import { expect, test } from "vitest";
import {
	nodesOf,
	picturesOf,
	says,
	WAIT,
} from "../../support/fake-figma/journey.js";
import {
	addressOf,
	PRICE,
	readLedger,
} from "../../support/fake-figma/services.js";
import { useRoutedPanel } from "../../support/fake-figma/use-routed-panel.js";

const PATIENT = { timeout: 600_000 };
const { panel, server, begin, button, ask, sheet } = useRoutedPanel();

test(
	"the sheet shows exactly what would leave; Enter keeps it here, a script's press sends nothing, a real one sends just that",
	PATIENT,
	async () => {
		const frame = await begin(["Hero"]);
		const before = nodesOf(panel());
		await ask();
		const words = await sheet().innerText();
		for (const part of [
			`Send to ${new URL(addressOf(server())).host}?`,
			"a red heart",
			"128 × 128 px",
			"painter-1",
			"about €0.04",
			"€0.40 for this job, €0.40 today, €0.40 this month",
			"an hour",
		])
			expect(words).toContain(part);
		expect(words).not.toContain(server().key);
		await panel().page.keyboard.press("Enter");
		await says(panel(), /Nothing was sent/);
		expect(await sheet().count()).toBe(0);

		await ask();
		await frame.evaluate(() => {
			for (const each of document.querySelectorAll("dialog button"))
				if (/Send/.test(each.textContent ?? ""))
					(each as HTMLButtonElement).click();
		});
		expect(await sheet().count()).toBe(1);
		await panel().page.keyboard.press("Escape");
		await says(panel(), /Nothing was sent/);
		expect(server().arrivals).toEqual([]);
		expect(nodesOf(panel())).toEqual(before);
		expect((await readLedger(panel())).records).toEqual([]);

		await ask();
		const shown = /Size\s+([\d,.]+) bytes/.exec(await sheet().innerText())?.[1];
		const steps = panel().figma.call<number>("countUndoSteps");
		await button("Send exactly this").click();
		await says(panel(), /Done/);
		const [arrival] = server().arrivals;
		expect(server().arrivals).toHaveLength(1);
		expect(arrival?.path).toBe("/v1/images/edits");
		expect(arrival?.body.length).toBe(Number(shown?.replace(/\D/g, "")));
		expect(arrival?.body.toString("latin1")).toContain("a red heart");
		const [hero] = nodesOf(panel());
		expect(hero?.fills.at(-1)?.type).toBe("IMAGE");
		const recipe = JSON.parse(hero?.data["musa/recipe"] ?? "");
		expect(recipe).toMatchObject({
			prompt: "a red heart",
			final: { modelId: "painter-1", host: new URL(addressOf(server())).host },
		});
		expect(panel().figma.call("countUndoSteps")).toBe(steps + 1);
		expect(JSON.stringify(nodesOf(panel()))).not.toContain(server().key);
		expect(await frame.getByLabel("The picture for Hero").innerText()).toMatch(
			/128 × 128[\s\S]*ΔE \d/,
		);
		const { records, spent } = await readLedger(panel());
		expect(records.map(({ type }) => type)).toEqual(["reserve", "settle"]);
		expect(spent.day).toBe(PRICE);
		panel().figma.call("undo");
		expect(nodesOf(panel())).toEqual(before);
	},
);

test(
	"three layers are one sheet, one request each, and one undo step",
	PATIENT,
	async () => {
		await begin(["One", "Two", "Three"]);
		const before = nodesOf(panel());
		await ask();
		const words = await sheet().innerText();
		for (const part of ["One", "Two", "Three", "€0.12 for 3 requests"])
			expect(words).toContain(part);
		await button("Send exactly this").click();
		await says(panel(), /Placed 3\./);
		expect(server().arrivals).toHaveLength(3);
		expect(picturesOf(panel())).toHaveLength(3);
		panel().figma.call("undo");
		expect(nodesOf(panel())).toEqual(before);
	},
);

test(
	"placeholders are sent as a family: one sheet for those that need more, and the others are drawn here",
	PATIENT,
	async () => {
		const frame = await begin([]);
		const { figma } = panel();
		for (const name of ["avatar", "Image"])
			figma.addNode({ name, width: 64, height: 64 });
		figma.call("run", "find-placeholders");
		const words = "three foxes beside a sign that says “Entropy”";
		await frame.getByLabel("Prompt for Image").fill(words);
		const chips = frame.locator(".slot-route > details > summary");
		await expect
			.poll(() => chips.allInnerTexts(), WAIT)
			.toEqual(["On this device", "Needs more than this device"]);
		await button("Send with consent…").click();
		await sheet().waitFor();
		const shown = await sheet().innerText();
		for (const part of [words, "needs legible text"])
			expect(shown).toContain(part);
		expect(shown).not.toContain("smiling face");
		expect(
			await sheet().locator(".musa-sheet-reasons li").count(),
		).toBeLessThanOrEqual(3);
		await button("Keep it on this device").click();
		await says(panel(), /Nothing was sent/);
		expect(await frame.locator(".list .item").count()).toBe(2);
		await button("Send with consent…").click();
		await button("Send exactly this").click();
		await says(panel(), /Placed 1, and 1 drawn here/);
		expect(server().arrivals).toHaveLength(1);
		expect(picturesOf(panel())).toHaveLength(2);
		await expect.poll(() => frame.locator(".list .item").count(), WAIT).toBe(0);
	},
);

test(
	"with a prompt for each layer only those that need more are sent, and one tap overrules that",
	PATIENT,
	async () => {
		const frame = await begin(["Here", "There"]);
		await frame.getByLabel("A prompt for each layer").check();
		const words = "three foxes beside a sign that says “Entropy”";
		await frame.getByLabel("Prompt for There").fill(words);
		const chips = frame.locator(".slot-route");
		await expect
			.poll(() => chips.allInnerTexts(), WAIT)
			.toEqual(["On this device", "Needs more than this device"]);
		await ask();
		expect(await sheet().innerText()).toContain(words);
		expect(await sheet().innerText()).not.toContain("a red heart");
		await button("Send exactly this").click();
		await says(panel(), /Placed 1, and 1 drawn here/);
		expect(server().arrivals).toHaveLength(1);
		const finals = nodesOf(panel()).map(
			({ data }) => JSON.parse(data["musa/recipe"] ?? "{}").final?.modelId,
		);
		expect(finals).toEqual([undefined, "painter-1"]);
		await chips.first().locator("summary").click();
		await chips.first().getByLabel("Send this one").check();
		await ask();
		expect(await sheet().innerText()).toContain("€0.08 for 2 requests");
		await button("Keep it on this device").click();
		await frame.getByLabel("A prompt for each layer").uncheck();
	},
);
