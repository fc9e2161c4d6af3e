// The few colours that a picture is made of: k-means in OKLab on a sample, the same for the same picture.
import type { RgbaImage } from "../image/rgba-image.js";
import { deltaE, type Oklab, toOklab } from "./oklab.js";

/** One of a picture's colours. */
export interface FoundColour {
	readonly colour: Oklab;
	/** Share of the picture's opaque area, 0 to 1. */
	readonly share: number;
}

const sampleCount = 4096;
const roundCount = 8;
// Closer colours are shades of one.
const leastDistance = 12;

/**
 * Finds up to `count` colours that are clearly apart, the most frequent first.
 *
 * @param image  transparent pixels count for nothing
 */
export function findColours(
	image: RgbaImage,
	count: number,
): readonly FoundColour[] {
	const samples = sampleColours(image);
	if (samples.length === 0) return [];
	let centres = spreadCentres(samples, count);
	let sizes: number[] = [];
	for (let round = 0; round < roundCount; round++) {
		const sums = centres.map(() => [0, 0, 0] as [number, number, number]);
		sizes = centres.map(() => 0);
		for (const sample of samples) {
			const nearest = indexOfNearest(sample, centres);
			const sum = sums[nearest];
			for (let axis = 0; axis < 3; axis++) sum[axis] += sample[axis];
			sizes[nearest]++;
		}
		centres = sums.map(([lightness, a, b], i) =>
			sizes[i] === 0
				? centres[i]
				: [lightness / sizes[i], a / sizes[i], b / sizes[i]],
		);
	}
	return centres
		.map((colour, i) => ({ colour, share: sizes[i] / samples.length }))
		.sort((first, second) => second.share - first.share);
}

/** Index of the colour nearest to `colour`. */
export function indexOfNearest(
	colour: Oklab,
	colours: readonly Oklab[],
): number {
	let best = 0;
	let least = Number.POSITIVE_INFINITY;
	for (let i = 0; i < colours.length; i++) {
		const distance = deltaE(colour, colours[i]);
		if (distance < least) {
			least = distance;
			best = i;
		}
	}
	return best;
}

/** Colours of evenly spread pixels that are mostly opaque. */
export function sampleColours({ pixels }: RgbaImage): readonly Oklab[] {
	// An odd stride does not fall into step with the rows.
	const stride = Math.max(1, Math.floor(pixels.length / 4 / sampleCount)) | 1;
	const samples: Oklab[] = [];
	for (let at = 0; at < pixels.length; at += 4 * stride) {
		if (pixels[at + 3] < 128) continue;
		samples.push(toOklab([pixels[at], pixels[at + 1], pixels[at + 2]]));
	}
	return samples;
}

/** Starts with the first sample and goes on with the one farthest from all chosen, which needs no chance. */
function spreadCentres(samples: readonly Oklab[], count: number): Oklab[] {
	const centres = [samples[0]];
	while (centres.length < count) {
		let farthest = samples[0];
		let most = leastDistance;
		for (const sample of samples) {
			const distance = deltaE(sample, centres[indexOfNearest(sample, centres)]);
			if (distance > most) {
				most = distance;
				farthest = sample;
			}
		}
		if (most === leastDistance) break;
		centres.push(farthest);
	}
	return centres;
}
