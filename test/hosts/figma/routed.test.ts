// The built routed edition against a stand-in service on loopback: what is shown before anything leaves, what leaves, what comes
// back into the layers, and what is refused.
import { writeLedgerLine } from "@musa/core/providers";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { launchChromium } from "../../support/chromium.js";
import {
	addLayers,
	clear,
	nodesOf,
	picturesOf,
	says,
	status,
	WAIT,
} from "../../support/fake-figma/journey.js";
import {
	openPanel,
	type Panel,
	policyOf,
} from "../../support/fake-figma/open-panel.js";
import {
	addressOf,
	PRICE,
	readLedger,
	type ServiceChanges,
	setUpService,
} from "../../support/fake-figma/services.js";
import {
	type Behaviour,
	type ProviderServer,
	startProviderServer,
} from "../../support/provider-server.js";

const PATIENT = { timeout: 600_000 };
// Chromium tells about the refused blob worker, and about every reply that is no success.
const EXPECTED_COMPLAINT =
	/Creating a worker from 'blob:|Failed to load resource/;

let browser: Browser;
let panel: Panel;
let server: ProviderServer;
beforeAll(async () => {
	server = await startProviderServer("openai");
	browser = await launchChromium([
		// Chromium keeps pages that are not secure from servers on the same computer.
		"--disable-features=LocalNetworkAccessChecks",
	]);
	panel = await openPanel(browser, {
		edition: "routed",
		policy: policyOf("routed"),
		arrange: (figma) => setUpService(figma, server),
	});
}, 120_000);
afterAll(async () => {
	await panel?.close();
	await browser?.close();
	await server?.close();
	expect(server.complaints).toEqual([]);
	expect(
		panel.complaints.filter((text) => !EXPECTED_COMPLAINT.test(text)),
	).toEqual([]);
	for (const address of panel.requests)
		expect(address).toMatch(addressOf(server));
}, 60_000);
beforeEach(async () => {
	// A journey that failed may have left its sheet behind.
	if ((await sheet().count()) > 0)
		await button("Keep it on this device").click();
	server.arrivals.length = 0;
	server.script.length = 0;
	server.executions = 0;
});

/** A document with these layers selected, words for them, and the service set up. */
const begin = async (
	names: readonly string[],
	changes: ServiceChanges = {},
): Promise<Panel["frame"]> => {
	const { figma, frame } = panel;
	await clear(panel);
	setUpService(figma, server, changes);
	addLayers(...names)(figma);
	await frame.getByLabel("Show drafts in the layer").uncheck();
	await frame.fill("#prompt", "a red heart");
	return frame;
};
const button = (name: string) =>
	panel.frame.getByRole("button", { name, exact: true });
const openOffer = async (): Promise<void> => {
	const chip = panel.frame.locator(".prompt details.musa-route");
	await chip.waitFor();
	if ((await chip.getAttribute("open")) === null)
		await chip.locator("> summary").click();
};
/** Goes as far as the sheet. */
const ask = async (): Promise<void> => {
	await openOffer();
	await button("Send with consent…").click();
	await sheet().waitFor();
};
const sheet = () => panel.frame.locator("dialog.musa-sheet");
const trayWords = async (): Promise<string[]> =>
	(await panel.frame.locator("[aria-label=Tray] .item").allInnerTexts()).map(
		(text) => text.replaceAll("\n", " "),
	);
const emptyTray = async (): Promise<void> => {
	while ((await button("Throw away").count()) > 0)
		await button("Throw away").first().click();
};

test(
	"the sheet shows exactly what would leave; Enter keeps it here, a script's press sends nothing, a real one sends just that",
	PATIENT,
	async () => {
		const frame = await begin(["Hero"]);
		const before = nodesOf(panel);
		await ask();
		const words = await sheet().innerText();
		for (const part of [
			`Send to ${new URL(addressOf(server)).host}?`,
			"a red heart",
			"128 × 128 px",
			"painter-1",
			"about €0.04",
			"€0.40 for this job, €0.40 today, €0.40 this month",
			"an hour",
		])
			expect(words).toContain(part);
		expect(words).not.toContain(server.key);
		await panel.page.keyboard.press("Enter");
		await says(panel, /Nothing was sent/);
		expect(await sheet().count()).toBe(0);

		await ask();
		await frame.evaluate(() => {
			for (const each of document.querySelectorAll("dialog button"))
				if (/Send/.test(each.textContent ?? ""))
					(each as HTMLButtonElement).click();
		});
		expect(await sheet().count()).toBe(1);
		await panel.page.keyboard.press("Escape");
		await says(panel, /Nothing was sent/);
		expect(server.arrivals).toEqual([]);
		expect(nodesOf(panel)).toEqual(before);
		expect((await readLedger(panel)).records).toEqual([]);

		await ask();
		const shown = /Size\s+([\d,.]+) bytes/.exec(await sheet().innerText())?.[1];
		const steps = panel.figma.call<number>("countUndoSteps");
		await button("Send exactly this").click();
		await says(panel, /Done/);
		const [arrival] = server.arrivals;
		expect(server.arrivals).toHaveLength(1);
		expect(arrival?.path).toBe("/v1/images/edits");
		expect(arrival?.body.length).toBe(Number(shown?.replace(/\D/g, "")));
		expect(arrival?.body.toString("latin1")).toContain("a red heart");
		const [hero] = nodesOf(panel);
		expect(hero?.fills.at(-1)?.type).toBe("IMAGE");
		const recipe = JSON.parse(hero?.data["musa/recipe"] ?? "");
		expect(recipe).toMatchObject({
			prompt: "a red heart",
			final: { modelId: "painter-1", host: new URL(addressOf(server)).host },
		});
		expect(panel.figma.call("countUndoSteps")).toBe(steps + 1);
		expect(JSON.stringify(nodesOf(panel))).not.toContain(server.key);
		expect(await frame.getByLabel("The picture for Hero").innerText()).toMatch(
			/128 × 128[\s\S]*ΔE \d/,
		);
		const { records, spent } = await readLedger(panel);
		expect(records.map(({ type }) => type)).toEqual(["reserve", "settle"]);
		expect(spent.day).toBe(PRICE);
		panel.figma.call("undo");
		expect(nodesOf(panel)).toEqual(before);
	},
);

test(
	"three layers are one sheet, one request each, and one undo step",
	PATIENT,
	async () => {
		await begin(["One", "Two", "Three"]);
		const before = nodesOf(panel);
		await ask();
		const words = await sheet().innerText();
		for (const part of ["One", "Two", "Three", "€0.12 for 3 requests"])
			expect(words).toContain(part);
		await button("Send exactly this").click();
		await says(panel, /Placed 3\./);
		expect(server.arrivals).toHaveLength(3);
		expect(picturesOf(panel)).toHaveLength(3);
		panel.figma.call("undo");
		expect(nodesOf(panel)).toEqual(before);
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
		await says(panel, /Placed 1, and 1 drawn here/);
		expect(server.arrivals).toHaveLength(1);
		const finals = nodesOf(panel).map(
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
		const before = nodesOf(panel);
		server.script.push(behaviour);
		await ask();
		await button("Send exactly this").click();
		await says(panel, words);
		expect(server.arrivals).toHaveLength(1);
		expect(nodesOf(panel)).toEqual(before);
		expect((await readLedger(panel)).spent.day).toBe(cost);
		const [kept] = await trayWords();
		expect(kept).toMatch(/The draft is kept here/);
		await button("Place").click();
		await says(panel, /Done/);
		expect(picturesOf(panel)).toHaveLength(1);
		expect(server.arrivals).toHaveLength(1);
		await emptyTray();
	},
);

test(
	"a reply that is lost counts in full, whether or not the browser itself tried once more",
	PATIENT,
	async () => {
		await begin(["One"]);
		const before = nodesOf(panel);
		// Chromium sends a request again when a connection that was kept closes before a reply: nobody can tell it not to.
		server.script.push("loses-the-reply", "loses-the-reply");
		await ask();
		await button("Send exactly this").click();
		await says(panel, /may have|lost/i);
		const [first, ...repeats] = server.arrivals;
		expect(repeats.length).toBeLessThanOrEqual(1);
		for (const { body } of repeats) expect(body).toEqual(first?.body);
		expect(nodesOf(panel)).toEqual(before);
		expect((await readLedger(panel)).spent.day).toBe(PRICE);
		expect((await trayWords())[0]).toMatch(/The draft is kept here/);
		await emptyTray();
	},
);

test(
	"of three layers the one that is refused keeps its fill, and a wrong key ends the rest",
	PATIENT,
	async () => {
		await begin(["One", "Two", "Three"]);
		server.script.push("draws", "refuses-with-400", "draws");
		await ask();
		await button("Send exactly this").click();
		await says(panel, /Placed 2 of 3\. ./);
		expect(picturesOf(panel).map(({ name }) => name)).toEqual(["One", "Three"]);
		await emptyTray();

		await begin(["One", "Two", "Three"]);
		server.arrivals.length = 0;
		server.script.push("rejects-the-key");
		await ask();
		await button("Send exactly this").click();
		await says(panel, /Placed 0 of 3\. .*key/i);
		expect(server.arrivals).toHaveLength(1);
		await emptyTray();
	},
);

test(
	"a service that asks to wait is waited for, and paid once",
	PATIENT,
	async () => {
		await begin(["One"]);
		server.script.push("asks-to-wait-seconds", "draws");
		await ask();
		await button("Send exactly this").click();
		await says(panel, /Done/);
		expect(server.arrivals).toHaveLength(2);
		expect(server.executions).toBe(1);
		expect((await readLedger(panel)).spent.day).toBe(PRICE);
	},
);

const tooLittle = [
	["job", { job: 0, day: 0, month: 0 }],
	["day", { job: 9 * PRICE, day: 2 * PRICE, month: 9 * PRICE }],
] as const;
test.each(tooLittle)(
	"a cap per %s that does not suffice is told on the sheet, and nothing can be sent",
	PATIENT,
	async (period, caps) => {
		await begin(["One", "Two", "Three"], { caps });
		await ask();
		expect(await sheet().innerText()).toContain(`your cap per ${period}`);
		expect(await button("Send exactly this").isDisabled()).toBe(true);
		await button("Keep it on this device").click();
		await says(panel, /Nothing was sent/);
		expect(server.arrivals).toEqual([]);
	},
);

test(
	"what another window spends while the sheet is open counts against the cap",
	PATIENT,
	async () => {
		await begin(["One"], {
			caps: { job: 9 * PRICE, day: 2 * PRICE, month: 9 * PRICE },
		});
		const place = async (): Promise<void> => {
			await button("Send exactly this").click();
			await says(panel, /Done/);
		};
		await ask();
		await place();
		await ask();
		const [reserved] = (await readLedger(panel)).records;
		if (reserved?.type !== "reserve") throw new Error("Nothing was reserved.");
		const elsewhere = { ...reserved, id: "elsewhere", jobId: "elsewhere" };
		panel.figma.call(
			"writeStorage",
			"ledger/elsewhere",
			writeLedgerLine(elsewhere).trim(),
		);
		await button("Send exactly this").click();
		await says(panel, /cap/i);
		expect(server.arrivals).toHaveLength(1);
		await emptyTray();
	},
);

test(
	"without a known price nothing can be sent; an own server without one costs nothing",
	PATIENT,
	async () => {
		await begin(["One"], { priceMicros: null, isPrivate: false });
		await ask();
		expect(await sheet().innerText()).toContain("Nobody knows the price");
		expect(await button("Send exactly this").isDisabled()).toBe(true);
		await button("Keep it on this device").click();

		const caps = { job: 0, day: 0, month: 0 };
		await begin(["One"], { priceMicros: null, isPrivate: true, caps });
		await ask();
		await button("Send exactly this").click();
		await says(panel, /Done/);
		expect((await readLedger(panel)).spent.day).toBe(0);
	},
);

test(
	"the switch Never: the offer is closed, and turned in another window it stops a sheet that is open",
	PATIENT,
	async () => {
		const frame = await begin(["One"]);
		await ask();
		panel.figma.call("writeStorage", "never", true);
		await button("Send exactly this").click();
		await says(panel, /Nothing may leave this device/);
		expect(server.arrivals).toEqual([]);
		expect((await readLedger(panel)).spent.day).toBe(0);
		await emptyTray();
		await openOffer();
		expect(await button("Send with consent…").isDisabled()).toBe(true);
		await frame.click("#musa-tab-settings");
		const never = frame.getByLabel(/^Never/);
		expect(await never.isChecked()).toBe(true);
		await never.uncheck();
		await expect
			.poll(() => panel.figma.call("readStorage", "never"), WAIT)
			.toBe(false);
		await frame.click("#musa-tab-fill");
		await openOffer();
		expect(await button("Send with consent…").isEnabled()).toBe(true);
		await never.waitFor({ state: "detached" });
	},
);

test(
	"a layer deleted while the service draws: the paid picture waits in the tray and is placed from there",
	PATIENT,
	async () => {
		await begin(["One"]);
		const [one] = nodesOf(panel);
		await ask();
		await panel.page.route("**/v1/images/*", async (route) => {
			panel.figma.call("removeNode", one?.id);
			await route.continue();
		});
		await button("Send exactly this").click();
		await says(panel, /deleted/);
		await panel.page.unroute("**/v1/images/*");
		expect(server.executions).toBe(1);
		expect(await button("Save").count()).toBe(1);
		const other = panel.figma.addNode({ name: "Other", width: 64, height: 64 });
		panel.figma.call("select", [other]);
		await button("Place").click();
		await says(panel, /Done/);
		expect(picturesOf(panel).map(({ name }) => name)).toEqual(["Other"]);
		expect(server.arrivals).toHaveLength(1);
		expect(await trayWords()).toEqual([]);
	},
);

test(
	"Cancel while the service draws: told that it counts in full, and the draft is kept",
	PATIENT,
	async () => {
		await begin(["One"]);
		await ask();
		await panel.page.route("**/v1/images/*", () => undefined);
		await button("Send exactly this").click();
		await says(panel, /Waiting for localhost/);
		await button("Cancel").click();
		await says(panel, /Cancelled\. The service may have drawn it/);
		await panel.page.unroute("**/v1/images/*");
		expect((await readLedger(panel)).spent.day).toBe(PRICE);
		expect((await trayWords())[0]).toMatch(/The draft is kept here/);
		await emptyTray();
	},
);

test("what cannot be sent is told instead of a sheet", PATIENT, async () => {
	await begin(["One"], { modelId: "" });
	await openOffer();
	await button("Send with consent…").click();
	await says(panel, /Name the service's model/);
	await begin([]);
	const text = panel.figma.addNode({ type: "TEXT", name: "Title" });
	panel.figma.call("select", [text]);
	await openOffer();
	await button("Send with consent…").click();
	await says(panel, /can hold a picture/);
	expect(await sheet().count()).toBe(0);
	expect(server.arrivals).toEqual([]);
});

test(
	"a service is set up in the panel: its key goes into the storage alone, and its models are asked for with consent",
	PATIENT,
	async () => {
		const frame = await begin(["One"]);
		panel.figma.call("clearStorage");
		// What the panel remembers of before is read anew when something may leave.
		await openOffer();
		await button("Send with consent…").click();
		await says(panel, /Set up a service/);
		await button("Set up a service…").click();
		await button("Add a service…").click();
		await frame
			.getByLabel("Address", { exact: true })
			.fill("https://elsewhere.example/v1");
		expect(await frame.locator(".problem").first().innerText()).toMatch(
			/manifest of this build/,
		);
		await frame.getByLabel("Address", { exact: true }).fill(addressOf(server));
		await frame.getByLabel(/My own server/).check();
		await frame.getByLabel("Key", { exact: true }).fill(server.key);
		await frame.getByLabel("Price", { exact: true }).fill("0.04");
		await button("List models…").click();
		await sheet().waitFor();
		expect(await sheet().innerText()).toMatch(/None of your words/);
		await button("Send exactly this").click();
		await says(panel, /Found 2 models/);
		expect(server.arrivals.map(({ path }) => path)).toEqual(["/v1/models"]);
		await frame.getByLabel("Model", { exact: true }).fill("found-2");
		await button("Save").click();
		await button("Back").click();
		await expect
			.poll(() => frame.locator(".list .item").first().innerText(), WAIT)
			.toMatch(/found-2, with a key/);
		for (const period of ["A job", "A day", "A month"])
			await frame.getByLabel(period).fill("0.50");
		const kept = panel.figma
			.call<[string, unknown][]>("readWholeStorage")
			.filter(([, value]) => JSON.stringify(value).includes(server.key));
		expect(kept).toHaveLength(1);
		expect(kept[0]?.[0]).toMatch(/^key\//);
		await frame.click("#musa-tab-fill");
		await ask();
		expect(await sheet().innerText()).toContain("$0.50 for this job");
		await button("Send exactly this").click();
		await says(panel, /Done/);
		expect(server.arrivals.at(-1)?.body.toString("latin1")).toContain(
			"found-2",
		);
		await frame.click("#musa-tab-settings");
		expect(await frame.locator(".ledger").innerText()).toMatch(
			/\$0\.04, done[\s\S]*list of models[\s\S]*free/,
		);
		expect(await status(panel).textContent()).toMatch(/Done/);
	},
);
