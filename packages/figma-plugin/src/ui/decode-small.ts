import type { RgbaImage } from "@musa/core";

/**
 * Pixels of a picture file that any browser reads, made smaller if it is larger.
 *
 * @param maxSide  px of the longer side
 * @throws Error when it cannot be read
 */
export async function decodeSmall(
	file: Uint8Array,
	maxSide: number,
): Promise<RgbaImage> {
	const bitmap = await createImageBitmap(new Blob([file.slice()]));
	const scale = Math.min(1, maxSide / Math.max(bitmap.width, bitmap.height));
	const width = Math.max(1, Math.round(scale * bitmap.width));
	const height = Math.max(1, Math.round(scale * bitmap.height));
	const context = new OffscreenCanvas(width, height).getContext("2d");
	if (!context) throw new Error("no canvas");
	context.imageSmoothingQuality = "high";
	context.drawImage(bitmap, 0, 0, width, height);
	bitmap.close();
	const { data } = context.getImageData(0, 0, width, height);
	return { width, height, pixels: data };
}
