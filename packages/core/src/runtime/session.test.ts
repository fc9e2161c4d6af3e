// The real runtime in this thread; one start for all tests, since it can only start once.
import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { parseManifest } from "../models/manifest.js";
import { makeNoise } from "../tensor/noise.js";
import { makeTensor } from "../tensor/tensor.js";
import { tokenizeHashedNgram } from "../tokenizers/hashed-ngram.js";
import { detectDevice } from "./device.js";
import { openModel } from "./open-model.js";
import { openRuntime } from "./session.js";

const folder = new URL("../../../../test/support/tiny-model/", import.meta.url);
const manifest = parseManifest(
	await readFile(new URL("manifest.json", folder)),
);
const files = Object.fromEntries(
	await Promise.all(
		manifest.files.map(
			async ({ path }) =>
				[path, new Uint8Array(await readFile(new URL(path, folder)))] as const,
		),
	),
);
const runtime = await openRuntime({ device: "wasm", threadCount: 1 });

describe("openRuntime", () => {
	test("runs networks whose int8 and float weights were expanded at load", async () => {
		const model = openModel(runtime, manifest, files);
		const { tokenIds } = tokenizeHashedNgram(
			"a red heart",
			manifest.defaultStyle,
			manifest.tokenizer,
		);
		const encoded = await model.run("text-encoder", { token_ids: tokenIds });
		const { tokens, channels } = manifest.textEmbedding;
		expect(encoded.text_embedding.shape).toEqual([1, tokens, channels]);
		const { latents } = manifest;
		const outputs = await model.run("denoiser", {
			latents: makeNoise(
				[1, latents.channels, latents.height, latents.width],
				1,
			),
			timestep: makeTensor([1], new Float32Array([0.5])),
			text_embedding: encoded.text_embedding,
		});
		expect(outputs.denoised.shape).toEqual([
			1,
			latents.channels,
			latents.height,
			latents.width,
		]);
		await model.release();
	});

	test("an upscaler takes any size", async () => {
		const model = openModel(runtime, manifest, files);
		const { upscaled } = await model.run("upscaler-x4", {
			image: makeNoise([1, 4, 7, 33], 1),
		});
		expect(upscaled.shape).toEqual([1, 4, 28, 132]);
		await model.release();
	});

	test("a model that is none fails with our code and the runtime's words", async () => {
		await expect(
			runtime.openSession("broken", new Uint8Array([1, 2, 3])),
		).rejects.toMatchObject({
			code: "device/session-failed",
			details: { network: "broken" },
			cause: expect.anything(),
		});
	});

	test("inputs that do not fit fail with our code", async () => {
		const model = openModel(runtime, manifest, files);
		await expect(
			model.run("decoder", { latents: makeNoise([1, 1, 1, 1], 0) }),
		).rejects.toMatchObject({
			code: "device/session-failed",
			details: { network: "decoder" },
		});
		await model.release();
	});

	test.each(["webgpu", "native"] as const)("%s is not here", async (device) => {
		await expect(openRuntime({ device, threadCount: 1 })).rejects.toMatchObject(
			{
				code: "device/unavailable",
				details: { device },
			},
		);
	});
});

test("this machine is described as plain data", async () => {
	const report = await detectDevice();
	expect(report.device).toBe("wasm");
	expect(structuredClone(report)).toEqual(report);
});
