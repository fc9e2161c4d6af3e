// RGBA pixels to a file that carries what made it. The WebP and JPEG encoders are WebAssembly, compiled only when they
// are asked for, from bytes that the host hands in.
import {
	encodePng,
	type FinalRecord,
	markOrigin,
	type Recipe,
	type RgbaImage,
	writeFinalRecord,
	writeRecipe,
} from "@musa/core";
import { addXmpToJpeg, addXmpToWebp, makeXmp } from "./xmp.js";

/** A file format that Musa writes. */
export type WritableFormat = "png" | "webp" | "jpeg";

/** An encoder's binary. */
export type CodecFile = "webp_enc_simd.wasm" | "mozjpeg_enc.wasm";

/** Reads an encoder's binary from wherever the host keeps it. */
export type ReadCodec = (file: CodecFile) => Promise<Uint8Array>;

// High enough that flat colours and edges of icons stay clean.
const WEBP_QUALITY = 90;
const JPEG_QUALITY = 92;

/**
 * Encodes `image` with the mark of its origin, and with what made it inside where that is given. The same input gives the same bytes.
 *
 * @param image  straight alpha; for JPEG it must be opaque
 * @param quality  of WebP and JPEG, 1 to 100
 */
export async function encodeImage(
	image: RgbaImage,
	format: WritableFormat,
	made: Recipe | FinalRecord | undefined,
	readCodec: ReadCodec,
	quality?: number,
): Promise<Uint8Array> {
	if (format === "png") return encodeMarkedPng(image, made);
	const field = made && isFinal(made) ? "final" : "recipe";
	const xmp = makeXmp(made && JSON.stringify(made), field);
	const { width, height, pixels } = image;
	const picture = {
		width,
		height,
		data: new Uint8ClampedArray(pixels),
		colorSpace: "srgb" as const,
	};
	if (format === "webp") {
		const { default: encode, init } = await import("@jsquash/webp/encode.js");
		await init(
			await WebAssembly.compile(await readCodec("webp_enc_simd.wasm")),
		);
		const webp = new Uint8Array(
			await encode(picture, { quality: quality ?? WEBP_QUALITY }),
		);
		return addXmpToWebp(webp, xmp, image);
	}
	const { default: encode, init } = await import("@jsquash/jpeg/encode.js");
	await init(await WebAssembly.compile(await readCodec("mozjpeg_enc.wasm")));
	const jpeg = new Uint8Array(
		await encode(picture, { quality: quality ?? JPEG_QUALITY }),
	);
	return addXmpToJpeg(jpeg, xmp);
}

function encodeMarkedPng(
	image: RgbaImage,
	made: Recipe | FinalRecord | undefined,
): Uint8Array {
	const png = encodePng(image);
	if (made === undefined) return markOrigin(png);
	return isFinal(made) ? writeFinalRecord(png, made) : writeRecipe(png, made);
}

function isFinal(made: Recipe | FinalRecord): made is FinalRecord {
	return "payloadSha256" in made;
}
