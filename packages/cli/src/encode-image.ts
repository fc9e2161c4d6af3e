import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { encodeImage as encode, type WritableFormat } from "@musa/assets";
import type { Recipe, RgbaImage } from "@musa/core";

const CODEC_FOLDERS = {
	"webp_enc_simd.wasm": "@jsquash/webp/codec/enc/",
	"mozjpeg_enc.wasm": "@jsquash/jpeg/codec/enc/",
} as const;

/** Encodes `image` with its recipe inside, with the encoders of the installed packages. */
export function encodeImage(
	image: RgbaImage,
	format: WritableFormat,
	recipe: Recipe,
): Promise<Uint8Array> {
	return encode(image, format, recipe, async (file) => {
		const address = import.meta.resolve(`${CODEC_FOLDERS[file]}${file}`);
		return new Uint8Array(await readFile(fileURLToPath(address)));
	});
}
