// A picture from disk as pixels. The decoders are those of the installed packages.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { decodeImage, sniffImage } from "@musa/assets";
import { decodePng, type RgbaImage } from "@musa/core";
import { sizeOfHeader } from "@musa/finder/names";
import { readWhole } from "./recipe-file.js";
import { UsageError } from "./usage-error.js";

const CODEC_FOLDERS = {
	"webp_dec.wasm": "@jsquash/webp/codec/dec/",
	"mozjpeg_dec.wasm": "@jsquash/jpeg/codec/dec/",
} as const;

/**
 * Reads a PNG, WebP or JPEG; a photo stands as its camera says.
 *
 * @throws UsageError when the file can't be read, is damaged or is none of these
 * @throws ImageError `image/png-invalid`
 */
export async function readPicture(path: string): Promise<RgbaImage> {
	const file = await readWhole(path);
	const kind = sniffImage(file);
	if (kind === undefined)
		throw new UsageError(
			`"${path}" is no PNG, WebP or JPEG; choose another picture.`,
		);
	if (kind === "png") return decodePng(file);
	try {
		return await decodePicture(file);
	} catch (cause) {
		throw new UsageError(`"${path}" is damaged; choose another picture.`, {
			cause,
		});
	}
}

/**
 * The pixels of a PNG, WebP or JPEG file.
 *
 * @throws ImageError for a PNG, Error otherwise, when the file is damaged, too large or none of these
 */
export function decodePicture(file: Uint8Array): Promise<RgbaImage> {
	return decodeImage(file, { readCodec, readSize: sizeOfHeader });
}

async function readCodec(
	file: keyof typeof CODEC_FOLDERS,
): Promise<Uint8Array> {
	const address = import.meta.resolve(`${CODEC_FOLDERS[file]}${file}`);
	return new Uint8Array(await readFile(fileURLToPath(address)));
}
