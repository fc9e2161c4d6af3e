// From a PNG's stored samples (1 to 16 bits, grey, colour or palette) to RGBA8.
import { invalidPng } from "./png-chunks.js";
import type { PngHeader } from "./png-header.js";

/** Writes pixel `x` of the row that starts at `rowAt` to byte `target` of the image. */
export type WritePixel = (
	rows: Uint8Array,
	rowAt: number,
	x: number,
	target: number,
) => void;

/**
 * The function that turns one stored pixel into RGBA8.
 *
 * @param palette      RGBA entries for colour type 3
 * @param transparent  the colour that means transparent, a sample per channel
 * @param pixels       receives the RGBA bytes
 */
export function makePixelWriter(
	header: PngHeader,
	palette: Uint8Array | undefined,
	transparent: readonly number[] | undefined,
	pixels: Uint8Array,
): WritePixel {
	const { depth, channels } = header;
	if (palette) {
		return (rows, rowAt, x, target) => {
			const at = 4 * readSample(rows, rowAt, x, depth);
			if (at >= palette.length)
				throw invalidPng("it uses colours that it does not have");
			for (let c = 0; c < 4; c++) pixels[target + c] = palette[at + c];
		};
	}
	const scale = 255 / (2 ** depth - 1);
	const isGrey = channels < 3;
	const hasAlpha = channels % 2 === 0;
	return (rows, rowAt, x, target) => {
		const first = x * channels;
		let matches = transparent !== undefined;
		for (let c = 0; c < channels; c++) {
			const sample = readSample(rows, rowAt, first + c, depth);
			if (transparent && sample !== transparent[c]) matches = false;
			const isAlpha = hasAlpha && c === channels - 1;
			pixels[target + (isAlpha ? 3 : c)] = sample * scale + 0.5;
		}
		if (isGrey) pixels[target + 1] = pixels[target + 2] = pixels[target];
		if (!hasAlpha) pixels[target + 3] = matches ? 0 : 255;
	};
}

function readSample(
	rows: Uint8Array,
	rowAt: number,
	index: number,
	depth: number,
): number {
	if (depth === 8) return rows[rowAt + index];
	if (depth === 16) {
		const at = rowAt + 2 * index;
		return (rows[at] << 8) | rows[at + 1];
	}
	const bit = index * depth;
	const shift = 8 - depth - (bit & 7);
	return (rows[rowAt + (bit >> 3)] >> shift) & (2 ** depth - 1);
}
