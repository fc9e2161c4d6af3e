import fc from "fast-check";
import type { RgbaImage } from "../rgba-image.js";

/** Any picture of at most `maxSide` px per side; every byte is free, hidden colours included. */
export function anyImage(maxSide: number): fc.Arbitrary<RgbaImage> {
	const side = fc.integer({ min: 1, max: maxSide });
	return fc.tuple(side, side).chain(([width, height]) => {
		const bytes = 4 * width * height;
		return fc
			.uint8Array({ minLength: bytes, maxLength: bytes })
			.map((pixels) => ({ width, height, pixels }));
	});
}
