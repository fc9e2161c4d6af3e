// The built Figma plugin in headless Chromium, in frames as Figma makes them. Figma's side answers at once, so only the frame counts.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { type Browser, chromium, type Frame, type Page } from "playwright-core";
import { findChromium } from "../scripts/chromium.mjs";
import {
	FRAME_SCRIPT,
	HOST_SCRIPT,
	longestOwnTask,
	type Seen,
} from "./figma-page.js";
import { ROOT } from "./pack-folder.js";
import { round, type Spread, spreadOf } from "./statistics.js";

/** Figures of the plugin. */
export interface FigmaFigures {
	readonly uiHtmlBytes: number;
	readonly uiHtmlGzipBytes: number;
	/** From the page's text in the frame to a panel that shows, and to the first picture in a layer; by shape of the frame. */
	readonly open: Readonly<
		Record<
			string,
			{ readonly visibleMs: Spread; readonly firstPictureMs: Spread }
		>
	>;
	/** From the last letter to the picture in the layer, the pause that waits for the next letter included. */
	readonly draftMs: Spread;
	/** From a moved slider to the picture in the layer, as the model draws it: while it is dragged there is no other. */
	readonly scrubMs: Spread;
	/** From a moved slider that rests to the enlarged picture in the layer. */
	readonly scrubWholeMs: Spread;
	readonly hueMs: Spread;
	/** The renderer's resident memory after so many drawn pictures. */
	readonly memory: {
		readonly after10Mb: number;
		readonly after100Mb: number;
		readonly growthPercent: number;
	};
	/** The longest task outside a single call of the runtime, from opening to the last draft. */
	readonly longestOwnTaskMs: { readonly worker: number; readonly page: number };
}

interface OpenedPlugin {
	readonly browser: Browser;
	readonly page: Page;
	readonly frame: Frame;
	readonly visibleMs: number;
	readonly startedAt: number;
}

const pictureCount = 100;
const shapes = ["srcdoc", "data"] as const;

/** Measures `dist/ui.html`; undefined where there is no Chromium. */
export async function measureFigma(
	runs: number,
): Promise<FigmaFigures | undefined> {
	if (findChromium() === undefined) return undefined;
	const html = await readFile(
		join(ROOT, "packages/figma-plugin/dist/ui.html"),
		"utf8",
	);
	const opening: Record<
		string,
		{ visibleMs: number[]; firstPictureMs: number[] }
	> = {};
	for (let run = 0; run < runs; run++) {
		for (const shape of shapes) {
			const plugin = await openPlugin(html, shape);
			const first = await drawFirst(plugin);
			await plugin.browser.close();
			opening[shape] ??= { visibleMs: [], firstPictureMs: [] };
			opening[shape].visibleMs.push(plugin.visibleMs);
			opening[shape].firstPictureMs.push(first);
		}
	}
	const plugin = await openPlugin(html, "srcdoc");
	await drawFirst(plugin);
	const drafts = await measureDrafts(plugin, 2 * runs);
	const memory = await measureMemory(plugin);
	const worker = longestOwnTask(await readSeen(plugin.frame));
	await plugin.browser.close();
	return {
		uiHtmlBytes: Buffer.byteLength(html),
		uiHtmlGzipBytes: gzipSync(html).length,
		open: Object.fromEntries(
			Object.entries(opening).map(([shape, { visibleMs, firstPictureMs }]) => [
				shape,
				{
					visibleMs: spreadOf(visibleMs),
					firstPictureMs: spreadOf(firstPictureMs),
				},
			]),
		),
		...drafts,
		memory,
		longestOwnTaskMs: {
			worker: round(worker),
			page: await measurePage(html, runs),
		},
	};
}

async function openPlugin(
	html: string,
	shape: (typeof shapes)[number],
	initScript = "",
): Promise<OpenedPlugin> {
	// A browser of its own, so that nothing of a run before is kept.
	const browser = await chromium.launch({
		executablePath: findChromium() ?? "",
		args: ["--no-sandbox", "--disable-dev-shm-usage"],
	});
	const page = await browser.newPage();
	await page.addInitScript(FRAME_SCRIPT + initScript);
	await page.goto("data:text/html,<!doctype html><body></body>");
	await page.addScriptTag({ content: HOST_SCRIPT });
	await page.evaluate((text) => {
		(globalThis as { html?: string }).html = text;
	}, html);
	const startedAt: number = await page.evaluate(`openFrame(html, "${shape}")`);
	const frame = await waitFor(() => page.frames()[1]);
	// The frame has another realm before the page is in it.
	const visibleAt = await waitFor(() =>
		readSeen(frame).then(
			(seen) => seen.visibleAt,
			() => 0,
		),
	);
	return { browser, page, frame, visibleMs: visibleAt - startedAt, startedAt };
}

async function drawFirst({
	page,
	frame,
	startedAt,
}: OpenedPlugin): Promise<number> {
	await frame.fill("#prompt", "a red heart");
	const at = await waitFor(() => page.evaluate<number>("placed[0] ?? 0"));
	return at - startedAt;
}

async function measureDrafts(
	plugin: OpenedPlugin,
	count: number,
): Promise<
	Pick<FigmaFigures, "draftMs" | "scrubMs" | "scrubWholeMs" | "hueMs">
> {
	const { page, frame } = plugin;
	/** One spread for each picture that follows a change. */
	const measure = async (
		change: (i: number) => Promise<void>,
		pictures = 1,
	): Promise<Spread[]> => {
		const times: number[][] = Array.from({ length: pictures }, () => []);
		for (let i = 0; i < count; i++) {
			// The strip of variations of the draft before must not count.
			await new Promise((resolve) => setTimeout(resolve, 1500));
			const before = await countPlaced(page);
			const start: number = await page.evaluate("now()");
			await change(i);
			await waitFor(async () => (await countPlaced(page)) >= before + pictures);
			for (const [k, list] of times.entries())
				list.push(
					(await page.evaluate<number>(`placed[${before + k}]`)) - start,
				);
		}
		return times.map(spreadOf);
	};
	const words = ["car", "star", "tree", "fox", "house", "rocket", "leaf"];
	const moveSlider = (label: string, value: number): Promise<void> =>
		frame.getByLabel(label, { exact: true }).fill(String(value));
	const none = spreadOf([]);
	const [draftMs = none] = await measure((i) =>
		frame.fill("#prompt", `a red ${words[i % words.length]} ${i}`),
	);
	const [scrubMs = none, scrubWholeMs = none] = await measure(
		(i) => moveSlider("Vary", 3 * (i + 1)),
		2,
	);
	const [hueMs = none] = await measure((i) => moveSlider("Hue", 5 * (i + 1)));
	return { draftMs, scrubMs, scrubWholeMs, hueMs };
}

async function measureMemory({
	browser,
	page,
	frame,
}: OpenedPlugin): Promise<FigmaFigures["memory"]> {
	const sizes: Record<number, number> = {};
	for (let i = 1; i <= pictureCount; i++) {
		const before = await countPlaced(page);
		await frame.getByLabel("Vary", { exact: true }).fill(String(i % 100));
		// As drawn, and enlarged.
		await waitFor(async () => (await countPlaced(page)) >= before + 2);
		if (i === 10 || i === pictureCount)
			sizes[i] = await readRendererMb(browser, page);
	}
	const [after10Mb = 0, after100Mb = 0] = [sizes[10], sizes[pictureCount]];
	return {
		after10Mb,
		after100Mb,
		growthPercent: round(100 * (after100Mb / after10Mb - 1)),
	};
}

/** Without any worker the engine runs in the panel itself; the median of several openings. */
async function measurePage(html: string, runs: number): Promise<number> {
	const longest: number[] = [];
	for (let run = 0; run < runs; run++) {
		const plugin = await openPlugin(
			html,
			"srcdoc",
			";delete globalThis.Worker;",
		);
		const { page, frame } = plugin;
		await drawFirst(plugin);
		for (const label of ["Vary", "Hue"]) {
			const before = await countPlaced(page);
			await frame.getByLabel(label, { exact: true }).fill("30");
			await waitFor(async () => (await countPlaced(page)) > before);
		}
		longest.push(longestOwnTask(await readSeen(frame)));
		await plugin.browser.close();
	}
	return round(spreadOf(longest).p50);
}

function countPlaced(page: Page): Promise<number> {
	return page.evaluate<number>("placed.length");
}

function readSeen(frame: Frame): Promise<Seen> {
	return frame.evaluate<Seen>("seen");
}

/** Resident memory of all renderers together, after a collection. */
async function readRendererMb(browser: Browser, page: Page): Promise<number> {
	const session = await page.context().newCDPSession(page);
	await session.send("HeapProfiler.collectGarbage");
	await session.detach();
	const root = await browser.newBrowserCDPSession();
	const { processInfo } = await root.send("SystemInfo.getProcessInfo");
	await root.detach();
	let kilobytes = 0;
	for (const { type, id } of processInfo) {
		if (type !== "renderer") continue;
		const status = await readFile(`/proc/${id}/status`, "utf8").catch(() => "");
		kilobytes += Number(/VmRSS:\s*(\d+)/.exec(status)?.[1] ?? 0);
	}
	return Math.round(kilobytes / 1000);
}

async function waitFor<T>(read: () => T | Promise<T>): Promise<NonNullable<T>> {
	for (;;) {
		const value = await read();
		if (value) return value;
		await new Promise((resolve) => setTimeout(resolve, 5));
	}
}
