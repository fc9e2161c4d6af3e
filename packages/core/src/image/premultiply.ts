// Between the networks' pictures (planar float RGBA, premultiplied, 0 to 1) and the users' (RGBA8, straight alpha).
import {
	makeRgbaImage,
	type OwnedRgbaImage,
	type RgbaImage,
} from "./rgba-image.js";

/**
 * Writes one row of premultiplied colour as RGBA8 with straight alpha.
 *
 * @param row     premultiplied RGBA per pixel, 0 to 1; alpha outside is clamped, colour never exceeds it
 * @param count   pixels
 * @param pixels  receives 4 * count bytes from `at` on
 */
export function writeStraightRow(
	row: Float32Array,
	count: number,
	pixels: Uint8Array | Uint8ClampedArray,
	at: number,
): void {
	for (let i = 0, o = at; i < 4 * count; i += 4, o += 4) {
		writeStraightPixel(pixels, o, row[i], row[i + 1], row[i + 2], row[i + 3]);
	}
}

/**
 * Turns a network's picture into an RGBA image.
 *
 * @param planar  [4, height, width] premultiplied, 0 to 1 (clamped)
 */
export function fromPremultiplied(
	planar: Float32Array,
	width: number,
	height: number,
): OwnedRgbaImage {
	const image = makeRgbaImage(width, height);
	const { pixels } = image;
	const plane = width * height;
	for (let i = 0, o = 0; i < plane; i++, o += 4) {
		writeStraightPixel(
			pixels,
			o,
			planar[i],
			planar[i + plane],
			planar[i + 2 * plane],
			planar[i + 3 * plane],
		);
	}
	return image;
}

/** Turns an RGBA image into a network's picture, [4, height, width] premultiplied, 0 to 1. */
export function toPremultiplied(image: RgbaImage): Float32Array<ArrayBuffer> {
	const { pixels } = image;
	const plane = image.width * image.height;
	const planar = new Float32Array(4 * plane);
	for (let i = 0, o = 0; i < plane; i++, o += 4) {
		const alpha = pixels[o + 3] / 255;
		const scale = alpha / 255;
		planar[i] = pixels[o] * scale;
		planar[i + plane] = pixels[o + 1] * scale;
		planar[i + 2 * plane] = pixels[o + 2] * scale;
		planar[i + 3 * plane] = alpha;
	}
	return planar;
}

function writeStraightPixel(
	pixels: Uint8Array | Uint8ClampedArray,
	at: number,
	red: number,
	green: number,
	blue: number,
	alpha: number,
): void {
	const alpha8 = alpha >= 1 ? 255 : alpha > 0 ? (alpha * 255 + 0.5) | 0 : 0;
	if (alpha8 === 0) {
		// Colour under nothing would come back as a fringe when someone scales the file.
		pixels[at] = pixels[at + 1] = pixels[at + 2] = pixels[at + 3] = 0;
		return;
	}
	// What overshoots an edge does so in colour and alpha alike.
	const scale = 255 / alpha;
	pixels[at] = toByte(red * scale);
	pixels[at + 1] = toByte(green * scale);
	pixels[at + 2] = toByte(blue * scale);
	pixels[at + 3] = alpha8;
}

function toByte(value: number): number {
	return value >= 255 ? 255 : value > 0 ? (value + 0.5) | 0 : 0;
}
