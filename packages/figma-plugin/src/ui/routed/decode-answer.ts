import { decodePng, type RgbaImage } from "@musa/core";

const maxPixels = 64_000_000;

/**
 * Pixels of a PNG, JPEG or WebP file; the browser reads what core does not.
 *
 * @throws Error if nobody can read it, or it is too large
 */
export async function decodeAnswer(file: Uint8Array): Promise<RgbaImage> {
	try {
		return decodePng(file);
	} catch {
		// Not PNG, or a kind of PNG that only browsers read.
	}
	const bitmap = await createImageBitmap(new Blob([file.slice()]), {
		premultiplyAlpha: "none",
		colorSpaceConversion: "default",
	});
	const { width, height } = bitmap;
	if (width * height > maxPixels) throw new Error("the picture is too large");
	const canvas = new OffscreenCanvas(width, height);
	const context = canvas.getContext("2d");
	if (!context) throw new Error("this frame has no canvas");
	context.drawImage(bitmap, 0, 0);
	bitmap.close();
	const { data } = context.getImageData(0, 0, width, height);
	return { width, height, pixels: data };
}
