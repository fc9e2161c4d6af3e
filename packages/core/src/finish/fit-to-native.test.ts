import { describe, expect, test } from "vitest";
import { makeRgbaImage, type RgbaImage } from "../image/rgba-image.js";
import type { Tensor } from "../tensor/tensor.js";
import { fitToNative } from "./fit-to-native.js";
import { fitImageToTarget, fitToTarget } from "./fit-to-target.js";

const object = {
	kind: "object",
	fit: "contain",
	nativeSize: { width: 16, height: 16 },
} as const;
const background = {
	kind: "background",
	fit: "cover",
	nativeSize: { width: 24, height: 12 },
} as const;

/** A picture with one filled rectangle. */
function draw(
	[width, height]: readonly [number, number],
	[left, top, right, bottom]: readonly [number, number, number, number],
	colour: readonly number[] = [200, 100, 50, 255],
): RgbaImage {
	const image = makeRgbaImage(width, height);
	for (let y = top; y < bottom; y++)
		for (let x = left; x < right; x++)
			image.pixels.set(colour, 4 * (y * width + x));
	return image;
}

/** Left, top, right and bottom of what can be seen. */
function findBox({ shape: [, , height, width], data }: Tensor): number[] {
	const box = [width, height, 0, 0];
	for (let i = 0; i < width * height; i++) {
		if (data[3 * width * height + i] < 0.5) continue;
		const [x, y] = [i % width, Math.floor(i / width)];
		box[0] = Math.min(box[0], x);
		box[1] = Math.min(box[1], y);
		box[2] = Math.max(box[2], x + 1);
		box[3] = Math.max(box[3], y + 1);
	}
	return box;
}

describe("fitToNative", () => {
	test.each([
		[
			"a wide picture is whole and centred",
			[32, 16],
			[0, 0, 32, 16],
			[0, 4, 16, 12],
		],
		["a tall picture too", [10, 40], [0, 0, 10, 40], [6, 0, 10, 16]],
		[
			"an object in its place comes from there",
			[32, 16],
			[12, 4, 20, 12],
			[4, 4, 12, 12],
		],
		[
			"and from there in a tall picture",
			[16, 32],
			[4, 12, 12, 20],
			[4, 4, 12, 12],
		],
	] as const)("%s", (_, size, box, expected) => {
		const picture = fitToNative(draw(size, box), object);
		expect(picture.shape).toEqual([1, 4, 16, 16]);
		expect(findBox(picture)).toEqual(expected);
	});

	test("a pixel far out brings the whole picture in", () => {
		const image = draw([32, 16], [12, 4, 20, 12]);
		image.pixels.set([0, 0, 0, 1], 4 * 31);
		expect(findBox(fitToNative(image, object))).toEqual([6, 6, 10, 10]);
	});

	test("finishing brings an object back to where it was", () => {
		for (const size of [
			[64, 48],
			[48, 64],
			[33, 21],
		] as const) {
			const [width, height] = size;
			const [x, y] = [width >> 1, height >> 1];
			const image = draw(size, [x - 5, y - 4, x + 3, y + 6]);
			const plan = {
				...object,
				nativeSize: { width: 128, height: 128 },
				targetSize: { width, height },
				background: "transparent",
			} as const;
			const back = fitToTarget(fitToNative(image, plan), plan);
			const moved = back.pixels.filter(
				(value, i) => i % 4 === 3 && Math.abs(value - image.pixels[i]) > 128,
			);
			expect(moved).toHaveLength(0);
		}
	});

	test("a background covers the canvas and is opaque", () => {
		const picture = fitToNative(
			draw([40, 40], [0, 0, 40, 40], [10, 20, 30, 128]),
			background,
		);
		expect(picture.shape).toEqual([1, 4, 12, 24]);
		expect(new Set(picture.data.subarray(3 * 288))).toEqual(new Set([1]));
		expect(picture.data[0]).toBeCloseTo(10 / 255, 5);
	});

	test("colours are premultiplied and stay between 0 and their alpha", () => {
		const { data } = fitToNative(
			draw([64, 64], [20, 20, 40, 41], [255, 255, 255, 200]),
			object,
		);
		for (let i = 0; i < 256; i++) {
			const alpha = data[768 + i];
			expect(alpha).toBeGreaterThanOrEqual(0);
			expect(alpha).toBeLessThanOrEqual(1);
			for (let c = 0; c < 3; c++)
				expect(data[256 * c + i]).toBeLessThanOrEqual(alpha);
		}
	});
});

describe("fitImageToTarget", () => {
	test("keeps a picture of the right size as it is", () => {
		const image = draw([20, 20], [3, 3, 17, 17], [200, 100, 50, 77]);
		const same = fitImageToTarget(image, {
			...object,
			targetSize: { width: 20, height: 20 },
			background: "transparent",
		});
		expect([...same.pixels]).toEqual([...image.pixels]);
	});

	test("fills what a background left open with its mean colour", () => {
		const image = draw([20, 20], [0, 0, 10, 20], [200, 100, 50, 255]);
		const { pixels } = fitImageToTarget(image, {
			...background,
			targetSize: { width: 20, height: 20 },
			background: "transparent",
		});
		expect([...pixels.subarray(4 * 19, 4 * 20)]).toEqual([200, 100, 50, 255]);
	});

	test("lies on the background that was asked for", () => {
		const image = draw([20, 20], [5, 5, 15, 15]);
		const { pixels } = fitImageToTarget(image, {
			...object,
			targetSize: { width: 20, height: 20 },
			background: "#0000ff",
		});
		expect([...pixels.subarray(0, 4)]).toEqual([0, 0, 255, 255]);
	});
});
