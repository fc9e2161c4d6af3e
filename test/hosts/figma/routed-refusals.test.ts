// What a service refuses or loses: told, never asked twice, layer and draft whole.
import { expect, test } from "vitest";
import {
	nodesOf,
	picturesOf,
	says,
	WAIT,
} from "../../support/fake-figma/journey.js";
import { PRICE, readLedger } from "../../support/fake-figma/services.js";
import { useRoutedPanel } from "../../support/fake-figma/use-routed-panel.js";
import type { Behaviour } from "../../support/provider-server.js";

const PATIENT = { timeout: 600_000 };
const { panel, server, begin, button, ask, trayWords, emptyTray } =
	useRoutedPanel();

/** Waits until the tray says so. */
const isDraftKept = (): Promise<void> =>
	expect
		.poll(async () => (await trayWords())[0], WAIT)
		.toMatch(/The draft is kept here/);

const refusals: readonly (readonly [Behaviour, RegExp, number])[] = [
	["refuses-with-400", /refused/i, 0],
	["rejects-the-key", /key/i, 0],
	["redirects", /no usable picture|address/i, 0],
	["answers-html", /no usable picture/i, PRICE],
	["breaks-off-the-reply", /may have|lost/i, PRICE],
];
test.each(refusals)(
	"a service that %s is told, is never asked twice, and leaves layer and draft whole",
	PATIENT,
	async (behaviour, words, cost) => {
		await begin(["One"]);
		await emptyTray();
		const before = nodesOf(panel());
		server().script.push(behaviour);
		await ask();
		await button("Send exactly this").click();
		await says(panel(), words);
		expect(server().arrivals).toHaveLength(1);
		expect(nodesOf(panel())).toEqual(before);
		expect((await readLedger(panel())).spent.day).toBe(cost);
		await isDraftKept();
		await button("Place").click();
		await says(panel(), /Done/);
		expect(picturesOf(panel())).toHaveLength(1);
		expect(server().arrivals).toHaveLength(1);
		await emptyTray();
	},
);

test(
	"a reply that is lost counts in full, whether or not the browser itself tried once more",
	PATIENT,
	async () => {
		await begin(["One"]);
		const before = nodesOf(panel());
		// Chromium sends a request again when a connection that was kept closes before a reply: nobody can tell it not to.
		server().script.push("loses-the-reply", "loses-the-reply");
		await ask();
		await button("Send exactly this").click();
		await says(panel(), /may have|lost/i);
		const [first, ...repeats] = server().arrivals;
		expect(repeats.length).toBeLessThanOrEqual(1);
		for (const { body } of repeats) expect(body).toEqual(first?.body);
		expect(nodesOf(panel())).toEqual(before);
		expect((await readLedger(panel())).spent.day).toBe(PRICE);
		await isDraftKept();
		await emptyTray();
	},
);

test(
	"of three layers the one that is refused keeps its fill, and a wrong key ends the rest",
	PATIENT,
	async () => {
		await begin(["One", "Two", "Three"]);
		server().script.push("draws", "refuses-with-400", "draws");
		await ask();
		await button("Send exactly this").click();
		await says(panel(), /Placed 2 of 3\. ./);
		expect(picturesOf(panel()).map(({ name }) => name)).toEqual([
			"One",
			"Three",
		]);
		await emptyTray();

		await begin(["One", "Two", "Three"]);
		server().arrivals.length = 0;
		server().script.push("rejects-the-key");
		await ask();
		await button("Send exactly this").click();
		await says(panel(), /Placed 0 of 3\. .*key/i);
		expect(server().arrivals).toHaveLength(1);
		await emptyTray();
	},
);

test(
	"a service that asks to wait is waited for, and paid once",
	PATIENT,
	async () => {
		await begin(["One"]);
		server().script.push("asks-to-wait-seconds", "draws");
		await ask();
		await button("Send exactly this").click();
		await says(panel(), /Done/);
		expect(server().arrivals).toHaveLength(2);
		expect(server().executions).toBe(1);
		expect((await readLedger(panel())).spent.day).toBe(PRICE);
	},
);

test(
	"a layer deleted while the service draws: the paid picture waits in the tray and is placed from there",
	PATIENT,
	async () => {
		await begin(["One"]);
		const [one] = nodesOf(panel());
		await ask();
		await panel().page.route("**/v1/images/*", async (route) => {
			panel().figma.call("removeNode", one?.id);
			await route.continue();
		});
		await button("Send exactly this").click();
		await says(panel(), /deleted/);
		await panel().page.unroute("**/v1/images/*");
		expect(server().executions).toBe(1);
		expect(await button("Save").count()).toBe(1);
		const other = panel().figma.addNode({
			name: "Other",
			width: 64,
			height: 64,
		});
		panel().figma.call("select", [other]);
		await button("Place").click();
		await says(panel(), /Done/);
		expect(picturesOf(panel()).map(({ name }) => name)).toEqual(["Other"]);
		expect(server().arrivals).toHaveLength(1);
		expect(await trayWords()).toEqual([]);
	},
);

test(
	"Cancel while the service draws: told that it counts in full, and the draft is kept",
	PATIENT,
	async () => {
		await begin(["One"]);
		await ask();
		await panel().page.route("**/v1/images/*", () => undefined);
		await button("Send exactly this").click();
		await says(panel(), /Waiting for localhost/);
		await button("Cancel").click();
		await says(panel(), /Cancelled\. The service may have drawn it/);
		await panel().page.unroute("**/v1/images/*");
		expect((await readLedger(panel())).spent.day).toBe(PRICE);
		await isDraftKept();
		await emptyTray();
	},
);
