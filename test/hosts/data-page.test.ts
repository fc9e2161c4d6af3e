// The built worker in a page of the shape that Figma gives its plugins: a data:
// page with an opaque origin, no secure context, no storage, classic workers only.
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { encodePng, generateImage, makeRegistry, openEngine } from "@musa/core";
import { fileWeightStore, makeNodeSpawn } from "@musa/core/node";
import type { Browser, Frame, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bundlePage } from "../support/bundle-page.js";
import { launchChromium } from "../support/chromium.js";
import { ROOT, realPack } from "../support/packs.js";
import type {
	DrawnInPage,
	DrawPictureParams,
} from "../support/pages/draw-picture.js";

const DIST = join(ROOT, "packages/core/dist");
const FIGMA_POLICY =
	"default-src data:; script-src 'unsafe-inline' 'unsafe-eval' data:";
const REQUEST = {
	prompt: "a red heart",
	size: { width: 200, height: 120 },
	seed: 7,
};
const PATIENT = { timeout: 300_000 };

const pack = realPack();
let browser: Browser;
let script: string;
let params: DrawPictureParams;
let expected: string;

beforeAll(async () => {
	if (!existsSync(join(DIST, "worker.js")))
		throw new Error("The worker is not built; run npm run build first.");
	browser = await launchChromium();
	script = await bundlePage("draw-picture");
	const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");
	params = {
		manifest: JSON.stringify(pack.manifest),
		files: Object.fromEntries(
			Object.entries(pack.readFiles()).map(([path, bytes]) => [
				path,
				base64(bytes),
			]),
		),
		ortWasm: base64(readFileSync(join(DIST, "ort-wasm-simd-threaded.wasm"))),
		workerSource: readFileSync(join(DIST, "worker.js"), "utf8"),
		request: REQUEST,
	};
	expected = await drawInNode();
}, 300_000);
afterAll(() => browser?.close());

async function drawInNode(): Promise<string> {
	const engine = openEngine({
		spawn: makeNodeSpawn(),
		weightStore: fileWeightStore({ [pack.manifest.id]: pack.folder }),
	});
	try {
		const { image } = await generateImage(
			new AbortController().signal,
			REQUEST,
			{
				registry: makeRegistry([pack.manifest]),
				engine,
			},
		);
		return createHash("sha256").update(encodePng(image)).digest("hex");
	} finally {
		engine.close();
	}
}

interface OpenPage {
	readonly page: Page;
	/** Where the script runs. */
	readonly frame: Frame;
	/** Addresses that were asked for over a network. */
	readonly requests: string[];
}

// Newer builds of Figma put the plugin into about:srcdoc inside the data: page.
async function addNestedFrame(page: Page): Promise<Frame> {
	await page.evaluate(() => {
		const frame = document.createElement("iframe");
		frame.srcdoc = "<!doctype html><head></head><body></body>";
		document.body.append(frame);
		return new Promise((resolve) => frame.addEventListener("load", resolve));
	});
	const [nested] = page.mainFrame().childFrames();
	if (nested === undefined) throw new Error("there is no nested frame");
	return nested;
}

async function openDataPage(
	policy: string | undefined,
	nested = false,
): Promise<OpenPage> {
	const page = await browser.newPage();
	const requests: string[] = [];
	page.context().on("request", (request) => {
		if (!/^(data|blob|about):/.test(request.url()))
			requests.push(request.url());
	});
	const meta =
		policy === undefined
			? ""
			: `<meta http-equiv="Content-Security-Policy" content="${policy}">`;
	await page.goto(
		`data:text/html,${encodeURIComponent(`<!doctype html><head>${meta}</head><body></body>`)}`,
	);
	const frame = nested ? await addNestedFrame(page) : page.mainFrame();
	await frame.addScriptTag({ content: script });
	return { page, frame, requests };
}

async function draw(
	policy: string | undefined,
	{
		kinds,
		nested,
	}: { kinds?: DrawPictureParams["kinds"]; nested?: boolean } = {},
): Promise<DrawnInPage & { requests: string[] }> {
	const { page, frame, requests } = await openDataPage(policy, nested);
	try {
		const drawn = await frame.evaluate(
			(given) => globalThis.drawPicture(given),
			kinds === undefined ? params : { ...params, kinds },
		);
		return { ...drawn, requests };
	} finally {
		await page
			.context()
			.close()
			.catch(() => undefined);
	}
}

describe("in a data: page the built worker", PATIENT, () => {
	test("starts from a blob and draws the bytes that Node draws, without a request", async () => {
		const drawn = await draw(undefined);
		expect(drawn).toMatchObject({
			isSecureContext: false,
			hasStorage: false,
			hasSubtleCrypto: false,
			startedAs: "blob",
			requests: [],
		});
		expect(drawn.pngSha256).toBe(expected);
		expect(drawn.progress.at(-1)).toBe(1);
		expect(drawn.progress).toEqual([...drawn.progress].sort((a, b) => a - b));
	});

	test("does the same in about:srcdoc inside such a page", async () => {
		const drawn = await draw(undefined, { nested: true });
		expect(drawn).toMatchObject({
			isSecureContext: false,
			hasStorage: false,
			startedAs: "blob",
			requests: [],
		});
		expect(drawn.pngSha256).toBe(expected);
	});

	test("starts from data: under a policy that forbids blobs, and draws the same", async () => {
		const drawn = await draw(FIGMA_POLICY);
		expect(drawn).toMatchObject({ startedAs: "data", requests: [] });
		expect(drawn.pngSha256).toBe(expected);
	});

	test("runs in the page itself when no worker may start, and draws the same", async () => {
		const drawn = await draw(FIGMA_POLICY, { kinds: ["page"] });
		expect(drawn).toMatchObject({ startedAs: "page", requests: [] });
		expect(drawn.pngSha256).toBe(expected);
	});

	test("says that the device is unavailable when nothing may start", async () => {
		await expect(draw(FIGMA_POLICY, { kinds: ["blob"] })).rejects.toThrow(
			/not available/,
		);
	});

	test("refuses damaged weights there too, although the page has no crypto.subtle", async () => {
		const { page } = await openDataPage(undefined);
		const path = "weights/decoder.safetensors";
		const bytes = Buffer.from(params.files[path] ?? "", "base64");
		bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
		const files = { ...params.files, [path]: bytes.toString("base64") };
		await expect(
			page.evaluate((given) => globalThis.drawPicture(given), {
				...params,
				files,
			}),
		).rejects.toThrow(path);
		await page.close();
	});

	test("would be caught if it asked a network for anything", async () => {
		const { page, requests } = await openDataPage(undefined);
		await page.evaluate(() =>
			fetch("http://localhost:9/leak").catch(() => undefined),
		);
		await page.evaluate(
			() =>
				new Promise<void>((resolve) => {
					const source =
						"fetch('http://localhost:9/worker-leak').catch(() => 0).then(() => postMessage(0))";
					const worker = new Worker(
						`data:text/javascript,${encodeURIComponent(source)}`,
					);
					worker.onmessage = () => resolve();
				}),
		);
		expect(requests).toEqual([
			"http://localhost:9/leak",
			"http://localhost:9/worker-leak",
		]);
		await page.close();
	});
});
