// Cuts a picture into overlapping tiles. Each tile is read with a margin at least as wide as the network looks, and only
// its core is kept: the result is the same as one run over the whole picture, in little memory.
import { makeTensor, type Tensor } from "../tensor/tensor.js";

/** A stretch of one axis: the part that is kept, and the part that is read for it, px. */
export interface Span {
	readonly start: number;
	readonly end: number;
	readonly readStart: number;
	readonly readEnd: number;
}

/** A tile of a picture. */
export interface Tile {
	readonly x: Span;
	readonly y: Span;
}

/** px; larger tiles would be a little cheaper, smaller ones can be stopped sooner. */
export const tileSide = 128;
/** px; ten 3x3 convolutions and a linear skip see 11 px far. */
export const tileMargin = 16;

/** The tiles of a picture in rows; a picture of at most `tileSide` px per side is one tile. */
export function makeTiles(width: number, height: number): Tile[] {
	const columns = splitAxis(width);
	return splitAxis(height).flatMap((y) => columns.map((x) => ({ x, y })));
}

function splitAxis(length: number): Span[] {
	const count = Math.ceil(length / tileSide);
	const side = Math.ceil(length / count);
	return Array.from({ length: count }, (_, i) => {
		const start = i * side;
		const end = Math.min(length, start + side);
		return {
			start,
			end,
			readStart: Math.max(0, start - tileMargin),
			readEnd: Math.min(length, end + tileMargin),
		};
	});
}

/**
 * Copies what a tile reads.
 *
 * @param picture  [1, channels, height, width]
 * @returns the tile, values clamped to 0 to 1 as networks were trained with
 */
export function cutTile(picture: Tensor, { x, y }: Tile): Tensor {
	const [, channels, height, width] = picture.shape;
	const tileWidth = x.readEnd - x.readStart;
	const tileHeight = y.readEnd - y.readStart;
	const data = new Float32Array(channels * tileHeight * tileWidth);
	let to = 0;
	for (let c = 0; c < channels; c++) {
		for (let row = y.readStart; row < y.readEnd; row++) {
			const from = (c * height + row) * width;
			for (let column = x.readStart; column < x.readEnd; column++) {
				const value = picture.data[from + column];
				data[to++] = value > 0 ? Math.min(value, 1) : 0;
			}
		}
	}
	return makeTensor([1, channels, tileHeight, tileWidth], data);
}

/**
 * Copies the core of an enlarged tile to its place.
 *
 * @param enlarged  [1, channels, factor * tile height, factor * tile width]
 * @param into      [1, channels, factor * height, factor * width]
 */
export function pasteTile(
	enlarged: Tensor,
	{ x, y }: Tile,
	factor: number,
	into: Tensor,
): void {
	const [, channels, tileHeight, tileWidth] = enlarged.shape;
	const [, , height, width] = into.shape;
	const skipX = factor * (x.start - x.readStart);
	const skipY = factor * (y.start - y.readStart);
	const length = factor * (x.end - x.start);
	for (let c = 0; c < channels; c++) {
		for (let row = 0; row < factor * (y.end - y.start); row++) {
			const from = (c * tileHeight + skipY + row) * tileWidth + skipX;
			const to =
				(c * height + factor * y.start + row) * width + factor * x.start;
			into.data.set(enlarged.data.subarray(from, from + length), to);
		}
	}
}
