// From request to picture, on a fake runtime.
import { describe, expect, test } from "vitest";
import { generateImage } from "./generate.js";
import type { ModelManifest } from "./models/manifest.js";
import { makeRegistry } from "./models/registry.js";
import { hashBytes, memoryWeightStore } from "./models/weights.js";
import type { Plan } from "./records.js";
import type { Confidence } from "./router/known-words.js";
import { fakeFiles, makeFakeManifest } from "./runtime/testing/fake-model.js";
import { openEngine } from "./worker/client.js";
import { makeFakeSpawn } from "./worker/testing/fake-spawn.js";

const file = "weights/known-words.bin";

/** A model that knows every word or none. */
async function makeModel(byte: number): Promise<ModelManifest> {
	const manifest = await makeFakeManifest();
	const bytes = new Uint8Array(8).fill(byte);
	const sha256 = await hashBytes(bytes);
	return {
		...manifest,
		files: [...manifest.files, { path: file, bytes: 8, sha256 }],
		knownWords: {
			file,
			bits: 64,
			hashes: 3,
			calibration: {
				intercept: -2,
				knownShare: 3,
				knownPhrase: 1,
				wordCount: 0,
			},
		},
	};
}

async function draw(
	manifest: ModelManifest,
	stored: number,
	request: object = { prompt: "a red quokka", size: { width: 8, height: 8 } },
) {
	const bytes = new Uint8Array(8).fill(stored);
	const { spawn, workers } = makeFakeSpawn();
	const engine = openEngine({
		spawn,
		weightStore: memoryWeightStore({
			[manifest.id]: { ...fakeFiles, [file]: bytes },
		}),
	});
	const heard: [Plan, Confidence | undefined, number][] = [];
	const fractions: number[] = [];
	try {
		const image = await generateImage(new AbortController().signal, request, {
			registry: makeRegistry([manifest]),
			engine,
			onPlan: (plan, confidence) =>
				heard.push([plan, confidence, workers.length]),
			onProgress: ({ fraction }) => fractions.push(fraction),
		});
		return { image, heard, fractions };
	} finally {
		engine.close();
	}
}

describe("generateImage", () => {
	test.each([
		[255, 1 / (1 + Math.exp(-2)), []],
		[0, 1 / (1 + Math.exp(2)), ["quokka"]],
	])(
		"says before it draws how well the model knows the prompt (all bits %i)",
		async (byte, confidence, unknownWords) => {
			const { image, heard } = await draw(await makeModel(byte), byte);
			expect(image).toMatchObject({ confidence, unknownWords });
			expect(heard).toEqual([[image.plan, { confidence, unknownWords }, 0]]);
		},
	);

	test("says nothing where the model cannot tell", async () => {
		const { image, heard } = await draw(await makeFakeManifest(), 0);
		expect(image).not.toHaveProperty("confidence");
		expect(heard).toEqual([[image.plan, undefined, 0]]);
	});

	test("draws several things one by one, each once, where the prompt says so", async () => {
		const request = {
			prompt: "two cats left of a dog",
			size: { width: 64, height: 32 },
			seed: 2 ** 32 - 1,
		};
		const { image, fractions } = await draw(
			await makeFakeManifest(),
			0,
			request,
		);
		expect(image.plan.layers).toEqual([
			{
				prompt: "cat",
				seed: 2 ** 32 - 1,
				size: { width: 16, height: 16 },
				places: [
					{ x: 0, y: 8 },
					{ x: 16, y: 8 },
				],
				upscaleFactors: [],
			},
			{
				prompt: "dog",
				seed: 0,
				size: { width: 16, height: 16 },
				places: [{ x: 40, y: 8 }],
				upscaleFactors: [],
			},
		]);
		expect(image.plan.reasons).toEqual([
			'Drawn one by one: 2 × "cat", 1 × "dog".',
		]);
		const alphaAt = (x: number, y: number) =>
			image.image.pixels[4 * (64 * y + x) + 3];
		expect([8, 24, 48].map((x) => alphaAt(x, 16))).toEqual([255, 255, 255]);
		expect([alphaAt(36, 16), alphaAt(8, 2)]).toEqual([0, 0]);
		const stages = image.timings.map(({ stage }) => stage);
		expect(stages.filter((stage) => stage === "denoise")).toHaveLength(2);
		expect(stages.at(-1)).toBe("compose-layers");
		expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
		expect(fractions.at(-1)).toBe(1);
	});

	test("lays them on the colour that is asked for", async () => {
		const { image } = await draw(await makeFakeManifest(), 0, {
			prompt: "two cats",
			size: { width: 64, height: 32 },
			background: "#102030",
		});
		expect([...image.image.pixels.slice(0, 4)]).toEqual([16, 32, 48, 255]);
	});

	test.each([
		["told so", { layers: false }],
		["given a grid", { grid: { height: 4, width: 4 } }],
		["started from a picture", { init: true }],
		["asked for a background", { prompt: "two cats and a sky" }],
	])("draws at once when %s", async (_, changes: object) => {
		const size = { width: 16, height: 16 };
		const init = { ...size, pixels: new Uint8Array(1024).fill(255) };
		const { image } = await draw(
			{ ...(await makeFakeManifest()), backgroundWords: ["sky"] },
			0,
			{
				prompt: "two cats",
				size,
				...changes,
				...("init" in changes && { init }),
			},
		);
		expect(image.plan.layers).toBeUndefined();
	});

	test("a damaged list of words is an error that names it", async () => {
		await expect(draw(await makeModel(255), 7)).rejects.toMatchObject({
			code: "model/hash-mismatch",
			details: { file },
		});
	});
});
