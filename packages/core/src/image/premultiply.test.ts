import fc from "fast-check";
import { expect, test } from "vitest";
import { fromPremultiplied, toPremultiplied } from "./premultiply.js";
import { anyImage } from "./testing/arbitrary-image.js";

test("a picture survives premultiplication, but for colour under nothing", () => {
	fc.assert(
		fc.property(anyImage(9), (image) => {
			const { width, height } = image;
			const again = fromPremultiplied(toPremultiplied(image), width, height);
			const expected = image.pixels.slice();
			for (let i = 0; i < expected.length; i += 4) {
				if (expected[i + 3] === 0) expected.fill(0, i, i + 4);
			}
			expect([...again.pixels]).toEqual([...expected]);
		}),
	);
});

test.each([
	["overshoot", [1.5, 2, 1.2, 1.2], [255, 255, 255, 255]],
	["overshoot at an edge", [0.5, 0.25, 0, 1.25], [102, 51, 0, 255]],
	["undershoot", [-0.5, -1, 0.2, -0.1], [0, 0, 0, 0]],
	["colour above alpha", [0.9, 0.5, 0.25, 0.5], [255, 255, 128, 128]],
	["less than half a step of alpha", [0.001, 0, 0, 0.001], [0, 0, 0, 0]],
	["half alpha", [0.25, 0.5, 0, 0.5], [128, 255, 0, 128]],
])("%s is brought into range", (_, planar, expected) => {
	expect([
		...fromPremultiplied(Float32Array.from(planar), 1, 1).pixels,
	]).toEqual(expected);
});

test("planes are channels and rows are not transposed", () => {
	const image = {
		width: 3,
		height: 2,
		pixels: Uint8Array.from({ length: 24 }, () => 255),
	};
	image.pixels[4 * 5] = 0;
	const planar = toPremultiplied(image);
	expect(
		[...planar].map((value, i) => (value === 0 ? i : -1)).filter((i) => i >= 0),
	).toEqual([5]);
});
