// Whom the built runner page answers: a frame like Figma's that asks in the right words, and nobody else.
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "../../support/chromium.js";
import { ROOT } from "../../support/packs.js";
import { type FileServer, serveFiles } from "../../support/serve-files.js";

const PATIENT = { timeout: 240_000 };

let browser: Browser;
let server: FileServer;
beforeAll(async () => {
	const page = join(ROOT, "packages/figma-plugin/dist/runner/runner.html");
	server = await serveFiles({ "/runner.html": page });
	browser = await launchChromium([
		"--disable-features=LocalNetworkAccessChecks",
	]);
}, 120_000);
afterAll(async () => {
	await browser?.close();
	await server?.close();
});

/** Frames the runner and knocks; tells the kind of its answer, or that none came within a while. */
async function knock(
	outer: string,
	message: object,
	portCount: number,
	patienceMs: number,
): Promise<string> {
	const context = await browser.newContext();
	const body = "<!doctype html><body></body>";
	await context.route(outer, (route) =>
		route.fulfill({ contentType: "text/html", body }),
	);
	const page = await context.newPage();
	await page.goto(outer);
	const answer = await page.evaluate(
		async ([runner, sent, count, patience]) => {
			const frame = document.createElement("iframe");
			frame.src = runner;
			const loaded = new Promise((resolve) => {
				frame.addEventListener("load", resolve);
			});
			document.body.append(frame);
			await loaded;
			const channels = Array.from(
				{ length: count },
				() => new MessageChannel(),
			);
			return new Promise<string>((resolve) => {
				const [control] = channels;
				if (control) control.port1.onmessage = ({ data }) => resolve(data.type);
				setTimeout(() => resolve("silent"), patience);
				frame.contentWindow?.postMessage(
					sent,
					"*",
					channels.map(({ port2 }) => port2),
				);
			});
		},
		[`${server.origin}/runner.html`, message, portCount, patienceMs] as const,
	);
	await context.close();
	return answer;
}

const words = { musaRunner: 1, type: "connect" };
const figma = "https://www.figma.com/";

test("Figma's own page is answered", PATIENT, async () => {
	expect(await knock(figma, words, 3, 100_000)).toMatch(/ready|failed/);
});

// Each one waits for an answer that must not come: they wait together.
test.concurrent.each([
	["another site", "https://other.example/", words, 3],
	["who uses other words", figma, { ...words, type: "list" }, 3],
	["who uses more words", figma, { ...words, drawer: "0" }, 3],
	["who brings too few ports", figma, words, 2],
])("%s is not answered", PATIENT, async (_, outer, message, portCount) => {
	expect(await knock(outer, message, portCount, 5_000)).toBe("silent");
});
