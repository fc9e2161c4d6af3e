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

const NETWORKS: readonly NetworkName[] = [
	"text-encoder",
	"denoiser",
	"decoder",
	"upscaler-x4",
];

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
			const cases = NETWORKS.map((name) => makeCase(pack, name));
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
			for (const [i, name] of NETWORKS.entries()) {
				const golden = readGoldenTensors(pack, name);
				for (const output of pack.manifest.networks[name]?.outputs ?? []) {
					const got = results[i]?.[output.name];
					if (got === undefined) throw new Error(`${name}: no ${output.name}`);
					const { relative } = differenceOf(
						{ shape: got.shape, data: Float32Array.from(got.data) },
						pickFloat(golden, output.name),
					);
					expect(relative, name).toBeLessThan(TOLERANCE);
				}
			}
		});
	},
);

function makeCase(pack: TestPack, name: NetworkName): NetworkCase {
	const golden = readGoldenTensors(pack, name);
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
