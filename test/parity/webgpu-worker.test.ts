// The built WebGPU worker draws a whole picture in a secure page, close to the one that WASM draws.
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { decodePng } from "@musa/core";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bundlePage } from "../support/bundle-page.js";
import { launchChromium, SOFTWARE_WEBGPU } from "../support/chromium.js";
import { openTestEngine } from "../support/node-engine.js";
import { ROOT, tinyPack } from "../support/packs.js";
import { type FileServer, serveFiles } from "../support/serve-files.js";

const WORKER = join(ROOT, "packages/core/dist/worker-webgpu.js");
const ORT_WASM = join(
	dirname(createRequire(import.meta.url).resolve("onnxruntime-web/wasm")),
	"ort-wasm-simd-threaded.asyncify.wasm",
);
const REQUEST = {
	prompt: "a red heart",
	size: { width: 150, height: 100 },
	seed: 7,
	stepCount: 2,
};
// Mean difference of a channel, 0 to 255. WASM rounds activations to int8, WebGPU does not;
// another seed's picture is tens apart.
const LIMIT = 6;

const pack = tinyPack();
let browser: Browser;
let server: FileServer;
beforeAll(async () => {
	browser = await launchChromium(SOFTWARE_WEBGPU);
	server = await serveFiles({});
});
afterAll(async () => {
	await browser?.close();
	await server?.close();
});

type Pixels = Uint8Array | Uint8ClampedArray;

async function drawInNode(seed: number): Promise<Pixels> {
	const { engine, draw } = openTestEngine(pack);
	try {
		return (await draw({ ...REQUEST, seed, device: "wasm" })).image.pixels;
	} finally {
		engine.close();
	}
}

function meanDifference(a: Pixels, b: Pixels): number {
	let sum = 0;
	for (let i = 0; i < a.length; i++) sum += Math.abs((a[i] ?? 0) - (b[i] ?? 0));
	return sum / a.length;
}

test("the WebGPU worker draws nearly the picture that WASM draws", {
	timeout: 600_000,
}, async () => {
	expect(existsSync(WORKER), "run npm run build first").toBe(true);
	const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");
	const page = await browser.newPage();
	await page.goto(server.origin);
	await page.addScriptTag({ content: await bundlePage("draw-picture") });
	const drawn = await page.evaluate((given) => globalThis.drawPicture(given), {
		manifest: JSON.stringify(pack.manifest),
		files: Object.fromEntries(
			Object.entries(pack.readFiles()).map(([path, bytes]) => [
				path,
				base64(bytes),
			]),
		),
		ortWasm: base64(readFileSync(ORT_WASM)),
		workerSource: readFileSync(WORKER, "utf8"),
		request: { ...REQUEST, device: "webgpu" },
	});
	expect(drawn.isSecureContext).toBe(true);
	expect(drawn.startedAs).toBe("blob");
	const { pixels } = decodePng(
		new Uint8Array(Buffer.from(drawn.png, "base64")),
	);
	const same = meanDifference(pixels, await drawInNode(REQUEST.seed));
	const other = meanDifference(pixels, await drawInNode(REQUEST.seed + 1));
	expect(same).toBeLessThan(LIMIT);
	expect(same).toBeLessThan(other / 2);
});
