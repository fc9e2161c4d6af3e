// The one resampler: separable, premultiplied, row by row, so that a 4096 px picture needs a few rows of scratch.
// Kernel: Catmull–Rom (Mitchell & Netravali 1988, B = 0, C = 1/2), widened when shrinking so that it averages.
// Its single negative lobe leaves no ghost of an edge in the transparent part, which Lanczos would.

/** Where rows come from: premultiplied RGBA per pixel, 0 to 1. */
export interface RowSource {
	readonly width: number;
	readonly height: number;
	/** Writes row `y` into `row`, 4 * width numbers. */
	readRow(y: number, row: Float32Array): void;
}

/** A part of a source in px; may have fractions. */
export interface SourceRegion {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
}

/** Taps of one axis: output i sums weights[i * tapCount + k] * input[starts[i] + k]. */
interface Taps {
	readonly tapCount: number;
	readonly starts: Int32Array;
	readonly weights: Float32Array;
}

/**
 * Scales a region of the source to an exact size and hands on each finished row from the top.
 *
 * @param source    read once per row, from the top
 * @param region    inside the source
 * @param size      px of the result
 * @param writeRow  gets premultiplied RGBA, 4 * size.width numbers, not clamped; the array is reused
 */
export function resampleRows(
	source: RowSource,
	region: SourceRegion,
	size: { readonly width: number; readonly height: number },
	writeRow: (y: number, row: Float32Array) => void,
): void {
	const across = makeTaps(source.width, region.x, region.width, size.width);
	const down = makeTaps(source.height, region.y, region.height, size.height);
	const rowLength = 4 * size.width;
	const sourceRow = new Float32Array(4 * source.width);
	// A ring of rows that are already scaled across: just those the vertical kernel can reach.
	const ring = Array.from(
		{ length: down.tapCount },
		() => new Float32Array(rowLength),
	);
	const result = new Float32Array(rowLength);
	let next = down.starts[0];
	for (let y = 0; y < size.height; y++) {
		const start = down.starts[y];
		for (next = Math.max(next, start); next < start + down.tapCount; next++) {
			source.readRow(next, sourceRow);
			scaleAcross(sourceRow, across, size.width, ring[next % ring.length]);
		}
		result.fill(0);
		for (let k = 0; k < down.tapCount; k++) {
			const weight = down.weights[y * down.tapCount + k];
			if (weight === 0) continue;
			const row = ring[(start + k) % ring.length];
			for (let i = 0; i < rowLength; i++) result[i] += weight * row[i];
		}
		writeRow(y, result);
	}
}

function scaleAcross(
	input: Float32Array,
	{ tapCount, starts, weights }: Taps,
	width: number,
	output: Float32Array,
): void {
	for (let x = 0; x < width; x++) {
		let red = 0;
		let green = 0;
		let blue = 0;
		let alpha = 0;
		let i = 4 * starts[x];
		for (let k = x * tapCount; k < (x + 1) * tapCount; k++, i += 4) {
			const weight = weights[k];
			red += weight * input[i];
			green += weight * input[i + 1];
			blue += weight * input[i + 2];
			alpha += weight * input[i + 3];
		}
		output[4 * x] = red;
		output[4 * x + 1] = green;
		output[4 * x + 2] = blue;
		output[4 * x + 3] = alpha;
	}
}

/**
 * Weights for one axis. Taps beyond the border fall on the border's pixel, so nothing outside is ever read.
 *
 * @param sourceLength  px
 * @param offset        start of the region, px
 * @param length        length of the region, px
 * @param targetLength  px
 */
function makeTaps(
	sourceLength: number,
	offset: number,
	length: number,
	targetLength: number,
): Taps {
	const scale = length / targetLength;
	const stretch = Math.max(1, scale);
	const tapCount = Math.min(sourceLength, 2 * Math.ceil(2 * stretch) + 1);
	const starts = new Int32Array(targetLength);
	const weights = new Float32Array(targetLength * tapCount);
	for (let i = 0; i < targetLength; i++) {
		const centre = offset + (i + 0.5) * scale - 0.5;
		const first = Math.ceil(centre - 2 * stretch);
		const last = Math.floor(centre + 2 * stretch);
		const start = clamp(first, 0, sourceLength - tapCount);
		starts[i] = start;
		let sum = 0;
		for (let j = first; j <= last; j++)
			sum += catmullRom((j - centre) / stretch);
		for (let j = first; j <= last; j++) {
			const at = clamp(j, 0, sourceLength - 1) - start;
			weights[i * tapCount + at] += catmullRom((j - centre) / stretch) / sum;
		}
	}
	return { tapCount, starts, weights };
}

function catmullRom(x: number): number {
	const t = Math.abs(x);
	if (t < 1) return 1 + t * t * (1.5 * t - 2.5);
	if (t < 2) return 2 + t * (-4 + t * (2.5 - 0.5 * t));
	return 0;
}

function clamp(value: number, low: number, high: number): number {
	return Math.min(Math.max(value, low), high);
}
