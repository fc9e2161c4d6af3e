// WebGPU against WASM in one headless Chromium, whose WebGPU runs in software:
// the numbers count, the time doesn't.
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { NetworkName } from "../../packages/core/src/models/manifest.js";
import { bundlePage } from "../support/bundle-page.js";
import { launchChromium, SOFTWARE_WEBGPU } from "../support/chromium.js";
import {
	differenceOf,
	listGoldenCases,
	pick,
	pickFloat,
	readGoldenTensors,
} from "../support/golden.js";
import { allPacks, type TestPack } from "../support/packs.js";
import type {
	NetworkCase,
	PlainTensor,
} from "../support/pages/run-networks.js";
import { type FileServer, serveFiles } from "../support/serve-files.js";

// Software WebGPU computes in float32, in another order of summation.
const TOLERANCE = 1e-3;

const ORT = dirname(
	createRequire(import.meta.url).resolve("onnxruntime-web/wasm"),
);
const RUNTIMES = {
	wasm: "ort-wasm-simd-threaded.wasm",
	webgpu: "ort-wasm-simd-threaded.asyncify.wasm",
} as const;

let browser: Browser;
let script: string;
beforeAll(async () => {
	browser = await launchChromium(SOFTWARE_WEBGPU);
	script = await bundlePage("run-networks");
});
afterAll(() => browser.close());

describe.each(allPacks().map((pack) => [pack.manifest.id, pack] as const))(
	"%s on WebGPU",
	(_, pack) => {
		let server: FileServer;
		let page: Page;
		beforeAll(async () => {
			server = await serveFiles({
				...Object.fromEntries(
					pack.manifest.files.map(({ path }) => [
						`/${path}`,
						join(pack.folder, path),
					]),
				),
				...Object.fromEntries(
					Object.values(RUNTIMES).map((file) => [`/${file}`, join(ORT, file)]),
				),
			});
			page = await browser.newPage();
			await page.goto(server.origin);
			await page.addScriptTag({ content: script });
		});
		afterAll(async () => {
			await page.close();
			await server.close();
		});

		test("the browser has an adapter, so nothing below runs elsewhere in silence", async () => {
			const hasAdapter = await page.evaluate(async () => {
				const { gpu } = navigator as { gpu?: { requestAdapter(): unknown } };
				return Boolean(await gpu?.requestAdapter());
			});
			expect(hasAdapter).toBe(true);
		});

		test("every network computes on WebGPU what the recipe computed", {
			timeout: 600_000,
		}, async () => {
			// The large upscaler takes a software GPU minutes and has no operation of its own.
			const listed = listGoldenCases(pack.manifest).filter(
				([, name]) => name !== "upscaler-x8",
			);
			const cases = listed.map(([golden, name]) =>
				makeCase(pack, golden, name),
			);
			const results = await page.evaluate(
				(params) => globalThis.runNetworks(params),
				{
					device: "webgpu" as const,
					manifest: pack.manifest,
					files: Object.fromEntries(
						pack.manifest.files.map(({ path }) => [path, `/${path}`]),
					),
					ortWasm: `/${RUNTIMES.webgpu}`,
					cases,
				},
			);
			for (const [i, [file, name]] of listed.entries()) {
				const golden = readGoldenTensors(pack, file);
				for (const output of pack.manifest.networks[name]?.outputs ?? []) {
					const got = results[i]?.[output.name];
					if (got === undefined) throw new Error(`${name}: no ${output.name}`);
					const { relative } = differenceOf(
						{ shape: got.shape, data: Float32Array.from(got.data) },
						pickFloat(golden, output.name),
					);
					expect(relative, file).toBeLessThan(TOLERANCE);
				}
			}
		});
	},
);

function makeCase(
	pack: TestPack,
	file: string,
	name: NetworkName,
): NetworkCase {
	const golden = readGoldenTensors(pack, file);
	const inputs = pack.manifest.networks[name]?.inputs ?? [];
	return {
		name,
		inputs: Object.fromEntries(
			inputs.map((input): [string, PlainTensor] => {
				const { shape, data } = pick(golden, input.name);
				return [input.name, { shape, dtype: input.dtype, data: [...data] }];
			}),
		),
	};
}
