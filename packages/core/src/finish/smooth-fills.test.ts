import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { makeTensor, type Tensor } from "../tensor/tensor.js";
import { hideSeams, smoothFills } from "./smooth-fills.js";

const side = 32;
const plane = side * side;

/** Premultiplied, from a colour for each pixel. */
function paint(colourOf: (x: number, y: number) => readonly number[]): Tensor {
	const data = new Float32Array(4 * plane);
	for (let i = 0; i < plane; i++) {
		const [red, green, blue, alpha] = colourOf(i % side, Math.floor(i / side));
		for (const [c, value] of [red, green, blue].entries())
			data[c * plane + i] = value * alpha;
		data[3 * plane + i] = alpha;
	}
	return makeTensor([1, 4, side, side], data);
}

/** The largest step of red between neighbours in a row. */
function largestStep({ data }: Tensor): number {
	let largest = 0;
	for (let i = 0; i < plane; i++)
		if (i % side > 0)
			largest = Math.max(largest, Math.abs(data[i] - data[i - 1]));
	return largest;
}

test.each([
	[4, 4, 0.4285, 0.2],
	[10, 9, 0.4338, 0.2001],
	[15, 20, 0.4598, 0.7],
	[16, 20, 0.4639, 0.7],
	[20, 16, 0.4773, 0.7],
	[27, 31, 0.1203, 0.175],
])(
	"pixel %i, %i is what the evaluation's twin makes of it (models/recipe/tests/test_finish.py)",
	(x, y, red, green) => {
		const picture = paint((px, py) => [
			(px < 16 ? 0.4 : 0.46) + ((7 * px + 5 * py) % 12) / 200,
			px + py < 20 ? 0.2 : 0.7,
			0.1,
			px > 3 && py < 30 ? 1 : 0.25,
		]);
		const { data } = smoothFills(hideSeams(picture, 16));
		expect(Math.abs(data[y * side + x] - red)).toBeLessThan(2e-4);
		expect(Math.abs(data[plane + y * side + x] - green)).toBeLessThan(2e-4);
	},
);

describe("hideSeams", () => {
	const halves = (left: number, right: number) =>
		paint((x) => [x < 16 ? left : right, 0.5, 0.2, 1]);

	test("a small step between patches becomes a slope", () => {
		const seam = halves(0.5, 0.56);
		expect(largestStep(seam)).toBeCloseTo(0.06, 5);
		expect(largestStep(hideSeams(seam, 16))).toBeLessThan(0.01);
	});

	test("a step between rows of patches too", () => {
		const seam = paint((_, y) => [y < 16 ? 0.5 : 0.56, 0.5, 0.2, 1]);
		const { data } = hideSeams(seam, 16);
		expect(Math.abs(data[16 * side] - data[15 * side])).toBeLessThan(0.01);
	});

	test.each([
		["an edge of the drawing", halves(0.2, 0.8), 16],
		["a step within a patch", halves(0.5, 0.56), 32],
		["what is not opaque", paint((x) => [x < 16 ? 0.5 : 0.56, 0, 0, 0.9]), 16],
		["patches smaller than a tone can be told in", halves(0.5, 0.56), 2],
	])("leaves %s", (_, picture, patch) => {
		expect(hideSeams(picture, patch).data).toEqual(picture.data);
	});

	test("gives nothing a colour where nothing is", () => {
		const picture = paint((x) => [x < 16 ? 0.5 : 0.6, 0, 0, x < 20 ? 1 : 0]);
		const { data } = hideSeams(picture, 16);
		expect(
			data.subarray(0, plane).every((red, i) => i % side < 20 || red === 0),
		).toBe(true);
	});
});

describe("smoothFills", () => {
	const mottled = paint((x, y) => [
		(x < 16 ? 0.3 : 0.8) + 0.03 * ((x + y) % 2 === 0 ? 1 : -1),
		...[0.5, 0.5, 1],
	]);
	const redAt = ({ data }: Tensor, x: number): number => data[8 * side + x];

	test("takes mottle away and keeps the edge", () => {
		const smooth = smoothFills(mottled);
		for (const x of [4, 10, 22, 28])
			expect(Math.abs(redAt(smooth, x) - redAt(smooth, x + 1))).toBeLessThan(
				0.01,
			);
		expect(redAt(smooth, 15)).toBeCloseTo(0.3, 1);
		expect(redAt(smooth, 16)).toBeCloseTo(0.8, 1);
	});

	test("changes no plain picture, no alpha, and not what it was given", () => {
		const plain = paint((x) => [0.25, 0.5, 0.75, x < 16 ? 1 : 0]);
		const before = plain.data.slice();
		const { data } = smoothFills(plain);
		for (const [i, value] of data.entries())
			expect(value).toBeCloseTo(plain.data[i], 5);
		expect(plain.data).toEqual(before);
	});

	test("whatever the picture, alpha stays and colours stay within it", () => {
		const value = fc.double({ min: 0, max: 1, noNaN: true });
		const palettes = fc.array(fc.tuple(value, value, value, value), {
			minLength: 12,
			maxLength: 12,
		});
		fc.assert(
			fc.property(palettes, fc.integer({ min: 1, max: 33 }), (given, patch) => {
				const picture = paint((x, y) => given[(x * 7 + y * 5) % 12]);
				const { data } = smoothFills(hideSeams(picture, patch));
				const alpha = data.subarray(3 * plane);
				expect(alpha).toEqual(picture.data.subarray(3 * plane));
				const colours = data.subarray(0, 3 * plane);
				const isWithin = (value: number, i: number): boolean =>
					value >= 0 && value <= alpha[i % plane];
				expect(colours.every(isWithin)).toBe(true);
			}),
			{ numRuns: 30 },
		);
	});
});
