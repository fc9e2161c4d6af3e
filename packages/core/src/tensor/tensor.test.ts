import { expect, test } from "vitest";
import { MusaError } from "../errors.js";
import {
	assertSameShape,
	assertShape,
	isFiniteTensor,
	makeTensor,
	makeZeros,
} from "./tensor.js";

test("a tensor keeps its numbers and its shape", () => {
	const data = new Float32Array(6);
	const tensor = makeTensor([1, 2, 3], data);
	expect(tensor.data).toBe(data);
	expect(tensor.shape).toEqual([1, 2, 3]);
	expect(makeZeros([2, 0]).data).toHaveLength(0);
});

test.each([[[2, 2]], [[-1, -3]], [[1.5, 2]], [[Number.NaN]]])(
	"a shape of %j does not fit three numbers",
	(shape) => {
		expect(() => makeTensor(shape, new Float32Array(3))).toThrow(
			expect.objectContaining({ code: "internal/shape-mismatch" }),
		);
	},
);

test("a mismatch names both shapes", () => {
	const tensor = makeZeros([1, 64, 64, 4]);
	expect(() => assertShape(tensor, [1, 4, "height", "width"])).toThrow(
		"expected [1, 4, height, width], got [1, 64, 64, 4]",
	);
	expect(() => assertShape(tensor, [1, 64, 64])).toThrow(MusaError);
	expect(() => assertSameShape(tensor, makeZeros([1]))).toThrow(MusaError);
	assertShape(tensor, [1, "height", "width", 4]);
});

test.each([0, 1, 5, 6])(
	"a number that is not finite is seen at position %i of 7",
	(at) => {
		for (const value of [Number.NaN, Infinity, -Infinity]) {
			const tensor = makeZeros([7]);
			expect(isFiniteTensor(tensor)).toBe(true);
			tensor.data[at] = value;
			expect(isFiniteTensor(tensor)).toBe(false);
		}
	},
);

test("two infinities do not cancel, and the largest number is finite", () => {
	const both = makeTensor([2], Float32Array.of(Infinity, -Infinity));
	expect(isFiniteTensor(both)).toBe(false);
	const large = makeZeros([64]);
	large.data.fill(3.4e38);
	expect(isFiniteTensor(large)).toBe(true);
});
