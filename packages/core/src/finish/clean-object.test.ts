import { expect, test } from "vitest";
import { makeTensor, type Tensor } from "../tensor/tensor.js";
import { paintOneColour, removeSpecks } from "./clean-object.js";

const size = 40;
const plane = size * size;

/** A picture of opaque rectangles: [x, y, width, height, colour]. */
function drawRectangles(
	...rectangles: readonly (readonly [
		number,
		number,
		number,
		number,
		readonly number[],
	])[]
): Tensor {
	const data = new Float32Array(4 * plane);
	for (const [left, top, width, height, colour] of rectangles)
		for (let y = top; y < top + height; y++)
			for (let x = left; x < left + width; x++)
				[...colour, 1].forEach((value, c) => {
					data[c * plane + y * size + x] = value;
				});
	return makeTensor([1, 4, size, size], data);
}

const red = [1, 0, 0];

function alphaAt({ data }: Tensor, x: number, y: number): number {
	return data[3 * plane + y * size + x];
}

test("debris beside an object goes, the object and larger parts stay", () => {
	const cleaned = removeSpecks(
		drawRectangles(
			[5, 5, 20, 20, red],
			[30, 30, 1, 2, red],
			[30, 5, 3, 3, red],
		),
	);
	expect(alphaAt(cleaned, 30, 31)).toBe(0);
	expect(alphaAt(cleaned, 31, 6)).toBe(1);
	expect(alphaAt(cleaned, 10, 10)).toBe(1);
	expect(cleaned.data[30 * size + 30]).toBe(0);
});

test("a picture that is nothing but specks keeps its largest one", () => {
	const cleaned = removeSpecks(
		drawRectangles([5, 5, 1, 1, red], [20, 20, 2, 1, red]),
	);
	expect(alphaAt(cleaned, 5, 5)).toBe(0);
	expect(alphaAt(cleaned, 20, 20)).toBe(1);
});

test("two islands at opposite edges of neighbouring rows do not hang together", () => {
	const cleaned = removeSpecks(
		drawRectangles(
			[38, 10, 2, 1, red],
			[0, 11, 1, 1, red],
			[10, 20, 9, 9, red],
		),
	);
	expect(alphaAt(cleaned, 39, 10)).toBe(0);
	expect(alphaAt(cleaned, 0, 11)).toBe(0);
});

test("a tint that is nearly black becomes black", () => {
	const plane = 4;
	const picture = {
		shape: [1, 4, 2, 2],
		data: Float32Array.from(
			[0.2, 0.05, 0.1, 1].flatMap((x) => Array(plane).fill(x)),
		),
	};
	const painted = paintOneColour(picture);
	for (let c = 0; c < 3; c++) expect(painted.data[c * plane]).toBeCloseTo(0.07);
});

test("one colour is the mean of what is opaque, and the alpha stays", () => {
	const picture = drawRectangles(
		[0, 0, 10, 10, [0.2, 0.4, 0]],
		[20, 0, 10, 10, [0.4, 0.4, 0]],
	);
	const painted = paintOneColour(picture);
	for (const x of [3, 25]) {
		expect(painted.data[x]).toBeCloseTo(0.3);
		expect(painted.data[plane + x]).toBeCloseTo(0.4);
	}
	expect(painted.data.subarray(3 * plane)).toEqual(
		picture.data.subarray(3 * plane),
	);
});

test("neither changes its input, and an empty picture stays empty", () => {
	const picture = drawRectangles([5, 5, 4, 4, red], [30, 30, 1, 1, red]);
	const before = picture.data.slice();
	removeSpecks(picture);
	paintOneColour(picture);
	expect(picture.data).toEqual(before);
	const empty = drawRectangles();
	expect(paintOneColour(removeSpecks(empty)).data).toEqual(empty.data);
});
