import { type RgbaImage, resizeImage } from "@musa/core";

/**
 * The image, made smaller if it is larger.
 *
 * @param side  px of the longer side, at most
 */
export function shrinkImage(image: RgbaImage, side: number): RgbaImage {
	const factor = side / Math.max(image.width, image.height);
	if (factor >= 1) return image;
	return resizeImage(image, {
		width: Math.max(1, Math.round(image.width * factor)),
		height: Math.max(1, Math.round(image.height * factor)),
	});
}
