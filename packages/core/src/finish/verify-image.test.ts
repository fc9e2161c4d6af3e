import { expect, test } from "vitest";
import type { RgbaImage } from "../image/rgba-image.js";
import type { Plan } from "../records.js";
import { verifyImage } from "./verify-image.js";

type CheckedPlan = Pick<Plan, "kind" | "targetSize" | "background">;

const size = { width: 8, height: 9 };
const object: CheckedPlan = {
	kind: "object",
	targetSize: size,
	background: "transparent",
};
const flat: CheckedPlan = { ...object, background: "#ffffff" };
const background: CheckedPlan = { ...object, kind: "background" };

/** A picture of one alpha, with other alphas at some pixels. */
function makeImage(
	alpha: number,
	others: Readonly<Record<number, number>> = {},
): RgbaImage {
	const pixels = new Uint8Array(4 * 8 * 9).fill(alpha);
	for (const [at, other] of Object.entries(others))
		pixels[4 * Number(at) + 3] = other;
	return { ...size, pixels };
}

test.each([
	["an object with clear corners", makeImage(0, { 36: 255 }), object],
	["an object on a colour", makeImage(255), flat],
	["a background", makeImage(255), background],
])("%s is fine", (_, image, plan) => {
	expect(() => verifyImage(image, plan)).not.toThrow();
});

test.each([
	["another width", { ...makeImage(255), width: 9 }, background],
	["another height", { ...makeImage(255), height: 8 }, background],
	[
		"too few bytes",
		{ ...makeImage(255), pixels: new Uint8Array(4 * 71) },
		background,
	],
	[
		"too many bytes",
		{ ...makeImage(255), pixels: new Uint8Array(4 * 73) },
		background,
	],
	["a hole in the background", makeImage(255, { 40: 254 }), background],
	["a hole in the colour", makeImage(255, { 0: 0 }), flat],
	["a painted top left corner", makeImage(0, { 36: 255, 0: 1 }), object],
	["a painted top right corner", makeImage(0, { 36: 255, 7: 1 }), object],
	["a painted bottom left corner", makeImage(0, { 36: 255, 64: 1 }), object],
	["a painted bottom right corner", makeImage(0, { 36: 255, 71: 1 }), object],
	["no transparency at all", makeImage(255), object],
])("%s breaks the contract", (_, image, plan) => {
	expect(() => verifyImage(image, plan)).toThrow(
		expect.objectContaining({ code: "internal/contract-broken" }),
	);
});

test("an object that shows nothing is the model's failure", () => {
	expect(() => verifyImage(makeImage(0), object)).toThrow(
		expect.objectContaining({ code: "model/blank-picture" }),
	);
});

test("of an icon of a few pixels the corners may be painted, but not empty", () => {
	const tiny = { ...object, targetSize: { width: 1, height: 1 } };
	const pixel = (alpha: number): RgbaImage => ({
		width: 1,
		height: 1,
		pixels: new Uint8Array(4).fill(alpha),
	});
	expect(() => verifyImage(pixel(90), tiny)).not.toThrow();
	expect(() => verifyImage(pixel(0), tiny)).toThrow();
});
