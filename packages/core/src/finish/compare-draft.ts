// How near a final picture is to its draft: colours and layout, for the report beside it.
import { resizeImage } from "../image/resize.js";
import type { RgbaImage } from "../image/rgba-image.js";

/** Distances of a final picture from its draft. */
export interface DraftComparison {
	/** Mean distance of the draft's main colours to the nearest main colours of the final picture, CIE76 in CIELAB. */
	readonly paletteDeltaE: number;
	/** -1..1: correlation of lightness and alpha on a grid of 16 by 16. */
	readonly layoutSimilarity: number;
}

const gridSize = { width: 16, height: 16 };
const mainColourCount = 6;

/** Compares pictures of any sizes. */
export function compareDraft(
	final: RgbaImage,
	draft: RgbaImage,
): DraftComparison {
	const [mine, theirs] = [listMainColours(draft), listMainColours(final)];
	let sum = 0;
	let weight = 0;
	for (const { lab, count } of mine) {
		const nearest = Math.min(
			...theirs.map((other) => distance(lab, other.lab)),
		);
		if (!Number.isFinite(nearest)) continue;
		sum += nearest * count;
		weight += count;
	}
	return {
		paletteDeltaE: weight === 0 ? 0 : sum / weight,
		layoutSimilarity: compareLayout(readGrid(draft), readGrid(final)),
	};
}

type Lab = readonly [number, number, number];

function listMainColours({
	pixels,
}: RgbaImage): readonly { lab: Lab; count: number }[] {
	const bins = new Map<number, number[]>();
	for (let i = 0; i < pixels.length; i += 4) {
		if (pixels[i + 3] < 128) continue;
		const [r, g, b] = [pixels[i], pixels[i + 1], pixels[i + 2]];
		const key = ((r >> 5) << 6) | ((g >> 5) << 3) | (b >> 5);
		const bin = bins.get(key) ?? [0, 0, 0, 0];
		bins.set(key, [bin[0] + r, bin[1] + g, bin[2] + b, bin[3] + 1]);
	}
	return [...bins.values()]
		.sort((a, b) => b[3] - a[3])
		.slice(0, mainColourCount)
		.map(([r, g, b, count]) => ({
			lab: toLab([r / count, g / count, b / count]),
			count,
		}));
}

/** CIELAB under D65 from sRGB of 0..255. */
function toLab(colour: readonly number[]): Lab {
	const [r, g, b] = colour.map((value) => {
		const x = value / 255;
		return x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4;
	});
	const f = (t: number): number =>
		t > 216 / 24389 ? Math.cbrt(t) : (24389 / 27) * (t / 116) + 16 / 116;
	const x = f((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047);
	const y = f(0.2126729 * r + 0.7151522 * g + 0.072175 * b);
	const z = f((0.0193339 * r + 0.119192 * g + 0.9503041 * b) / 1.08883);
	return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

function distance(a: Lab, b: Lab): number {
	return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

interface Grid {
	/** On white. */
	readonly lightness: readonly number[];
	readonly alpha: readonly number[];
}

function readGrid(image: RgbaImage): Grid {
	const { pixels } = resizeImage(image, gridSize);
	const lightness: number[] = [];
	const alpha: number[] = [];
	for (let i = 0; i < pixels.length; i += 4) {
		const cover = pixels[i + 3] / 255;
		const light =
			(0.2126 * pixels[i] + 0.7152 * pixels[i + 1] + 0.0722 * pixels[i + 2]) /
			255;
		lightness.push(1 - cover + cover * light);
		alpha.push(cover);
	}
	return { lightness, alpha };
}

/** Where alpha is the same everywhere, lightness speaks alone. */
function compareLayout(a: Grid, b: Grid): number {
	const light = correlate(a.lightness, b.lightness);
	const isFlat = [a, b].some(({ alpha }) =>
		alpha.every((value) => value === alpha[0]),
	);
	return isFlat ? light : (light + correlate(a.alpha, b.alpha)) / 2;
}

function correlate(a: readonly number[], b: readonly number[]): number {
	const mean = (list: readonly number[]): number =>
		list.reduce((total, value) => total + value, 0) / list.length;
	const [ma, mb] = [mean(a), mean(b)];
	let [ab, aa, bb] = [0, 0, 0];
	for (const [i, value] of a.entries()) {
		ab += (value - ma) * (b[i] - mb);
		aa += (value - ma) ** 2;
		bb += (b[i] - mb) ** 2;
	}
	return aa === 0 || bb === 0 ? 0 : ab / Math.sqrt(aa * bb);
}
