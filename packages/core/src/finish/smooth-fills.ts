// What a small latent model leaves on fills that should be plain: patches that differ a little in tone, and mottle. Both are
// taken away on the native picture, where they cost little, and edges stay.
import type { Tensor } from "../tensor/tensor.js";

/** Steps in tone below half of it are a seam, above all of it an edge of the drawing; 0 to 1. */
const seamStep = 0.14;
/** px on either side over which a seam is spread. */
const seamReach = 12;
/** px on either side that tell its tone. */
const toneReach = 3;
/** px along the seam over which its step is averaged, on either side. */
const seamSmoothing = 2;
const solidAlpha = 0.98;

const smoothingPasses = 3;
/** How much of a pixel's neighbour goes on to it at most: an exponential of about 9 px; each pass takes less. */
const passOn = 0.85;
const passOnShrink = 0.6;
/** Distance of colours, Euclidean in RGBA, at which half of that goes on. */
const colourReach = 0.05;

/**
 * Spreads the step in tone between neighbouring patches, where it is too small to be an edge.
 *
 * @param picture  [1, 4, h, w] premultiplied, 0 to 1; unchanged
 * @param patch    px per side of a patch
 */
export function hideSeams(picture: Tensor, patch: number): Tensor {
	const [, , height, width] = picture.shape;
	const data = picture.data.slice();
	const plane = height * width;
	const reach = Math.min(seamReach, patch >> 1);
	if (patch < toneReach) return picture;
	for (let x = patch; x + patch <= width; x += patch)
		spreadSeam(data, plane, reach, {
			...{ at: x, step: 1, along: width, length: height },
		});
	for (let y = patch; y + patch <= height; y += patch)
		spreadSeam(data, plane, reach, {
			...{ at: y * width, step: width, along: 1, length: width },
		});
	return { shape: picture.shape, data };
}

interface Seam {
	/** First pixel after the seam. */
	readonly at: number;
	/** From a pixel to the next one across the seam. */
	readonly step: number;
	/** From a pixel to the next one along the seam. */
	readonly along: number;
	readonly length: number;
}

function spreadSeam(
	data: Float32Array,
	plane: number,
	reach: number,
	{ at, step, along, length }: Seam,
): void {
	const steps = new Float32Array(3 * length);
	const weights = new Float32Array(length);
	const toneBeside = (start: number, direction: number): number => {
		let sum = 0;
		for (let i = 0; i < toneReach; i++) sum += data[start + i * direction];
		return sum / toneReach;
	};
	for (let k = 0; k < length; k++) {
		const after = at + k * along;
		const before = after - step;
		const isSolid =
			toneBeside(3 * plane + before, -step) > solidAlpha &&
			toneBeside(3 * plane + after, step) > solidAlpha;
		if (!isSolid) continue;
		let largest = 0;
		for (let c = 0; c < 3; c++) {
			const difference =
				toneBeside(c * plane + after, step) -
				toneBeside(c * plane + before, -step);
			steps[c * length + k] = difference;
			largest = Math.max(largest, Math.abs(difference));
		}
		weights[k] = Math.min(1, Math.max(0, 2 - largest / (seamStep / 2)));
	}
	for (let k = 0; k < length; k++) {
		if (weights[k] === 0) continue;
		for (let c = 0; c < 3; c++) {
			let sum = 0;
			for (let j = -seamSmoothing; j <= seamSmoothing; j++) {
				const near = Math.min(length - 1, Math.max(0, k + j));
				sum += weights[near] * steps[c * length + near];
			}
			const mean = sum / (2 * seamSmoothing + 1);
			for (let i = 0; i < reach; i++) {
				const shift = mean * 0.5 * (1 - (i + 0.5) / reach);
				const after = at + k * along + i * step;
				const before = at + k * along - (i + 1) * step;
				addColour(data, plane, c, after, -shift);
				addColour(data, plane, c, before, shift);
			}
		}
	}
}

/** Shifts a colour as far as the pixel is opaque. */
function addColour(
	data: Float32Array,
	plane: number,
	channel: number,
	pixel: number,
	shift: number,
): void {
	const alpha = data[3 * plane + pixel];
	const at = channel * plane + pixel;
	data[at] = Math.min(alpha, Math.max(0, data[at] + alpha * shift));
}

/**
 * Lets colours run into each other along rows and columns until an edge stops them; alpha stays. It is the recursive
 * edge-aware filter of Gastal and Oliveira (Domain Transform, 2011), with a rational weight, which every machine computes
 * alike.
 *
 * @param picture  [1, 4, h, w] premultiplied, 0 to 1; unchanged
 */
export function smoothFills(picture: Tensor): Tensor {
	const [, , height, width] = picture.shape;
	const data = picture.data.slice();
	const plane = height * width;
	const across = measureCloseness(picture.data, plane, 1);
	// The last of a row is no neighbour of the first of the next.
	for (let i = width - 1; i < plane; i += width) across[i] = 0;
	const down = measureCloseness(picture.data, plane, width);
	let share = passOn;
	for (let pass = 0; pass < smoothingPasses; pass++) {
		runBothWays(data, across, 1, share);
		runBothWays(data, down, width, share);
		share *= passOnShrink;
	}
	const alpha = data.subarray(3 * plane);
	for (let at = 0; at < 3 * plane; at += plane)
		for (let i = 0; i < plane; i++)
			if (data[at + i] > alpha[i]) data[at + i] = alpha[i];
	return { shape: picture.shape, data };
}

/** Of every pixel and the one `step` after it: 1 where they are alike, 0 at an edge. */
function measureCloseness(
	data: Float32Array,
	plane: number,
	step: number,
): Float32Array {
	const closeness = new Float32Array(plane);
	const falloff = 1 / colourReach ** 2;
	for (let i = 0; i + step < plane; i++) {
		const red = data[i + step] - data[i];
		const green = data[plane + i + step] - data[plane + i];
		const blue = data[2 * plane + i + step] - data[2 * plane + i];
		const alpha = data[3 * plane + i + step] - data[3 * plane + i];
		const distance =
			falloff * (red * red + green * green + blue * blue + alpha * alpha);
		closeness[i] = 1 / (1 + distance * distance);
	}
	return closeness;
}

/** Every pixel takes of the one `step` before it, then of the one after it. */
function runBothWays(
	data: Float32Array,
	closeness: Float32Array,
	step: number,
	share: number,
): void {
	const plane = closeness.length;
	for (let i = step; i < plane; i++) {
		const weight = share * closeness[i - step];
		if (weight === 0) continue;
		for (let at = i; at < 3 * plane; at += plane)
			data[at] += weight * (data[at - step] - data[at]);
	}
	for (let i = plane - step - 1; i >= 0; i--) {
		const weight = share * closeness[i];
		if (weight === 0) continue;
		for (let at = i; at < 3 * plane; at += plane)
			data[at] += weight * (data[at + step] - data[at]);
	}
}
