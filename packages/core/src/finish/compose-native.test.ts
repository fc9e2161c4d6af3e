import fc from "fast-check";
import { expect, test } from "vitest";
import { makeTensor, makeZeros, type Tensor } from "../tensor/tensor.js";
import {
	applyAlphaLevels,
	composeNative,
	fadeFrame,
} from "./compose-native.js";

const levels = { low: 0.1, high: 0.9 };
const onePatch = {
	grid: { width: 1, height: 1 },
	nativeSize: { width: 8, height: 8 },
};
const object = { kind: "object", ...onePatch } as const;
const background = { kind: "background", ...onePatch } as const;

function makePicture(
	width: number,
	height: number,
	rgba: readonly number[],
): Tensor {
	const plane = width * height;
	const data = Float32Array.from(
		{ length: 4 * plane },
		(_, i) => rgba[Math.floor(i / plane)],
	);
	return makeTensor([1, 4, height, width], data);
}

const anyPicture = fc
	.tuple(fc.integer({ min: 5, max: 12 }), fc.integer({ min: 5, max: 12 }))
	.chain(([width, height]) => {
		const length = 4 * width * height;
		return fc
			.float32Array({
				minLength: length,
				maxLength: length,
				noNaN: true,
				min: -1,
				max: 2,
			})
			.map((data) => makeTensor([1, 4, height, width], data));
	});

test("whatever the decoder overshoots, colours stay within alpha and all within 0 to 1", () => {
	fc.assert(
		fc.property(anyPicture, (picture) => {
			const { data, shape } = applyAlphaLevels(picture, levels);
			const plane = data.length / 4;
			expect(shape).toEqual(picture.shape);
			for (let i = 0; i < 3 * plane; i++) {
				expect(data[i]).toBeGreaterThanOrEqual(0);
				expect(data[i]).toBeLessThanOrEqual(data[3 * plane + (i % plane)]);
			}
			for (const alpha of data.subarray(3 * plane))
				expect(alpha).toBeLessThanOrEqual(1);
		}),
	);
});

test("alpha levels stretch the alpha and keep the colour", () => {
	const stretch = (rgba: number[]): number[] => [
		...applyAlphaLevels(makePicture(1, 1, rgba), levels).data,
	];
	expect(stretch([0.09, 0.05, 0, 0.09])).toEqual([0, 0, 0, 0]);
	expect(stretch([0.9, 0.45, 0, 0.95])[3]).toBe(1);
	const [red, green, , alpha] = stretch([0.5, 0.25, 0, 0.5]);
	expect(alpha).toBeCloseTo(0.5);
	expect(red / alpha).toBeCloseTo(1);
	expect(green / alpha).toBeCloseTo(0.5);
});

test("an object never touches the frame, also when the picture is not square", () => {
	const { data } = fadeFrame(makePicture(9, 6, [1, 1, 1, 1]));
	const alpha = data.subarray(3 * 54);
	for (let y = 0; y < 6; y++) {
		for (let x = 0; x < 9; x++) {
			const inside = x >= 2 && x < 7 && y >= 2 && y < 4;
			expect(alpha[9 * y + x]).toBe(inside ? 1 : 0);
		}
	}
});

test("a background is opaque everywhere, with its own mean where it was transparent", () => {
	const picture = makePicture(2, 1, [0.4, 0.2, 0, 1]);
	for (let c = 0; c < 4; c++) picture.data[2 * c] = 0;
	const { data } = composeNative(picture, background, { low: 0, high: 1 });
	expect([...data]).toEqual([0.4, 0.4, 0.2, 0.2, 0, 0, 1, 1].map(Math.fround));
});

test("a style of one colour comes out in one colour, and debris is gone", () => {
	const picture = makePicture(40, 40, [0, 0, 0, 0]);
	const paint = (x: number, y: number, rgb: readonly number[]): void =>
		[...rgb, 1].forEach((value, c) => {
			picture.data[c * 1600 + y * 40 + x] = value;
		});
	for (let y = 10; y < 20; y++)
		for (let x = 10; x < 20; x++) paint(x, y, [x < 15 ? 0.2 : 0.4, 0, 0]);
	paint(30, 30, [1, 1, 1]);
	const { data } = composeNative(picture, object, levels, true);
	const at = (x: number, y: number): number[] =>
		[0, 1, 2, 3].map((c) => data[c * 1600 + y * 40 + x]);
	expect(at(11, 11)[0]).toBeCloseTo(0.3);
	expect(at(18, 18)).toEqual(at(11, 11));
	expect(at(30, 30)).toEqual([0, 0, 0, 0]);
	expect([...composeNative(picture, object, levels).data]).not.toEqual([
		...data,
	]);
});

test("composing leaves the decoder's picture as it was", () => {
	const picture = makePicture(6, 6, [2, -1, 0.5, 0.7]);
	const before = picture.data.slice();
	composeNative(picture, object, levels);
	composeNative(picture, background, levels);
	expect(picture.data).toEqual(before);
});

test.each([Number.NaN, Infinity, -Infinity])(
	"%d is never made into a picture",
	(value) => {
		for (const at of [0, 17, 143]) {
			const picture = makePicture(6, 6, [0.5, 0.5, 0.5, 0.5]);
			picture.data[at] = value;
			for (const plan of [object, background]) {
				expect(() => composeNative(picture, plan, levels)).toThrow(
					expect.objectContaining({ code: "device/not-a-number" }),
				);
			}
		}
	},
);

test("an object of which nothing is left is an error", () => {
	const faint = makePicture(8, 8, [0.05, 0.05, 0.05, 0.09]);
	const onlyFrame = makePicture(8, 8, [0, 0, 0, 0]);
	onlyFrame.data.fill(1, 3 * 64, 3 * 64 + 16);
	for (const picture of [faint, onlyFrame]) {
		expect(() => composeNative(picture, object, levels)).toThrow(
			expect.objectContaining({ code: "model/blank-picture" }),
		);
	}
});

test("a tensor of another shape is a bug that names both shapes", () => {
	expect(() => composeNative(makeZeros([1, 3, 8, 8]), object, levels)).toThrow(
		"expected [1, 4, height, width], got [1, 3, 8, 8]",
	);
});
