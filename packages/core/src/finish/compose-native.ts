// First half of the output contract: makes a decoder's native picture clean before it is enlarged.
import { DeviceError, ModelError } from "../errors.js";
import type { Plan } from "../records.js";
import { assertShape, isFiniteTensor, type Tensor } from "../tensor/tensor.js";
import { paintOneColour, removeSpecks } from "./clean-object.js";
import { hideSeams, smoothFills } from "./smooth-fills.js";

// Transparent border of an object on the native picture, px, so that enlarging never touches the frame.
const frameWidth = 2;
// What becomes at least 1 of 255.
const visibleAlpha = 0.5 / 255;

/** Decoder alpha at or below `low` becomes 0 and at or above `high` 1, linear between. */
export interface AlphaLevels {
	readonly low: number;
	readonly high: number;
}

/**
 * Cleans the native picture: clamps it, sharpens its alpha, then frees an object from debris and keeps it off the frame, or
 * makes a background opaque; fills become smooth, or of one colour where the style has one.
 *
 * @param picture    [1, 4, h, w] premultiplied; unchanged
 * @param oneColour  the style paints in a single colour
 * @returns a new tensor of that shape, all values 0 to 1 and no colour above its alpha
 * @throws DeviceError `device/not-a-number`
 * @throws ModelError `model/blank-picture`
 * @throws InternalError `internal/shape-mismatch`
 */
export function composeNative(
	picture: Tensor,
	plan: Pick<Plan, "kind" | "grid" | "nativeSize">,
	alphaLevels: AlphaLevels,
	oneColour = false,
): Tensor {
	assertFinitePicture(picture);
	const levelled = applyAlphaLevels(picture, alphaLevels);
	const patch = plan.nativeSize.width / plan.grid.width;
	const smooth = (drawn: Tensor): Tensor =>
		smoothFills(hideSeams(drawn, patch));
	if (plan.kind === "background") return smooth(makeOpaque(levelled));
	const object = removeSpecks(fadeFrame(levelled));
	if (!hasVisiblePixel(object)) throw new ModelError("model/blank-picture");
	return oneColour ? paintOneColour(object) : smooth(object);
}

/**
 * Fails on NaN and infinity, before they can become a picture.
 *
 * @param picture  [1, 4, h, w]
 * @throws DeviceError `device/not-a-number`
 * @throws InternalError `internal/shape-mismatch`
 */
export function assertFinitePicture(picture: Tensor): void {
	assertShape(picture, [1, 4, "height", "width"]);
	if (!isFiniteTensor(picture)) throw new DeviceError("device/not-a-number");
}

/**
 * Stretches the alpha between two levels and keeps each pixel's colour.
 *
 * @param picture  [1, 4, h, w] premultiplied; unchanged
 */
export function applyAlphaLevels(
	picture: Tensor,
	{ low, high }: AlphaLevels,
): Tensor {
	const data = new Float32Array(picture.data.length);
	const plane = data.length / 4;
	const range = Math.max(high - low, 1e-6);
	for (let i = 0; i < plane; i++) {
		const before = picture.data[3 * plane + i];
		const alpha = clampUnit((before - low) / range);
		if (alpha === 0) continue;
		// Above `low`, so never zero.
		const scale = before > 0 ? alpha / before : 1;
		data[3 * plane + i] = alpha;
		for (let c = 0; c < 3; c++) {
			const colour = picture.data[c * plane + i] * scale;
			data[c * plane + i] = Math.min(clampUnit(colour), data[3 * plane + i]);
		}
	}
	return { shape: picture.shape, data };
}

/**
 * Empties the border of a picture, so that its corners and edges are transparent by construction.
 *
 * @param picture  [1, 4, h, w] premultiplied; unchanged
 */
export function fadeFrame(picture: Tensor): Tensor {
	const [, , height, width] = picture.shape;
	const data = picture.data.slice();
	const border = Math.min(frameWidth, (width - 1) >> 1, (height - 1) >> 1);
	for (let row = 0; row < 4 * height; row++) {
		const y = row % height;
		const start = row * width;
		if (y < border || y >= height - border) data.fill(0, start, start + width);
		else {
			data.fill(0, start, start + border);
			data.fill(0, start + width - border, start + width);
		}
	}
	return { shape: picture.shape, data };
}

/**
 * Fills what a full-bleed picture left transparent with the mean of its own colour.
 *
 * @param picture  [1, 4, h, w] premultiplied; unchanged
 */
export function makeOpaque(picture: Tensor): Tensor {
	const data = picture.data.slice();
	const plane = data.length / 4;
	const alpha = data.subarray(3 * plane);
	const total = sum(alpha);
	for (let c = 0; c < 3; c++) {
		const colour = data.subarray(c * plane, (c + 1) * plane);
		const mean = total > 0 ? sum(colour) / total : 0;
		for (let i = 0; i < plane; i++) {
			colour[i] = Math.min(1, colour[i] + (1 - alpha[i]) * mean);
		}
	}
	alpha.fill(1);
	return { shape: picture.shape, data };
}

function hasVisiblePixel(picture: Tensor): boolean {
	const alphas = picture.data.subarray(0.75 * picture.data.length);
	return alphas.some((alpha) => alpha >= visibleAlpha);
}

function sum(values: Float32Array): number {
	let total = 0;
	for (const value of values) total += value;
	return total;
}

function clampUnit(value: number): number {
	return value > 0 ? Math.min(value, 1) : 0;
}
