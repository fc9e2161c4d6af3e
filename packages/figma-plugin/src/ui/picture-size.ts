import type { Size } from "../messages.js";

const maxSide = 4096;

/**
 * The size of the picture for a layer: the layer's times the scale, made smaller where Figma takes no more.
 *
 * @param limit  px of the longer side
 */
export function choosePictureSize(
	layer: Size,
	scale: number,
	limit: number = maxSide,
): Size {
	const longer = Math.max(layer.width, layer.height) * scale;
	const factor = longer > limit ? (scale * limit) / longer : scale;
	const fit = (side: number): number =>
		Math.min(maxSide, Math.max(1, Math.round(side * factor)));
	return { width: fit(layer.width), height: fit(layer.height) };
}
