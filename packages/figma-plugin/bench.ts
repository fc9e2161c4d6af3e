// Measures the built plugin in headless Chromium and prints JSON. The sandbox's side answers at once, so that only the frame counts.
import { readFile, stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { chromium, type Frame } from "playwright-core";

const folder = fileURLToPath(new URL(".", import.meta.url));
const page = `${folder}dist/ui.html`;
const draftCount = 15;
const pictureCount = 100;

/** Answers the panel as Figma's side would for one selected layer. */
const answers = `
const layer = { nodeId: "1:1", name: "Card", size: { width: 128, height: 128 } };
const replies = {
	"open-panel": { settings: undefined, slots: [layer], command: { name: "open" } },
	"read-palettes": [], "read-history": [], "begin-action": null, "end-action": null,
	"save-settings": { isSaved: true }, "place-image": { state: "placed", nodeId: "1:1" },
};
globalThis.placed = [];
addEventListener("message", ({ data }) => {
	const message = data?.pluginMessage;
	if (message?.type !== "request") return;
	if (message.method === "place-image") placed.push(performance.now());
	frames[0].postMessage({ pluginMessage: { musa: 1, type: "reply", id: message.id, reply: replies[message.method] } }, "*");
});`;

const browser = await chromium.launch({
	executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
	args: [
		"--no-sandbox",
		"--disable-dev-shm-usage",
		"--enable-precise-memory-info",
	],
});
try {
	const html = await readFile(page, "utf8");
	const tab = await browser.newPage();
	await tab.goto("data:text/html,<!doctype html><body></body>");
	await tab.addScriptTag({ content: answers });
	const start = performance.now();
	await tab.evaluate((text) => {
		const frame = document.createElement("iframe");
		frame.srcdoc = text;
		document.body.append(frame);
	}, html);
	const frame = await waitFor(() => tab.frames()[1]);
	await frame.waitForSelector("#prompt");
	const visibleMs = performance.now() - start;
	const placedCount = (): Promise<number> => tab.evaluate("placed.length");
	await frame.fill("#prompt", "a red heart");
	await waitFor(async () => (await placedCount()) > 0);
	const firstPictureMs = performance.now() - start;

	const drafts = await measureDrafts(placedCount, (i) =>
		frame.fill("#prompt", `a red heart ${i}`),
	);
	const scrubs = await measureDrafts(placedCount, (i) =>
		frame.getByLabel("Vary", { exact: true }).fill(String(5 * (i + 1))),
	);
	const hues = await measureDrafts(placedCount, (i) =>
		frame.getByLabel("Hue", { exact: true }).fill(String(10 * (i + 1))),
	);
	const memory: Record<string, number> = {};
	for (let i = 1; i <= pictureCount; i++) {
		const before = await placedCount();
		await frame.getByLabel("Vary", { exact: true }).fill(String(i % 100));
		await waitFor(async () => (await placedCount()) > before);
		if (i === 10 || i === pictureCount)
			memory[`after${i}Mb`] = await readHeapMb(frame);
	}
	const { size } = await stat(page);
	console.log(
		JSON.stringify(
			{
				uiHtmlBytes: size,
				uiHtmlGzipBytes: gzipSync(html).length,
				visibleMs: Math.round(visibleMs),
				firstPictureMs: Math.round(firstPictureMs),
				// From the last letter, the pause that waits for the next one included.
				draftMs: drafts,
				scrubMs: scrubs,
				hueMs: hues,
				panelHeap: memory,
			},
			undefined,
			"\t",
		),
	);
} finally {
	await browser.close();
}

async function measureDrafts(
	placedCount: () => Promise<number>,
	change: (i: number) => Promise<void>,
): Promise<{ p50: number; p95: number }> {
	const times: number[] = [];
	for (let i = 0; i < draftCount; i++) {
		// The strip of variations of the draft before must not count.
		await new Promise((resolve) => setTimeout(resolve, 1500));
		const before = await placedCount();
		const start = performance.now();
		await change(i);
		await waitFor(async () => (await placedCount()) > before);
		times.push(performance.now() - start);
	}
	times.sort((first, second) => first - second);
	const at = (share: number): number =>
		Math.round(
			times[Math.min(times.length - 1, Math.floor(share * times.length))] ?? 0,
		);
	return { p50: at(0.5), p95: at(0.95) };
}

function readHeapMb(frame: Frame): Promise<number> {
	return frame.evaluate(() => {
		const { memory } = performance as unknown as {
			memory: { usedJSHeapSize: number };
		};
		return Math.round(memory.usedJSHeapSize / 1e6);
	});
}

async function waitFor<T>(read: () => T | Promise<T>): Promise<NonNullable<T>> {
	for (;;) {
		const value = await read();
		if (value) return value;
		await new Promise((resolve) => setTimeout(resolve, 5));
	}
}
