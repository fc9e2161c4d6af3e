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

async function draw(manifest: ModelManifest, stored: number) {
	const bytes = new Uint8Array(8).fill(stored);
	const { spawn, workers } = makeFakeSpawn();
	const engine = openEngine({
		spawn,
		weightStore: memoryWeightStore({
			[manifest.id]: { ...fakeFiles, [file]: bytes },
		}),
	});
	const heard: [Plan, Confidence | undefined, number][] = [];
	try {
		const image = await generateImage(
			new AbortController().signal,
			{ prompt: "a red quokka", size: { width: 8, height: 8 } },
			{
				registry: makeRegistry([manifest]),
				engine,
				onPlan: (plan, confidence) =>
					heard.push([plan, confidence, workers.length]),
			},
		);
		return { image, heard };
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

	test("a damaged list of words is an error that names it", async () => {
		await expect(draw(await makeModel(255), 7)).rejects.toMatchObject({
			code: "model/hash-mismatch",
			details: { file },
		});
	});
});
