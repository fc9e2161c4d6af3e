import { describe, expect, test } from "vitest";
import {
	deltaE,
	formatHexColour,
	type Rgb,
	toOklab,
} from "../palette/oklab.js";
import { makeTensor, type Tensor } from "../tensor/tensor.js";
import { tintObject as paint } from "./tint-object.js";

const size = 20;
const plane = size * size;
const red: Rgb = [210, 40, 40];
const blue: Rgb = [28, 111, 224];

const tintObject = (picture: Tensor, tint: Rgb): Tensor =>
	paint(picture, formatHexColour(tint));

/** Rows of colours, each as high as its number says; the rest is transparent. */
function drawRows(
	...rows: readonly (readonly [colour: Rgb, height: number, alpha?: number])[]
): Tensor {
	const data = new Float32Array(4 * plane);
	let y = 0;
	for (const [colour, height, alpha = 1] of rows) {
		for (const end = y + height; y < end; y++)
			for (let x = 0; x < size; x++)
				[...colour.map((value) => (value / 255) * alpha), alpha].forEach(
					(value, c) => {
						data[c * plane + y * size + x] = value;
					},
				);
	}
	return makeTensor([1, 4, size, size], data);
}

function colourAt({ data }: Tensor, y: number): Rgb {
	const at = (c: number): number =>
		(255 * data[c * plane + y * size]) / data[3 * plane + y * size];
	return [at(0), at(1), at(2)];
}

const distance = (first: Rgb, second: Rgb): number =>
	deltaE(toOklab(first), toOklab(second));

describe("tintObject", () => {
	test("paints what has the main hue, and leaves what has another one or none", () => {
		const others: readonly Rgb[] = [
			[120, 210, 250],
			[30, 30, 32],
			[250, 250, 250],
		];
		const drawn = drawRows(
			[red, 10],
			...others.map((each) => [each, 2] as const),
		);
		const tinted = tintObject(drawn, blue);
		expect(distance(colourAt(tinted, 0), blue)).toBeLessThan(1);
		for (const [i, other] of others.entries())
			expect(distance(colourAt(tinted, 10 + 2 * i), other)).toBeLessThan(1);
		expect(tinted.data.subarray(3 * plane)).toEqual(
			drawn.data.subarray(3 * plane),
		);
	});

	test("light and shade stay", () => {
		const tinted = tintObject(
			drawRows([[235, 70, 70], 8], [[160, 20, 20], 8]),
			blue,
		);
		const [light] = toOklab(colourAt(tinted, 0));
		const [dark] = toOklab(colourAt(tinted, 8));
		expect(light - dark).toBeGreaterThan(0.1);
	});

	test("of a grey thing everything grey is painted, and its one bright spot is not", () => {
		const spot: Rgb = [240, 200, 20];
		const tinted = tintObject(drawRows([[150, 150, 155], 14], [spot, 2]), blue);
		expect(distance(colourAt(tinted, 0), blue)).toBeLessThan(3);
		expect(distance(colourAt(tinted, 14), spot)).toBeLessThan(1);
	});

	test("window panes are not taken for the thing, unless it is all panes", () => {
		const pane: Rgb = [110, 205, 250];
		const bus = tintObject(drawRows([pane, 9], [[245, 180, 40], 8]), red);
		expect(distance(colourAt(bus, 0), pane)).toBeLessThan(1);
		expect(distance(colourAt(bus, 9), red)).toBeLessThan(2);
		const fish = tintObject(drawRows([pane, 16]), red);
		expect(distance(colourAt(fish, 0), red)).toBeLessThan(2);
	});

	test("edges keep their alpha, and no colour exceeds it", () => {
		const tinted = tintObject(
			drawRows([red, 8], [red, 4, 0.3]),
			[250, 250, 250],
		);
		for (let i = 0; i < 3 * plane; i++)
			expect(tinted.data[i]).toBeLessThanOrEqual(
				tinted.data[3 * plane + (i % plane)] + 1e-6,
			);
	});

	test("what has the colour already, and nothing at all, is left as it is", () => {
		const drawn = drawRows([red, 10]);
		expect(tintObject(drawn, [215, 45, 42])).toBe(drawn);
		const empty = drawRows();
		expect(tintObject(empty, blue)).toBe(empty);
	});
});
