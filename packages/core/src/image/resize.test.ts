import fc from "fast-check";
import { expect, test } from "vitest";
import { resizeImage } from "./resize.js";
import type { RgbaImage } from "./rgba-image.js";
import { anyImage } from "./testing/arbitrary-image.js";

const side = fc.integer({ min: 1, max: 23 });
const anySize = fc.record({ width: side, height: side });

function paint(
	width: number,
	height: number,
	colour: (x: number, y: number) => number[],
): RgbaImage {
	const pixels = new Uint8Array(4 * width * height);
	for (let y = 0; y < height; y++) {
		for (let x = 0; x < width; x++)
			pixels.set(colour(x, y), 4 * (y * width + x));
	}
	return { width, height, pixels };
}

test("the result has exactly the size that was asked", () => {
	fc.assert(
		fc.property(anyImage(9), anySize, (image, size) => {
			const { width, height, pixels } = resizeImage(image, size);
			expect({ width, height }).toEqual(size);
			expect(pixels).toHaveLength(4 * width * height);
		}),
	);
});

test("the same size changes nothing", () => {
	fc.assert(
		fc.property(anyImage(5), (image) => {
			expect(resizeImage(image, image)).toBe(image);
		}),
	);
});

test("one colour stays that colour at any size", () => {
	const colour = fc.tuple(
		fc.nat(255),
		fc.nat(255),
		fc.nat(255),
		fc.integer({ min: 1, max: 255 }),
	);
	fc.assert(
		fc.property(colour, anySize, anySize, (rgba, from, to) => {
			const image = resizeImage(
				paint(from.width, from.height, () => rgba),
				to,
			);
			for (let i = 0; i < image.pixels.length; i++) {
				expect(image.pixels[i]).toBe(rgba[i % 4]);
			}
		}),
	);
});

test("colour hidden under transparent pixels never shows", () => {
	fc.assert(
		fc.property(fc.integer({ min: 2, max: 40 }), anySize, (columns, size) => {
			// Red on the left, hidden green on the right.
			const image = paint(columns, 4, (x) =>
				x < columns / 2 ? [255, 0, 0, 255] : [0, 255, 0, 0],
			);
			const { pixels } = resizeImage(image, size);
			for (let i = 0; i < pixels.length; i += 4) {
				if (pixels[i + 3] === 0) continue;
				expect(pixels[i]).toBe(255);
				expect(pixels[i + 1]).toBe(0);
			}
		}),
	);
});

test("an edge throws no ghost into the transparent part", () => {
	const image = paint(32, 1, (x) =>
		x < 16 ? [255, 255, 255, 255] : [0, 0, 0, 0],
	);
	const { pixels } = resizeImage(image, { width: 128, height: 1 });
	// Four source pixels beyond the edge nothing is left; it falls and never rises again.
	const alphas = [...pixels].filter((_, i) => i % 4 === 3);
	for (let x = 1; x < 128; x++)
		expect(alphas[x]).toBeLessThanOrEqual(alphas[x - 1]);
	expect(alphas[0]).toBe(255);
	expect(alphas[4 * 18]).toBe(0);
});

test("mirroring and transposing commute with scaling", () => {
	fc.assert(
		fc.property(anyImage(7), anySize, (image, size) => {
			const mirror = ({ width, height, pixels }: RgbaImage): RgbaImage =>
				paint(width, height, (x, y) => {
					const at = 4 * (y * width + width - 1 - x);
					return [...pixels.subarray(at, at + 4)];
				});
			const transpose = ({ width, height, pixels }: RgbaImage): RgbaImage =>
				paint(height, width, (x, y) => {
					const at = 4 * (x * width + y);
					return [...pixels.subarray(at, at + 4)];
				});
			const turned = { width: size.height, height: size.width };
			expectClose(
				resizeImage(mirror(image), size),
				mirror(resizeImage(image, size)),
			);
			expectClose(
				resizeImage(transpose(image), turned),
				transpose(resizeImage(image, size)),
			);
		}),
	);
});

test("shrinking averages: a fine checkerboard becomes grey", () => {
	const image = paint(64, 64, (x, y) =>
		(x + y) % 2 ? [255, 255, 255, 255] : [0, 0, 0, 255],
	);
	const { pixels } = resizeImage(image, { width: 5, height: 7 });
	for (let i = 0; i < pixels.length; i += 4)
		expect(Math.abs(pixels[i] - 127.5)).toBeLessThan(6);
});

test.each([
	[0, 4],
	[4, -1],
	[Number.NaN, 4],
])("a size of %d x %d is refused", (width, height) => {
	const image = paint(2, 2, () => [1, 2, 3, 255]);
	expect(() => resizeImage(image, { width, height })).toThrow();
});

/** Float sums in another order may round a byte the other way; faint pixels have no certain colour. */
function expectClose(a: RgbaImage, b: RgbaImage): void {
	expect([a.width, a.height]).toEqual([b.width, b.height]);
	for (let i = 0; i < a.pixels.length; i += 4) {
		expect(Math.abs(a.pixels[i + 3] - b.pixels[i + 3])).toBeLessThanOrEqual(1);
		if (a.pixels[i + 3] < 16) continue;
		for (let c = 0; c < 3; c++) {
			expect(Math.abs(a.pixels[i + c] - b.pixels[i + c])).toBeLessThanOrEqual(
				1,
			);
		}
	}
}
