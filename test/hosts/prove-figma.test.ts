// Figma's built local edition draws in a browser where nothing can leave, and the kernel saw no attempt. The same
// harness catches a leaky page first, and sees nothing of a browser that shows an empty one.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import type { Page } from "playwright-core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findIsolationObstacle } from "../../packages/cli/src/isolate.js";
import {
	CANARY_HOST,
	CANARY_NAMES,
	CANARY_PAGE,
	portOf,
} from "../../packages/cli/src/prove-canaries.js";
import { addLayers, isDraftInLayer } from "../support/fake-figma/journey.js";
import { openPanel } from "../support/fake-figma/open-panel.js";
import { findEdition } from "../support/fake-figma/open-sandbox.js";
import {
	type IsolatedChromium,
	isolateChromium,
} from "../support/isolated-chromium.js";

const PATIENT = { timeout: 300_000 };
/** What a browser may still do after a page is done, ms. */
const LINGER = 5000;
const DNS_PORT = 53;
const inBrowser = CANARY_NAMES.filter(
	(name) => !["dgram", "child-process curl"].includes(name),
);

let folder: string;
let browser: IsolatedChromium;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "musa-prove-figma-"));
	browser = isolateChromium(folder);
});
afterEach(async () => {
	await browser.close();
	rmSync(folder, { recursive: true, force: true });
}, 60_000);

/** Opens a page of the file system without waiting for what it loads. */
async function visit(html: string): Promise<Page> {
	const file = join(folder, "page.html");
	writeFileSync(file, html);
	const page = await (await browser.newContext()).newPage();
	await page.goto(pathToFileURL(file).href, { waitUntil: "commit" });
	return page;
}

test("this computer can isolate", () => {
	expect(findIsolationObstacle()).toBeUndefined();
});

test(
	"a leaky page is caught in each of a browser's ways",
	PATIENT,
	async () => {
		const readCaught = (): string[] => {
			const { attempts } = browser.read();
			const ports = attempts
				.filter(({ address }) => address === CANARY_HOST)
				.map(({ port }) => port);
			return CANARY_NAMES.filter((_, i) => ports.includes(portOf(i)));
		};
		const page = await visit(CANARY_PAGE);
		// A browser in a hurry drops one of them now and then.
		for (let tries = 0; tries < 6; tries++) {
			for (let i = 0; i < 20; i++) {
				if (readCaught().length === inBrowser.length) return;
				await sleep(1000);
			}
			await page.reload({ waitUntil: "commit" });
		}
		expect(readCaught()).toEqual(inBrowser);
	},
);

test("a page that only asks for a name is caught", PATIENT, async () => {
	await visit('<!doctype html><img src="http://leak.example/i">');
	await expect
		.poll(() => browser.read().attempts.map(({ port }) => port), {
			timeout: 120_000,
		})
		.toContain(DNS_PORT);
});

test("the browser alone tries nothing", PATIENT, async () => {
	await visit("<!doctype html><p>Nothing.");
	await sleep(LINGER);
	const { attempts, callCount } = browser.read();
	expect(attempts).toEqual([]);
	// Its processes talk to one another, so the trace is one.
	expect(callCount).toBeGreaterThan(0);
});

test(
	"Figma's panel draws into a layer and tries nothing",
	PATIENT,
	async () => {
		// The browser's own name leads back to this computer, so the page must not have it.
		const page = readFileSync(findEdition("local").page, "utf8");
		expect(page).not.toContain("update.googleapis.com");
		const panel = await openPanel(browser, {
			shape: "srcdoc",
			arrange: addLayers("Card"),
		});
		await panel.frame.fill("#prompt", "a red heart");
		await isDraftInLayer(panel);
		await sleep(LINGER);
		const { attempts, callCount } = browser.read();
		await panel.close();
		expect(attempts).toEqual([]);
		expect(callCount).toBeGreaterThan(0);
	},
);
