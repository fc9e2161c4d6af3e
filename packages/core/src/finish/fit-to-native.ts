// The way in for a user's picture: onto the native canvas, so that drawing on it and finishing bring it back to its place.
import { resampleRows, type SourceRegion } from "../image/resample.js";
import { makeImageSource } from "../image/resize.js";
import type { RgbaImage } from "../image/rgba-image.js";
import type { ImageSize, Plan } from "../records.js";
import { makeTensor, type Tensor } from "../tensor/tensor.js";
import { makeOpaque } from "./compose-native.js";
import { placeInTarget } from "./fit-to-target.js";

/**
 * Scales a picture to the native canvas: whole inside it, or cut to cover it and opaque, as the plan's kind of picture wants.
 *
 * @param image  any size; unchanged
 * @returns [1, 4, h, w] of `plan.nativeSize`, premultiplied, 0 to 1
 */
export function fitToNative(
	image: RgbaImage,
	plan: Pick<Plan, "kind" | "fit" | "nativeSize">,
): Tensor {
	const { width, height } = plan.nativeSize;
	const { region, size, left, top } = placeOnCanvas(image, plan);
	const data = new Float32Array(4 * width * height);
	const plane = width * height;
	resampleRows(makeImageSource(image), region, size, (y, row) => {
		for (let x = 0, at = (top + y) * width + left; x < size.width; x++, at++) {
			// The kernel's negative lobe may leave the range.
			const alpha = clamp(row[4 * x + 3], 1);
			for (let c = 0; c < 3; c++)
				data[c * plane + at] = clamp(row[4 * x + c], alpha);
			data[3 * plane + at] = alpha;
		}
	});
	const picture = makeTensor([1, 4, height, width], data);
	return plan.kind === "background" ? makeOpaque(picture) : picture;
}

function placeOnCanvas(
	image: RgbaImage,
	{ fit, nativeSize }: Pick<Plan, "fit" | "nativeSize">,
): ReturnType<typeof placeInTarget> {
	if (fit === "contain") {
		// What Musa drew lies within the canvas' own place in the picture, and goes back there at its size.
		const { size, left, top } = placeInTarget(nativeSize, image, fit);
		const region = { x: left, y: top, ...size };
		if (isEmptyAround(image, region))
			return { region, size: nativeSize, left: 0, top: 0 };
	}
	return placeInTarget(image, nativeSize, fit);
}

function isEmptyAround(
	{ width, height, pixels }: RgbaImage,
	{ x: left, y: top, ...inner }: SourceRegion & ImageSize,
): boolean {
	for (let y = 0; y < height; y++) {
		const isAcross = y >= top && y < top + inner.height;
		for (let x = 0; x < width; x++) {
			if (isAcross && x === left) x += inner.width;
			if (x < width && pixels[4 * (y * width + x) + 3] > 0) return false;
		}
	}
	return true;
}

function clamp(value: number, high: number): number {
	return value > 0 ? Math.min(value, high) : 0;
}
