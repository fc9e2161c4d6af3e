import { InternalError } from "../errors.js";

/** A picture of 8 bits per channel with straight alpha; `pixels` holds RGBA rows from the top, 4 * width * height bytes. */
export interface RgbaImage {
	readonly width: number;
	readonly height: number;
	readonly pixels: Uint8ClampedArray | Uint8Array;
}

/** An image with bytes of its own, as this package makes them. */
export interface OwnedRgbaImage extends RgbaImage {
	readonly pixels: Uint8Array<ArrayBuffer>;
}

/**
 * A fully transparent picture.
 *
 * @param width   px
 * @param height  px
 */
export function makeRgbaImage(width: number, height: number): OwnedRgbaImage {
	return { width, height, pixels: new Uint8Array(4 * width * height) };
}

/**
 * Fails unless the pixels fill exactly the size that the image states.
 *
 * @throws InternalError `internal/size-mismatch`
 */
export function assertRgbaImage(image: RgbaImage): void {
	const expected = 4 * image.width * image.height;
	if (
		!Number.isInteger(image.width) ||
		!Number.isInteger(image.height) ||
		image.width < 1 ||
		image.height < 1 ||
		image.pixels.length !== expected
	) {
		throw new InternalError("internal/size-mismatch", {
			details: {
				expected: `${image.width} x ${image.height} px, ${expected} bytes`,
				got: `${image.pixels.length} bytes`,
			},
		});
	}
}
