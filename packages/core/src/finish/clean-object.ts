// What a small decoder leaves behind on pictures of objects, and designers would wipe away by hand.
import type { Tensor } from "../tensor/tensor.js";

// Share of the picture below which an island is debris. The dots of icon sets are nearly twice as large.
const speckShare = 0.004;
// Nobody asks for a tint this dark: what no channel has more of is black, which icons are where no colour is said.
const darkest = 0.27;
const black = 0.07;
// Alpha above which two pixels hang together.
const solidAlpha = 0.05;

/**
 * Empties small islands of pixels, never the largest one.
 *
 * @param picture  [1, 4, h, w] premultiplied; unchanged
 */
export function removeSpecks(picture: Tensor): Tensor {
	const [, , height, width] = picture.shape;
	const plane = height * width;
	const data = picture.data.slice();
	const alpha = data.subarray(3 * plane);
	const seen = new Uint8Array(plane);
	const islands: { readonly pixels: number[]; readonly area: number }[] = [];
	for (let start = 0; start < plane; start++) {
		if (seen[start] || alpha[start] <= solidAlpha) continue;
		islands.push(floodFill(start, alpha, seen, width));
	}
	const largest = Math.max(0, ...islands.map(({ area }) => area));
	for (const { pixels, area } of islands) {
		if (area >= speckShare * plane || area === largest) continue;
		for (const i of pixels) for (let c = 0; c < 4; c++) data[c * plane + i] = 0;
	}
	return { shape: picture.shape, data };
}

/**
 * Paints everything in the mean colour of what is most opaque, for styles of one colour; nearly black becomes black.
 *
 * @param picture  [1, 4, h, w] premultiplied; unchanged
 */
export function paintOneColour(picture: Tensor): Tensor {
	const mean = measureInk(picture);
	return paint(
		picture,
		Math.max(...mean) < darkest ? mean.map(() => black) : mean,
	);
}

/**
 * Takes away what enlarging did to the colour of a picture that has only one.
 *
 * @param picture  [1, 4, h, w] premultiplied; unchanged
 */
export function evenOneColour(picture: Tensor): Tensor {
	return paint(picture, measureInk(picture));
}

/** Red, green and blue, 0 to 1. */
function measureInk({ data }: Tensor): readonly number[] {
	const plane = data.length / 4;
	return [0, 1, 2].map((c) => {
		let total = 0;
		let weight = 0;
		for (let i = 0; i < plane; i++) {
			const alpha = data[3 * plane + i];
			// Edges count little: their colour is the least sure.
			total += data[c * plane + i] * alpha;
			weight += alpha * alpha;
		}
		return weight > 0 ? Math.min(1, total / weight) : 0;
	});
}

function paint(
	{ shape, data: before }: Tensor,
	ink: readonly number[],
): Tensor {
	const data = before.slice();
	const plane = data.length / 4;
	for (const [c, value] of ink.entries())
		for (let i = 0; i < plane; i++)
			data[c * plane + i] = value * data[3 * plane + i];
	return { shape, data };
}

/** The pixels that hang together with `start`, and the sum of their alpha; marks them as seen. */
function floodFill(
	start: number,
	alpha: Float32Array,
	seen: Uint8Array,
	width: number,
): { pixels: number[]; area: number } {
	const pixels = [start];
	let area = 0;
	seen[start] = 1;
	for (let next = 0; next < pixels.length; next++) {
		const i = pixels[next];
		area += alpha[i];
		const x = i % width;
		const left = x > 0 ? i - 1 : -1;
		const right = x < width - 1 ? i + 1 : -1;
		for (const j of [left, right, i - width, i + width]) {
			if (j < 0 || j >= alpha.length || seen[j]) continue;
			if (alpha[j] <= solidAlpha) continue;
			seen[j] = 1;
			pixels.push(j);
		}
	}
	return { pixels, area };
}
