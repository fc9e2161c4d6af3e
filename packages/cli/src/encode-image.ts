import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { encodeImage as encode, type WritableFormat } from "@musa/assets";
import type { Recipe, RgbaImage } from "@musa/core";
import { UsageError } from "./usage-error.js";

const CODEC_FOLDERS = {
	"webp_enc_simd.wasm": "@jsquash/webp/codec/enc/",
	"mozjpeg_enc.wasm": "@jsquash/jpeg/codec/enc/",
} as const;
// What is tried one after the other when a file may not have more than so many bytes; the first is the usual one.
const QUALITIES = [undefined, 80, 65, 50, 35, 20];

/**
 * Encodes `image` with its recipe inside, with the encoders of the installed packages.
 *
 * @param maxBytes  the most bytes; WebP and JPEG give up quality for it
 * @throws UsageError when no quality fits
 */
export async function encodeImage(
	image: RgbaImage,
	format: WritableFormat,
	recipe: Recipe,
	maxBytes = Number.POSITIVE_INFINITY,
): Promise<Uint8Array> {
	let bytes = 0;
	for (const quality of format === "png" ? [undefined] : QUALITIES) {
		const file = await encode(image, format, recipe, readCodec, quality);
		if (file.length <= maxBytes) return file;
		bytes = file.length;
	}
	throw new UsageError(
		`The picture needs ${bytes} bytes and may have ${maxBytes}; allow more, or ask for a smaller one or another format.`,
	);
}

async function readCodec(
	file: keyof typeof CODEC_FOLDERS,
): Promise<Uint8Array> {
	const address = import.meta.resolve(`${CODEC_FOLDERS[file]}${file}`);
	return new Uint8Array(await readFile(fileURLToPath(address)));
}
