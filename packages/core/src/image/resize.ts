import { writeStraightRow } from "./premultiply.js";
import { type RowSource, resampleRows } from "./resample.js";
import {
	assertRgbaImage,
	makeRgbaImage,
	type RgbaImage,
} from "./rgba-image.js";

/**
 * Scales an image to an exact size without fringes; the same size gives back the same image.
 *
 * @param size  px
 * @throws InternalError `internal/size-mismatch`
 */
export function resizeImage(
	image: RgbaImage,
	size: { readonly width: number; readonly height: number },
): RgbaImage {
	assertRgbaImage(image);
	if (image.width === size.width && image.height === size.height) return image;
	const resized = makeRgbaImage(size.width, size.height);
	assertRgbaImage(resized);
	const whole = { x: 0, y: 0, width: image.width, height: image.height };
	resampleRows(makeImageSource(image), whole, size, (y, row) =>
		writeStraightRow(row, size.width, resized.pixels, 4 * y * size.width),
	);
	return resized;
}

/** Reads premultiplied rows from an RGBA image. */
export function makeImageSource({
	width,
	height,
	pixels,
}: RgbaImage): RowSource {
	return {
		width,
		height,
		readRow(y, row) {
			for (let i = 0, at = 4 * y * width; i < 4 * width; i += 4, at += 4) {
				const alpha = pixels[at + 3] / 255;
				const scale = alpha / 255;
				row[i] = pixels[at] * scale;
				row[i + 1] = pixels[at + 1] * scale;
				row[i + 2] = pixels[at + 2] * scale;
				row[i + 3] = alpha;
			}
		},
	};
}

/**
 * Reads premultiplied rows from a network's picture.
 *
 * @param planar  [4, height, width] premultiplied, 0 to 1
 */
export function makePlanarSource(
	planar: Float32Array,
	width: number,
	height: number,
): RowSource {
	const plane = width * height;
	return {
		width,
		height,
		readRow(y, row) {
			for (let x = 0, at = y * width; x < width; x++, at++) {
				row[4 * x] = planar[at];
				row[4 * x + 1] = planar[at + plane];
				row[4 * x + 2] = planar[at + 2 * plane];
				row[4 * x + 3] = planar[at + 3 * plane];
			}
		},
	};
}
