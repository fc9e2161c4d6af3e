import fc from "fast-check";
import { expect, test } from "vitest";
import { makeRgbaImage } from "../image/rgba-image.js";
import {
	deltaE,
	fromOklab,
	parseHexColour,
	type Rgb,
	toOklab,
} from "./oklab.js";
import {
	makeHueTurn,
	makePaletteLock,
	measurePalette,
	planPaletteLock,
} from "./palette-lock.js";

/** Vertical stripes of the given colours, 8 px each. */
function drawStripes(colours: readonly Rgb[], alpha = 255) {
	const image = makeRgbaImage(8 * colours.length, 16);
	for (let at = 0; at < image.pixels.length / 4; at++) {
		const [red, green, blue] = colours[
			Math.floor((at % image.width) / 8)
		] as Rgb;
		image.pixels.set([red, green, blue, alpha], 4 * at);
	}
	return image;
}

test("OKLab has the published values of its anchors", () => {
	const close = (rgb: Rgb, expected: readonly number[]): void => {
		for (const [i, value] of toOklab(rgb).entries())
			expect(value).toBeCloseTo(expected[i] ?? Number.NaN, 3);
	};
	close([255, 255, 255], [1, 0, 0]);
	close([0, 0, 0], [0, 0, 0]);
	close([255, 0, 0], [0.628, 0.225, 0.126]);
	close([0, 0, 255], [0.452, -0.032, -0.312]);
	expect(deltaE(toOklab([0, 0, 0]), toOklab([255, 255, 255]))).toBeCloseTo(
		100,
		3,
	);
});

test("every sRGB colour survives the way to OKLab and back", () => {
	const byte = fc.integer({ min: 0, max: 255 });
	fc.assert(
		fc.property(fc.tuple(byte, byte, byte), (rgb) => {
			expect(fromOklab(toOklab(rgb))).toEqual(rgb);
		}),
	);
});

test("only six hexadecimal digits are a colour", () => {
	expect(parseHexColour("#ff8000")).toEqual([255, 128, 0]);
	for (const text of ["ff8000", "#fff", "#gg0000", ""])
		expect(parseHexColour(text)).toBeUndefined();
});

test("a locked picture has the palette's colours, and still as many of them", () => {
	const image = drawStripes([
		[220, 30, 40],
		[250, 250, 250],
		[40, 20, 20],
	]);
	const palette: Rgb[] = [
		[0, 80, 200],
		[10, 20, 60],
		[230, 240, 255],
	];
	expect(measurePalette(image, palette).mean).toBeGreaterThan(10);
	makePaletteLock(planPaletteLock(image, palette))(image.pixels);
	expect(measurePalette(image, palette).p95).toBeLessThan(0.5);
	const left = new Set<string>();
	for (let at = 0; at < image.pixels.length; at += 4)
		left.add(image.pixels.subarray(at, at + 3).join());
	expect(left.size).toBe(3);
});

test("one colour alone takes the whole picture", () => {
	const image = drawStripes([
		[220, 30, 40],
		[20, 30, 200],
	]);
	makePaletteLock(planPaletteLock(image, [[1, 2, 3]]))(image.pixels);
	expect([...image.pixels.subarray(0, 4)]).toEqual([1, 2, 3, 255]);
});

test("a pixel between two colours stays between what they become", () => {
	const image = drawStripes([
		[255, 0, 0],
		[255, 255, 255],
	]);
	const lock = planPaletteLock(image, [
		[0, 0, 255],
		[255, 255, 255],
	]);
	const between = fromOklab(
		lock.from[0]?.map(
			(value, i) => (value + (lock.from[1]?.[i] ?? 0)) / 2,
		) as unknown as [number, number, number],
	);
	const pixels = Uint8Array.from([...between, 200]);
	makePaletteLock(lock)(pixels);
	expect(pixels[3]).toBe(200);
	expect(pixels[2]).toBe(255);
	expect(pixels[0]).toBeGreaterThan(40);
	expect(pixels[0]).toBeLessThan(230);
});

test("transparent pixels have no part in it", () => {
	const image = drawStripes([[9, 9, 9]], 0);
	const before = image.pixels.slice();
	makePaletteLock(planPaletteLock(image, [[255, 0, 0]]))(image.pixels);
	expect(image.pixels).toEqual(before);
	expect(measurePalette(image, [[255, 0, 0]])).toEqual({ mean: 0, p95: 0 });
});

test("a hue turned by half a circle is another, and grey stays grey", () => {
	const pixels = Uint8Array.from([200, 60, 60, 255, 128, 128, 128, 255]);
	makeHueTurn(180)(pixels);
	expect(pixels[2]).toBeGreaterThan(pixels[0] ?? 255);
	expect([...pixels.subarray(4, 7)]).toEqual([128, 128, 128]);
});
