// RGBA pixels to a file that carries its recipe. The WebP and JPEG encoders are
// WebAssembly, compiled from the installed package only when they are asked for.
import {
	encodePng,
	type Recipe,
	type RgbaImage,
	writeRecipe,
} from "@musa/core";
import { compile } from "./compile.js";
import type { ImageFormat } from "./image-format.js";
import { addXmpToJpeg, addXmpToWebp, makeXmp } from "./xmp.js";

// High enough that flat colours and edges of icons stay clean.
const WEBP_QUALITY = 90;
const JPEG_QUALITY = 92;

/**
 * Encodes `image` with its recipe inside. The same input gives the same bytes.
 *
 * @param image  straight alpha; for JPEG it must be opaque
 */
export async function encodeImage(
	image: RgbaImage,
	format: ImageFormat,
	recipe: Recipe,
): Promise<Uint8Array> {
	if (format === "png") return writeRecipe(encodePng(image), recipe);
	const xmp = makeXmp(JSON.stringify(recipe));
	const { width, height, pixels } = image;
	const picture = {
		width,
		height,
		data: new Uint8ClampedArray(pixels),
		colorSpace: "srgb" as const,
	};
	if (format === "webp") {
		const { default: encode, init } = await import("@jsquash/webp/encode.js");
		await init(await compile("@jsquash/webp/codec/enc/webp_enc_simd.wasm"));
		const webp = await encode(picture, { quality: WEBP_QUALITY });
		return addXmpToWebp(new Uint8Array(webp), xmp, image);
	}
	const { default: encode, init } = await import("@jsquash/jpeg/encode.js");
	await init(await compile("@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm"));
	const jpeg = await encode(picture, { quality: JPEG_QUALITY });
	return addXmpToJpeg(new Uint8Array(jpeg), xmp);
}
