// Paints a thing in the colour that was asked for: what has its main hue takes the colour, with its light and shade; what has
// another one, as windows, wheels and eyes have, stays.
import {
	deltaE,
	fromOklab,
	type Oklab,
	parseHexColour,
	type Rgb,
	toOklab,
} from "../palette/oklab.js";
import type { Tensor } from "../tensor/tensor.js";

/** Chroma below which a pixel has no hue, and above which its hue counts fully towards the main one. */
const greyChroma = 0.02;
const vividChroma = 0.12;
/** Chroma above which a pixel takes the colour fully. */
const surelyColoured = 0.07;
/** Share of the thing that has to have a hue; below it what is grey or white of the thing is painted. */
const leastColoured = 0.2;
/** Lightness below which a pixel is an outline or a tyre, and says little of the main hue, and above which it says all. */
const darkest = 0.2;
const lightEnough = 0.45;
/** Light blues between these hues, in degrees, are window panes more often than not, and count as little as that. */
const paneHues = [195, 245] as const;
const paneLightness = 0.72;
const paneWeight = 0.4;
/** Degrees from the main hue up to which a pixel takes the colour fully, and from which on it stays. */
const sameHue = 38;
const otherHue = 58;
/** How much of its light and shade stays. */
const shading = 0.65;
/** ΔE at which the thing has the colour already. */
const alike = 8;
const binCount = 72;
/** Bins on either side that count towards a hue. */
const binReach = 5;
const binWidth = 360 / binCount;
const solidAlpha = 0.5;

/**
 * Paints the main hue of a thing.
 *
 * @param picture  [1, 4, h, w] premultiplied, 0 to 1; unchanged
 * @param tint     `#rrggbb`; anything else paints nothing
 */
export function tintObject(picture: Tensor, tint: string): Tensor {
	const rgb = parseHexColour(tint);
	if (!rgb) return picture;
	const { swatches, places } = readSwatches(picture.data);
	choosePainted(swatches);
	const mean = measureMean(swatches);
	const target = toOklab(rgb);
	if (!mean || deltaE(mean.colour, target) < alike) return picture;
	const painted = swatches.map((swatch) => paint(swatch, mean, target));
	const data = picture.data.slice();
	const plane = data.length / 4;
	for (let at = 0; at < plane; at++) {
		const colour = painted[places[at]];
		if (colour === undefined) continue;
		const scale = data[3 * plane + at] / 255;
		data[at] = colour[0] * scale;
		data[plane + at] = colour[1] * scale;
		data[2 * plane + at] = colour[2] * scale;
	}
	return { shape: picture.shape, data };
}

/** A colour of the picture, as fine as anyone sees; a picture has far fewer of them than pixels. */
interface Swatch {
	readonly colour: Oklab;
	readonly chroma: number;
	/** Degrees, 0 to 360. */
	readonly hue: number;
	/** Sum of the alpha of its pixels. */
	area: number;
	/** How many of them are solid. */
	solid: number;
	/** How far it takes the colour, 0 to 1. */
	share: number;
}

interface Swatches {
	readonly swatches: readonly Swatch[];
	/** Of each pixel its swatch; -1 where nothing can be seen. */
	readonly places: Int32Array;
}

function readSwatches(data: Float32Array): Swatches {
	const plane = data.length / 4;
	const swatches: Swatch[] = [];
	const known = new Map<number, number>();
	const places = new Int32Array(plane).fill(-1);
	for (let at = 0; at < plane; at++) {
		const alpha = data[3 * plane + at];
		if (alpha === 0) continue;
		const scale = 255 / alpha;
		const red = toByte(data[at] * scale);
		const green = toByte(data[plane + at] * scale);
		const blue = toByte(data[2 * plane + at] * scale);
		const key = ((red >> 1) << 14) | ((green >> 1) << 7) | (blue >> 1);
		let place = known.get(key);
		if (place === undefined) {
			place = swatches.length;
			known.set(key, place);
			const colour = toOklab([red, green, blue]);
			const [, a, b] = colour;
			swatches.push({
				colour,
				chroma: Math.sqrt(a * a + b * b),
				hue: ((Math.atan2(b, a) * 180) / Math.PI + 360) % 360,
				...{ area: 0, solid: 0, share: 1 },
			});
		}
		const swatch = swatches[place];
		swatch.area += alpha;
		if (alpha >= solidAlpha) swatch.solid++;
		places[at] = place;
	}
	return { swatches, places };
}

function choosePainted(swatches: readonly Swatch[]): void {
	const bins = new Float32Array(binCount);
	let all = 0;
	let coloured = 0;
	for (const { solid, colour, chroma, hue } of swatches) {
		const weight = solid * ramp(chroma, greyChroma, vividChroma);
		coloured += weight;
		all += solid;
		const isPane =
			colour[0] > paneLightness && hue > paneHues[0] && hue < paneHues[1];
		bins[Math.floor(hue / binWidth) % binCount] +=
			weight *
			ramp(colour[0], darkest, lightEnough) *
			(isPane ? paneWeight : 1);
	}
	const isGrey = coloured <= leastColoured * all;
	const main = findPeak(bins);
	for (const swatch of swatches) {
		const { chroma, hue } = swatch;
		const turn = Math.abs(((hue - main + 540) % 360) - 180);
		swatch.share = isGrey
			? 1 - ramp(chroma, surelyColoured, vividChroma)
			: ramp(chroma, greyChroma, surelyColoured) *
				(1 - ramp(turn, sameHue, otherHue));
	}
}

/** What a swatch becomes; nothing where it stays. */
function paint(
	{ colour, chroma, share }: Swatch,
	mean: Mean,
	target: Oklab,
): Rgb | undefined {
	if (share === 0) return undefined;
	const [lightness, a, b] = colour;
	const strength =
		mean.chroma > greyChroma ? clamp(chroma / mean.chroma, 0.5, 1.5) : 1;
	const painted = clamp(
		target[0] + shading * (lightness - mean.colour[0]),
		0,
		1,
	);
	return fromOklab([
		lightness + share * (painted - lightness),
		a + share * (target[1] * strength - a),
		b + share * (target[2] * strength - b),
	]);
}

/** The hue, in degrees, around which most lies. */
function findPeak(bins: Float32Array): number {
	let peak = 0;
	let most = -1;
	for (let bin = 0; bin < binCount; bin++) {
		let sum = 0;
		for (let d = -binReach; d <= binReach; d++)
			sum +=
				bins[(bin + d + binCount) % binCount] *
				(1 - Math.abs(d) / (binReach + 1));
		if (sum <= most) continue;
		most = sum;
		peak = bin;
	}
	return (peak + 0.5) * binWidth;
}

interface Mean {
	readonly colour: Oklab;
	readonly chroma: number;
}

/** Of what is painted. */
function measureMean(swatches: readonly Swatch[]): Mean | undefined {
	const sum = [0, 0, 0];
	let strength = 0;
	let total = 0;
	for (const { area, colour, chroma, share } of swatches) {
		const weight = share * area;
		total += weight;
		strength += weight * chroma;
		for (let axis = 0; axis < 3; axis++) sum[axis] += weight * colour[axis];
	}
	if (total === 0) return undefined;
	return {
		colour: [sum[0] / total, sum[1] / total, sum[2] / total],
		chroma: strength / total,
	};
}

const toByte = (value: number): number => Math.min(255, Math.round(value));
const clamp = (value: number, low: number, high: number): number =>
	Math.min(high, Math.max(low, value));
/** 0 up to `low`, 1 from `high` on, linear between. */
const ramp = (value: number, low: number, high: number): number =>
	clamp((value - low) / (high - low), 0, 1);
