import { expect, test } from "vitest";
import { addNoise, makeNoise, mixNoise, philox4x32 } from "./noise.js";

// Known answers of Random123 (kat_vectors, philox4x32 10 rounds): counter, key, result.
test.each([
	[
		[0, 0, 0, 0],
		[0, 0],
		[0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
	],
	[
		[0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
		[0xffffffff, 0xffffffff],
		[0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
	],
	[
		[0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
		[0xa4093822, 0x299f31d0],
		[0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
	],
] as const)(
	"Philox of counter %j and key %j is known",
	(counter, key, expected) => {
		expect(philox4x32(counter, key)).toEqual(expected);
	},
);

test("noise starts with the Box–Muller values of the first block", () => {
	const [a, b] = [0x6627e8d5, 0xe169c58d].map((word) => (word + 0.5) / 2 ** 32);
	const radius = Math.sqrt(-2 * Math.log(a));
	const { data } = makeNoise([1, 1, 2, 2], 0);
	expect(data[0]).toBe(Math.fround(radius * Math.cos(2 * Math.PI * b)));
	expect(data[1]).toBe(Math.fround(radius * Math.sin(2 * Math.PI * b)));
});

test("noise depends on seed and position alone", () => {
	const long = makeNoise([1000], 7).data;
	for (const length of [0, 1, 2, 3, 5, 998]) {
		expect(makeNoise([length], 7).data).toEqual(long.slice(0, length));
	}
	expect(makeNoise([1000], 8).data).not.toEqual(long);
	expect(makeNoise([4], 2 ** 32 - 1).data.every(Number.isFinite)).toBe(true);
});

test("noise has mean 0 and variance 1", () => {
	const { data } = makeNoise([100_000], 42);
	const mean = data.reduce((sum, value) => sum + value, 0) / data.length;
	const variance =
		data.reduce((sum, value) => sum + (value - mean) ** 2, 0) / data.length;
	expect(mean).toBeCloseTo(0, 1);
	expect(variance).toBeCloseTo(1, 1);
});

const shape = [1, 192, 4, 4];
const varianceOf = (data: Float32Array): number =>
	data.reduce((sum, value) => sum + value ** 2, 0) / data.length;

test("noise is added in the proportion of time, and the ends are exact", () => {
	const [picture, noise] = [makeNoise(shape, 1), makeNoise(shape, 2)];
	expect(addNoise(picture, noise, 0).data).toEqual(picture.data);
	expect(addNoise(picture, noise, 1).data).toEqual(noise.data);
	expect(addNoise(picture, noise, 0.25).data[5]).toBe(
		Math.fround(0.75 * picture.data[5] + 0.25 * noise.data[5]),
	);
	expect(() => addNoise(picture, makeNoise([3], 0), 0.5)).toThrow("expected");
});

test("a mix begins at one noise and ends at the other", () => {
	const [from, to] = [makeNoise(shape, 1), makeNoise(shape, 2)];
	expect(mixNoise(from, to, 0).data).toEqual(from.data);
	const end = mixNoise(from, to, 1).data;
	for (const [i, value] of end.entries())
		expect(value).toBeCloseTo(to.data[i] ?? Number.NaN, 5);
});

test("a mix is as strong as the noises it lies between", () => {
	const [from, to] = [makeNoise(shape, 1), makeNoise(shape, 2)];
	for (const strength of [0.25, 0.5, 0.75])
		expect(varianceOf(mixNoise(from, to, strength).data)).toBeCloseTo(1, 1);
});

test("a mix of a noise with itself is that noise", () => {
	const noise = makeNoise(shape, 7);
	const mixed = mixNoise(noise, noise, 0.3).data;
	for (const [i, value] of mixed.entries())
		expect(value).toBeCloseTo(noise.data[i] ?? Number.NaN, 5);
});
