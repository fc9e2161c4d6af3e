import fc from "fast-check";
import { expect, test } from "vitest";
import type { Plan } from "../records.js";
import { makeTensor, makeZeros, type Tensor } from "../tensor/tensor.js";
import { fadeFrame } from "./compose-native.js";
import { fitToTarget, placeInTarget } from "./fit-to-target.js";
import { verifyImage } from "./verify-image.js";

type FitPlan = Pick<Plan, "kind" | "fit" | "targetSize" | "background">;

const objectPlan = (
	width: number,
	height: number,
	background: Plan["background"] = "transparent",
): FitPlan => ({
	kind: "object",
	fit: "contain",
	targetSize: { width, height },
	background,
});
const backgroundPlan = (width: number, height: number): FitPlan => ({
	kind: "background",
	fit: "cover",
	targetSize: { width, height },
	background: "transparent",
});

function makePicture(size: number, rgba: readonly number[]): Tensor {
	const plane = size * size;
	return makeTensor(
		[1, 4, size, size],
		Float32Array.from(
			{ length: 4 * plane },
			(_, i) => rgba[Math.floor(i / plane)],
		),
	);
}

const side = fc.oneof(
	fc.integer({ min: 1, max: 80 }),
	fc.constantFrom(1, 2, 7, 8, 32, 64),
);
const anyPlan = fc
	.tuple(side, side, fc.constantFrom("object", "background", "colour"))
	.map(([width, height, kind]): FitPlan => {
		if (kind === "background") return backgroundPlan(width, height);
		return objectPlan(
			width,
			height,
			kind === "colour" ? "#123456" : "transparent",
		);
	});

test("any plan gives a picture that passes the final check", () => {
	const object = fadeFrame(makePicture(32, [0.8, 0.4, 0.2, 0.9]));
	const opaque = makePicture(32, [0.8, 0.4, 0.2, 1]);
	fc.assert(
		fc.property(anyPlan, (plan) => {
			const image = fitToTarget(plan.kind === "object" ? object : opaque, plan);
			verifyImage(image, plan);
		}),
	);
});

test("the same size is converted without resampling", () => {
	const picture = makePicture(16, [0.25, 0.5, 0, 0.5]);
	const { pixels } = fitToTarget(picture, objectPlan(16, 16));
	expect([...pixels.subarray(4, 8)]).toEqual([128, 255, 0, 128]);
	expect([...pixels.subarray(0, 4)]).toEqual([0, 0, 0, 0]);
});

test("an object is centred in a wide target and padded with nothing", () => {
	const { pixels } = fitToTarget(
		makePicture(16, [1, 0, 0, 1]),
		objectPlan(64, 32),
	);
	const alphaAt = (x: number, y: number): number =>
		pixels[4 * (64 * y + x) + 3];
	expect(alphaAt(15, 16)).toBe(0);
	expect(alphaAt(16, 16)).toBe(255);
	expect(alphaAt(47, 16)).toBe(255);
	expect(alphaAt(48, 16)).toBe(0);
});

test("a background covers a tall target and keeps its centre", () => {
	// Left half red, right half green: a tall crop shows half of each.
	const picture = makePicture(16, [0, 0, 0, 1]);
	for (let i = 0; i < 256; i++) picture.data[i + (i % 16 < 8 ? 0 : 256)] = 1;
	const { pixels } = fitToTarget(picture, backgroundPlan(8, 64));
	for (let y = 0; y < 64; y++) {
		expect([...pixels.subarray(4 * 8 * y, 4 * 8 * y + 4)]).toEqual([
			255, 0, 0, 255,
		]);
		expect([...pixels.subarray(4 * 8 * y + 28, 4 * 8 * y + 32)]).toEqual([
			0, 255, 0, 255,
		]);
	}
});

test("a colour is laid under the object and everything is opaque", () => {
	const picture = fadeFrame(makePicture(16, [0.5, 0, 0, 0.5]));
	const { pixels } = fitToTarget(picture, objectPlan(16, 16, "#00ff80"));
	expect([...pixels.subarray(0, 4)]).toEqual([0, 255, 128, 255]);
	// Half red over the colour, with alpha 128 of 255.
	expect([...pixels.subarray(4 * 136, 4 * 136 + 4)]).toEqual([
		128, 127, 64, 255,
	]);
});

test.each([
	["contain", 100, 50, { width: 50, height: 50 }, 25, 0],
	["contain", 3, 4096, { width: 3, height: 3 }, 0, 2046],
	["cover", 100, 50, { width: 100, height: 50 }, 0, 0],
] as const)(
	"%s in %d x %d lies where it should",
	(fit, width, height, size, left, top) => {
		const placed = placeInTarget(
			{ width: 128, height: 128 },
			{ width, height },
			fit,
		);
		expect(placed).toMatchObject({ size, left, top });
	},
);

test("the region that covers a target has its aspect and lies inside the source", () => {
	fc.assert(
		fc.property(
			fc.integer({ min: 1, max: 4096 }),
			fc.integer({ min: 1, max: 4096 }),
			(width, height) => {
				const { region } = placeInTarget(
					{ width: 128, height: 128 },
					{ width, height },
					"cover",
				);
				expect(region.width / region.height).toBeCloseTo(width / height, 6);
				expect(region.x).toBeGreaterThanOrEqual(0);
				expect(region.y).toBeGreaterThanOrEqual(0);
				expect(region.x + region.width).toBeLessThanOrEqual(128 + 1e-9);
				expect(region.y + region.height).toBeLessThanOrEqual(128 + 1e-9);
			},
		),
	);
});

test("numbers that are not finite are never made into a picture", () => {
	const picture = makeZeros([1, 4, 8, 8]);
	picture.data[100] = Number.NaN;
	expect(() => fitToTarget(picture, objectPlan(8, 8))).toThrow(
		expect.objectContaining({ code: "device/not-a-number" }),
	);
});
