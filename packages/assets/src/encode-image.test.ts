import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { FinalRecord, Recipe } from "@musa/core";
import { expect, test } from "vitest";
import { type CodecFile, encodeImage } from "./encode-image.js";
import { readImageFinal, readImageRecipe } from "./read-image-recipe.js";

const FOLDERS = {
	"webp_enc_simd.wasm": "@jsquash/webp/codec/enc/",
	"mozjpeg_enc.wasm": "@jsquash/jpeg/codec/enc/",
} as const;
const readCodec = async (file: CodecFile): Promise<Uint8Array> =>
	readFile(fileURLToPath(import.meta.resolve(`${FOLDERS[file]}${file}`)));
const image = {
	width: 12,
	height: 8,
	pixels: new Uint8ClampedArray(4 * 12 * 8).fill(255),
};
const hash = "0123456789abcdef".repeat(4);
const recipe: Recipe = {
	modelId: "musa-xxs",
	modelVersion: "1.0.0",
	modelSha256: hash,
	seed: 7,
	stepCount: 4,
	guidanceScale: 2,
	scheduler: "euler",
	style: "flat",
	kind: "object",
	size: { width: 12, height: 8 },
	background: "#ffffff",
	device: "wasm",
	coreVersion: "0.1.0",
	promptSha256: hash,
};
const final: FinalRecord = {
	providerId: "openai",
	modelId: 'a "model" & <more>',
	payloadSha256: hash,
	promptSha256: hash,
	coreVersion: "0.1.0",
	alphaSource: "answer",
	paletteDeltaE: 3.5,
	layoutSimilarity: 0.75,
	draft: recipe,
};

test.each(["png", "webp", "jpeg"] as const)(
	"a %s carries the recipe it was drawn with, or the record of a bigger model's picture, or neither",
	async (format) => {
		const encode = (made: Recipe | FinalRecord | undefined) =>
			encodeImage(image, format, made, readCodec);
		const drawn = await encode(recipe);
		expect(readImageRecipe(drawn)).toEqual(recipe);
		expect(readImageFinal(drawn)).toBeUndefined();
		const sent = await encode(final);
		expect(readImageFinal(sent)).toEqual(final);
		expect(readImageRecipe(sent)).toBeUndefined();
		const plain = await encode(undefined);
		expect(readImageFinal(plain)).toBeUndefined();
		expect(readImageRecipe(plain)).toBeUndefined();
		for (const bytes of [drawn, sent, plain])
			expect(new TextDecoder("latin1").decode(bytes)).toContain(
				"trainedAlgorithmicMedia",
			);
	},
);
