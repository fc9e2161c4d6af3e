// The edition with services in the window of a real VS Code, against a stand-in service on loopback: setting it up, what is shown
// before anything leaves, what leaves, where what comes lands, and what is refused.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { decodePng, encodePng, readFinalRecord } from "@musa/core";
import { hashPayload, type LedgerCall, listCalls } from "@musa/core/providers";
import { readFileLedger } from "@musa/core/providers/node-ledger";
import type { Frame, Page } from "playwright-core";
import {
	afterAll,
	beforeAll,
	beforeEach,
	describe,
	expect,
	test,
} from "vitest";
import { makeFolder } from "../../support/packs.js";
import {
	type Behaviour,
	type ProviderServer,
	startProviderServer,
} from "../../support/provider-server.js";
import { runMusa } from "../../support/run-musa.js";
import { findViolations } from "../../support/vscode-host/find-violations.js";
import {
	type CodeWindow,
	openWindow,
} from "../../support/vscode-host/open-window.js";
import {
	findWebview,
	openFile,
	runCommand,
} from "../../support/vscode-host/workbench.js";

const PATIENT = { timeout: 900_000 };
const WAIT = { timeout: 120_000 };
const PRICE = 40_000;
const home = makeFolder();
let server: ProviderServer;
let code: CodeWindow;
let page: Page;

beforeAll(async () => {
	server = await startProviderServer("openai");
	// A green disc on white, of another shape than every place.
	server.picture = Buffer.from(encodePng(drawDisc(96, 64)));
	code = await openWindow(
		{
			"index.html": `<!doctype html>
<title>Sky Travel</title>
<img src="img/heart.png" alt="a red heart" width="256" height="256">
<img src="img/star.png" alt="a yellow star" width="120" height="80">
`,
			// A project that would like to decide.
			".vscode/settings.json": JSON.stringify({
				"musa.services.never": false,
				"musa.services.policy": "allowed",
				"musa.services.caps": { job: 1e9, day: 1e9, month: 1e9 },
				"musa.services.baseUrl": "http://127.0.0.1:9/v1",
			}),
			"providers.json": JSON.stringify({
				policy: "allowed",
				caps: { job: 1e9, day: 1e9, month: 1e9 },
				tiers: [
					{
						...{ tier: "private", providerId: "openai", modelId: "evil" },
						...{ baseUrl: "http://127.0.0.1:9/v1", priceMicros: 1 },
					},
				],
			}),
		},
		{
			edition: "routed",
			settings: { "workbench.colorTheme": "Default Dark Modern" },
			env: { MUSA_CONFIG_DIR: home.path },
		},
	);
	page = code.page;
}, 600_000);
afterAll(async () => {
	await code?.close();
	await server?.close();
	home.remove();
	expect(server.complaints).toEqual([]);
});
beforeEach(async () => {
	server.arrivals.length = 0;
	server.script.length = 0;
	server.executions = 0;
	// A journey that failed may have left its sheet behind.
	await closeSheet();
});

const settingsFile = (): string => join(home.path, "providers.json");
const readSettings = () => JSON.parse(readFileSync(settingsFile(), "utf8"));
const changeSettings = (changes: object): void =>
	writeFileSync(
		settingsFile(),
		JSON.stringify({ ...readSettings(), ...changes }),
	);
const caps = (micros: number) => ({
	caps: { job: micros, day: micros, month: micros },
});
const calls = async (): Promise<readonly LedgerCall[]> =>
	listCalls(await readFileLedger(join(home.path, "egress.log")));
const lastCall = async () => (await calls()).at(-1);
const quickInput = () => page.locator(".quick-input-widget:visible");
const pick = (label: string) =>
	quickInput().locator(".monaco-list-row", { hasText: label }).first().click();
/** Answers the box that has this title. */
const type = async (title: RegExp, text: string): Promise<void> => {
	await quickInput().getByText(title).waitFor(WAIT);
	const input = quickInput().locator("input:visible").last();
	await input.fill(text);
	await page.keyboard.press("Enter");
};
const openDraw = async (): Promise<Frame> => {
	await runCommand(page, "Musa: Draw a Picture");
	return findWebview(page, '[aria-busy="false"] #prompt');
};
const findSheet = (): Promise<Frame> => findWebview(page, "dialog[open]");
const closeSheet = async (): Promise<void> => {
	for (const frame of page.frames()) {
		const keep = frame.getByRole("button", { name: "Keep it on this device" });
		if ((await keep.count().catch(() => 0)) > 0) await keep.click();
	}
};
const sendExactly = async (): Promise<void> => {
	const sheet = await findSheet();
	await sheet.getByRole("button", { name: "Send exactly this" }).click();
};
/** Opens the offer under the chip of the view and goes as far as the sheet. */
const ask = async (panel: Frame): Promise<Frame> => {
	await openOffer(panel);
	await panel.getByRole("button", { name: "Send with consent…" }).click(WAIT);
	return findSheet();
};
const openOffer = async (panel: Frame): Promise<void> => {
	const chip = panel.locator("details.musa-route");
	await chip.waitFor(WAIT);
	if ((await chip.getAttribute("open")) === null)
		await chip.locator("> summary").click();
};
/** Points the view at a place and waits for its draft. */
const aim = async (panel: Frame, target: string): Promise<void> => {
	const choice = panel.getByLabel("For", { exact: true });
	await choice.selectOption({ label: target }, WAIT);
	await panel.locator(".draft canvas:not(.musa-empty)").first().waitFor(WAIT);
	await panel.locator("details.musa-route").waitFor(WAIT);
};
const says = (panel: Frame, words: RegExp) =>
	panel.locator(".status", { hasText: words }).waitFor(WAIT);
const pixelsOf = (path: string) =>
	decodePng(readFileSync(join(code.folder, path)));
const isGreen = (path: string): boolean => {
	const { width, height, pixels } = pixelsOf(path);
	const at = 4 * (width * (height >> 1) + (width >> 1));
	return (pixels[at + 1] ?? 0) > 120 && (pixels[at] ?? 255) < 80;
};

describe("the edition with services", PATIENT, () => {
	test("a service is set up in steps; its models are asked after a sheet; the key is in no file", async () => {
		code.watch("routed-set-up");
		await openFile(page, "index.html");
		await runCommand(page, "Musa: Set Up a Service…");
		await pick("OpenAI");
		await type(/2 of 5/, server.baseUrl);
		await type(/3 of 5/, server.key);
		await pick("which there are");
		const sheet = await findSheet();
		await sheet.getByText("None of your words and pictures.").waitFor(WAIT);
		expect(server.arrivals).toEqual([]);
		await sheet.getByRole("button", { name: "Send exactly this" }).click();
		await pick("found-1");
		await type(/5 of 5/, "0.04");
		await pick("EUR");
		await type(/for a job/, "0.40");
		await type(/at most a day/, "0.40");
		await type(/at most a month/, "0.40");
		await page.getByText("At most €0.40 for a job").first().waitFor(WAIT);
		expect(readSettings()).toMatchObject({
			...{ policy: "ask", currency: "EUR", ...caps(400_000) },
			tiers: [
				{
					...{ tier: "private", providerId: "openai", modelId: "found-1" },
					...{ baseUrl: server.baseUrl, priceMicros: PRICE },
				},
			],
		});
		expect(readFileSync(settingsFile(), "utf8")).not.toContain(server.key);
		expect(await lastCall()).toMatchObject({
			...{ host: server.host, outcome: "free", costMicros: 0 },
		});
		// Else they lie over the sheet in the next picture.
		await runCommand(page, "Notifications: Clear All Notifications");
	});

	test("the sheet shows exactly what would leave; Enter keeps it here, a script's press sends nothing; what comes takes the draft's place", async () => {
		code.watch("routed-sheet");
		const panel = await openDraw();
		await aim(panel, "img/heart.png");
		await panel.getByRole("button", { name: "Keep", exact: true }).click();
		await expect
			.poll(() => code.sizeOf("img/heart.png"), WAIT)
			.toEqual([256, 256]);
		await says(panel, /heart\.png is written/);
		const draft = readFileSync(join(code.folder, "img/heart.png"));
		await openOffer(panel);
		await code.shoot("dark-route-offer", page.locator(".part.sidebar"));

		let sheet = await ask(panel);
		const words = await sheet.locator("dialog").innerText();
		for (const part of [
			`Send to ${server.host}?`,
			"a red heart",
			"256 × 256 px",
			"found-1",
			"about €0.04",
			"€0.40 for this job, €0.40 today, €0.40 this month",
			"takes the place of img/heart.png",
		])
			expect(words).toContain(part);
		await sheet.locator("summary").click();
		const request = await sheet
			.getByLabel("The whole request")
			.last()
			.innerText();
		expect(request).toContain(`POST ${server.baseUrl}/images/edits`);
		expect(request).not.toContain(server.key);
		await code.shoot("dark-consent-sheet");
		expect(await findViolations(sheet)).toEqual([]);
		await sheet.getByRole("button", { name: "Keep it on" }).focus();
		await page.keyboard.press("Enter");
		await says(panel, /Nothing was sent/);

		sheet = await ask(panel);
		await sheet.evaluate(() => {
			for (const each of document.querySelectorAll("dialog button"))
				if (/Send/.test(each.textContent ?? ""))
					(each as HTMLButtonElement).click();
		});
		await page.waitForTimeout(500);
		expect(server.arrivals).toEqual([]);
		await sendExactly();
		await says(panel, /found-1 drew it at 96 × 64 px/);
		const { arrivals, executions } = server;
		expect([arrivals.length, executions]).toEqual([1, 1]);
		const call = await lastCall();
		expect(call).toMatchObject({
			...{ host: server.host, outcome: "done", costMicros: PRICE },
			payloadSha256: hashOf(arrivals[0]),
		});
		expect(arrivals[0]?.headers.authorization).toBe(`Bearer ${server.key}`);

		expect(code.sizeOf("img/heart.png")).toEqual([256, 256]);
		expect(isGreen("img/heart.png")).toBe(true);
		// White around the disc became clear.
		expect(pixelsOf("img/heart.png").pixels[3]).toBe(0);
		const file = readFileSync(join(code.folder, "img/heart.png"));
		expect(readFinalRecord(file)).toMatchObject({
			...{ modelId: "found-1", payloadSha256: call?.payloadSha256 },
		});
		expect(file.equals(draft)).toBe(false);
		await code.shoot("dark-finished");
	});

	test("into a place that misses its file it comes in one step, which one undo takes back", async () => {
		code.watch("routed-undo");
		const panel = await openDraw();
		await aim(panel, "img/star.png");
		await ask(panel);
		await sendExactly();
		await expect
			.poll(() => code.sizeOf("img/star.png"), WAIT)
			.toEqual([120, 80]);
		expect(isGreen("img/star.png")).toBe(true);
		await says(panel, /found-1 drew it/);
		await page.locator(".view-line", { hasText: "star.png" }).click();
		await page.keyboard.press("Control+Z");
		await expect.poll(() => code.isThere("img/star.png"), WAIT).toBe(false);
	});

	test("a file that changed while the service drew is left alone, and the picture goes beside it", async () => {
		code.watch("routed-changed");
		const panel = await openDraw();
		await aim(panel, "img/star.png");
		await panel.getByRole("button", { name: "Keep", exact: true }).click();
		await says(panel, /star\.png is written/);
		await ask(panel);
		const own = encodePng(drawDisc(10, 10));
		code.write("img/star.png", own);
		await sendExactly();
		await expect
			.poll(() => code.sizeOf("img/star-1.png"), WAIT)
			.toEqual([120, 80]);
		await says(panel, /was there already, so the picture is img\/star-1\.png/);
		expect(
			readFileSync(join(code.folder, "img/star.png")).equals(Buffer.from(own)),
		).toBe(true);
	});

	test.each<[Behaviour, RegExp, string, number]>([
		["refuses-with-400", /declined|refused/i, "refused", 0],
		["rejects-the-key", /key/i, "refused", 0],
		["loses-the-reply", /lost|may have/i, "ambiguous", PRICE],
		["fails-after-drawing", /may have|failed/i, "ambiguous", PRICE],
		["answers-html", /no usable picture/, "ambiguous", PRICE],
	])(
		"a service that %s is asked once; the reason is told, and the draft stays",
		async (behaviour, words, outcome, costMicros) => {
			code.watch(`routed-${behaviour}`);
			changeSettings(caps(10_000_000));
			const panel = await openDraw();
			await panel.fill("#prompt", `a blue fish, ${behaviour}`);
			await panel.locator("details.musa-route").waitFor(WAIT);
			const before = readFileSync(join(code.folder, "img/star-1.png"));
			server.script.push(behaviour);
			await ask(panel);
			await sendExactly();
			await panel.locator(".status .problem", { hasText: words }).waitFor(WAIT);
			expect(server.arrivals.length).toBe(1);
			expect(server.executions).toBeLessThanOrEqual(1);
			expect(await lastCall()).toMatchObject({ outcome, costMicros });
			expect(
				readFileSync(join(code.folder, "img/star-1.png")).equals(before),
			).toBe(true);
		},
	);

	test("a picture of the explorer becomes the draft, under words that the user gives, and what comes takes its place", async () => {
		code.watch("routed-finish");
		changeSettings(caps(10_000_000));
		code.write(
			"img/own.png",
			encodePng({
				...{ width: 50, height: 40 },
				pixels: new Uint8ClampedArray(4 * 50 * 40).fill(200),
			}),
		);
		await page.keyboard.press("Control+Shift+E");
		const row = (name: string) =>
			page.locator(".explorer-folders-view .monaco-list-row", {
				hasText: name,
			});
		if ((await row("own.png").count()) === 0) await row("img").first().click();
		await row("own.png").click({ button: "right", ...WAIT });
		await page
			.getByRole("menuitem", { name: "Finish with a Service…" })
			.click();
		await type(/What is to be in img\/own\.png/, "a green dot");
		const sheet = await findSheet();
		await sheet.getByText("50 × 40 px").waitFor(WAIT);
		await sendExactly();
		await expect.poll(() => isGreen("img/own.png"), WAIT).toBe(true);
		expect(code.sizeOf("img/own.png")).toEqual([50, 40]);
		expect(server.arrivals.length).toBe(1);
	});

	test("what would cost more than a limit leaves can't be sent", async () => {
		code.watch("routed-caps");
		changeSettings(caps(PRICE - 1));
		const panel = await openDraw();
		await panel.fill("#prompt", "a green leaf");
		const sheet = await ask(panel);
		await sheet.getByText(/your cap per job leaves €0\.04/).waitFor(WAIT);
		expect(
			await sheet
				.getByRole("button", { name: "Send exactly this" })
				.isDisabled(),
		).toBe(true);
		await sheet.getByRole("button", { name: "Keep it on" }).click();
		expect(server.arrivals).toEqual([]);
		changeSettings(caps(10_000_000));
	});

	test("while it waits the notification cancels, and nothing is drawn or paid", async () => {
		code.watch("routed-cancel");
		const panel = await openDraw();
		await panel.fill("#prompt", "a green leaf");
		server.script.push("asks-to-wait-seconds", "asks-to-wait-seconds");
		await ask(panel);
		await sendExactly();
		const waiting = page.locator(".notification-toast", {
			hasText: "it asks to wait",
		});
		await waiting.waitFor(WAIT);
		await waiting.getByRole("button", { name: "Cancel" }).click();
		await says(panel, /Cancelled; nothing was drawn/);
		expect(server.executions).toBe(0);
		expect(await lastCall()).toMatchObject({ outcome: "failed" });
	});

	test("the switch Never holds whatever a folder's settings say, until the user turns it off", async () => {
		code.watch("routed-never");
		await runCommand(page, "Musa: Services and Limits…");
		await pick("Never send anything: turn it on");
		const panel = await openDraw();
		await panel.fill("#prompt", "a green leaf");
		await openOffer(panel);
		await panel.getByText(/forbids that anything leaves/).waitFor(WAIT);
		const send = panel.getByRole("button", { name: "Send with consent…" });
		expect(await send.isDisabled()).toBe(true);
		// A folder that says so again.
		code.changeSettings({
			"musa.services.never": false,
			"editor.fontSize": 13,
		});
		await page.waitForTimeout(1000);
		expect(await send.isDisabled()).toBe(true);
		await runCommand(page, "Musa: Services and Limits…");
		await pick("on. Turn it off");
		await expect.poll(() => send.isDisabled(), WAIT).toBe(false);
		expect(server.arrivals).toEqual([]);
	});

	test("nothing that the folder says was ever used, and the list of what left is whole", async () => {
		code.watch("routed-ledger");
		for (const { host } of await calls()) expect(host).toBe(server.host);
		await runCommand(page, "Musa: Show What Left This Computer");
		const lines = page.locator(".editor-instance .view-line", {
			hasText: server.host,
		});
		await lines.first().waitFor(WAIT);
		await code.shoot("dark-ledger");
		// The command reads the same ledger.
		const { stdout } = await runMusa(["ledger", "--json"], {
			cwd: home.path,
			settings: home.path,
		});
		expect(
			stdout
				.trim()
				.split("\n")
				.map((line) => JSON.parse(line)),
		).toEqual(await calls());
	});
});

function drawDisc(width: number, height: number) {
	const pixels = new Uint8ClampedArray(4 * width * height).fill(255);
	const radius = Math.min(width, height) / 3;
	for (let y = 0; y < height; y++)
		for (let x = 0; x < width; x++)
			if (Math.hypot(x - width / 2, y - height / 2) < radius)
				pixels.set([20, 160, 60, 255], 4 * (y * width + x));
	return { width, height, pixels };
}

/** Hash of a request as it arrived, without what the host adds at the end. */
function hashOf(arrival: ProviderServer["arrivals"][number] | undefined) {
	if (arrival === undefined) return undefined;
	const { method, path, headers, body } = arrival;
	const {
		host,
		connection,
		authorization,
		"content-length": length,
		"transfer-encoding": encoding,
		...own
	} = headers;
	return hashPayload({
		method: method as "POST",
		url: `http://${server.host}${path}`,
		headers: own,
		body: new Uint8Array(body),
	});
}
