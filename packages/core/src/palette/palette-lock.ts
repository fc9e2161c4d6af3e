// Holds a picture to given colours: each of its own colours is replaced by one of the palette's, and edges stay smooth.
import type { RgbaImage } from "../image/rgba-image.js";
import { findColours, indexOfNearest, sampleColours } from "./find-colours.js";
import { deltaE, fromOklab, type Oklab, type Rgb, toOklab } from "./oklab.js";

/** Which colours become which. */
export interface PaletteLock {
	/** The picture's colours and, at the same place, what becomes of them. */
	readonly from: readonly Oklab[];
	readonly to: readonly Oklab[];
}

/** How close a picture is to a palette, in ΔE OK times 100. */
export interface PaletteDistance {
	readonly mean: number;
	/** 95 of 100 pixels are at most this far. */
	readonly p95: number;
}

const maxColourCount = 8;
// ΔE over which a pixel between two colours becomes a mix of what they become.
const softness = 4;

/**
 * Decides which of the picture's colours becomes which of the palette's.
 *
 * @param palette  at least one colour
 */
export function planPaletteLock(
	image: RgbaImage,
	palette: readonly Rgb[],
): PaletteLock {
	const targets = palette.map(toOklab);
	const found = findColours(
		image,
		Math.min(maxColourCount, Math.max(2, targets.length)),
	);
	const from = found.map(({ colour }) => colour);
	return { from, to: pairColours(from, targets) };
}

/**
 * Pairs the closest colours first. Two colours fall on one target only if what that costs in contrast between them
 * is less than what the next target is farther: drawing is contrast, and two shades of one colour should stay that.
 */
function pairColours(
	from: readonly Oklab[],
	targets: readonly Oklab[],
): readonly Oklab[] {
	const chosen = new Map<number, number>();
	const costOf = (index: number, target: number): number => {
		let lost = 0;
		for (const [other, taken] of chosen) {
			if (taken === target)
				lost = Math.max(lost, deltaE(from[index], from[other]) / 2);
		}
		return deltaE(from[index], targets[target]) + lost;
	};
	while (chosen.size < from.length) {
		let best = { index: 0, target: 0, cost: Number.POSITIVE_INFINITY };
		for (let index = 0; index < from.length; index++) {
			if (chosen.has(index)) continue;
			for (let target = 0; target < targets.length; target++) {
				const cost = costOf(index, target);
				if (cost < best.cost) best = { index, target, cost };
			}
		}
		chosen.set(best.index, best.target);
	}
	return from.map((_, index) => targets[chosen.get(index) ?? 0]);
}

/** Changes pixels in place. */
export type ChangePixels = (pixels: Uint8Array | Uint8ClampedArray) => void;

/** Makes the function that applies a lock to a picture or to rows of it; alpha stays as it is. */
export function makePaletteLock({ from, to }: PaletteLock): ChangePixels {
	return makeColourChange((colour) => {
		const mixed = [0, 0, 0];
		let sum = 0;
		const nearest = deltaE(colour, from[indexOfNearest(colour, from)]);
		for (let i = 0; i < from.length; i++) {
			const distance = deltaE(colour, from[i]) - nearest;
			const weight = Math.exp(-((distance / softness) ** 2));
			sum += weight;
			for (let axis = 0; axis < 3; axis++) mixed[axis] += weight * to[i][axis];
		}
		return [mixed[0] / sum, mixed[1] / sum, mixed[2] / sum];
	});
}

/**
 * Makes the function that turns the hue of a picture or of rows of it; lightness and alpha stay.
 *
 * @param degrees  counted from red towards yellow
 */
export function makeHueTurn(degrees: number): ChangePixels {
	const radians = (degrees * Math.PI) / 180;
	const [cosine, sine] = [Math.cos(radians), Math.sin(radians)];
	return makeColourChange(([lightness, a, b]) => [
		lightness,
		a * cosine - b * sine,
		a * sine + b * cosine,
	]);
}

/** Measures how far the opaque part of a picture is from a palette. */
export function measurePalette(
	image: RgbaImage,
	palette: readonly Rgb[],
): PaletteDistance {
	const targets = palette.map(toOklab);
	const distances = sampleColours(image)
		.map((colour) => deltaE(colour, targets[indexOfNearest(colour, targets)]))
		.sort((first, second) => first - second);
	const sum = distances.reduce((total, distance) => total + distance, 0);
	const last = Math.max(0, Math.ceil(0.95 * distances.length) - 1);
	return { mean: sum / (distances.length || 1), p95: distances[last] ?? 0 };
}

/** Pictures have few colours: each is worked out once. */
function makeColourChange(change: (colour: Oklab) => Oklab): ChangePixels {
	const known = new Map<number, Rgb>();
	return (pixels) => {
		let lastKey = -1;
		let last: Rgb = [0, 0, 0];
		for (let at = 0; at < pixels.length; at += 4) {
			if (pixels[at + 3] === 0) continue;
			const key = (pixels[at] << 16) | (pixels[at + 1] << 8) | pixels[at + 2];
			if (key !== lastKey) {
				let changed = known.get(key);
				if (!changed) {
					const rgb: Rgb = [pixels[at], pixels[at + 1], pixels[at + 2]];
					changed = fromOklab(change(toOklab(rgb)));
					known.set(key, changed);
				}
				lastKey = key;
				last = changed;
			}
			pixels[at] = last[0];
			pixels[at + 1] = last[1];
			pixels[at + 2] = last[2];
		}
	};
}
