import fc from "fast-check";
import { expect, test } from "vitest";
import { makeRgbaImage, type OwnedRgbaImage } from "../image/rgba-image.js";
import { compareDraft } from "./compare-draft.js";
import { composeFinal } from "./compose-final.js";

/** A disc of one colour, on nothing or on another colour. */
function disc(
	width: number,
	height: number,
	colour: number[],
	ground: number[],
): OwnedRgbaImage {
	const image = makeRgbaImage(width, height);
	for (let y = 0; y < height; y++)
		for (let x = 0; x < width; x++) {
			const far = Math.hypot(x - width / 2 + 0.5, y - height / 2 + 0.5);
			image.pixels.set(
				far < Math.min(width, height) / 3 ? colour : ground,
				4 * (y * width + x),
			);
		}
	return image;
}
const clear = [0, 0, 0, 0];
const red = [200, 20, 20, 255];
const draft = disc(60, 40, red, clear);
const alphaAt = (
	{ width, pixels }: { width: number; pixels: ArrayLike<number> },
	x: number,
	y: number,
) => pixels[4 * (y * width + x) + 3];

test("an answer of any size fits the slot, and its own alpha is kept", () => {
	for (const [width, height] of [
		[1024, 1024],
		[30, 20],
		[60, 40],
		[7, 90],
	]) {
		const { image, alphaSource } = composeFinal(
			disc(width, height, red, clear),
			{ draft, needsAlpha: true },
		);
		expect([image.width, image.height, alphaSource]).toEqual([
			60,
			40,
			"answer",
		]);
		expect(alphaAt(image, 30, 20)).toBe(255);
	}
});

test("a plain background is taken away, but not the same colour inside", () => {
	const answer = disc(120, 80, red, [250, 250, 250, 255]);
	for (let x = 58; x < 62; x++)
		answer.pixels.set([250, 250, 250, 255], 4 * (40 * 120 + x));
	const { image, alphaSource } = composeFinal(answer, {
		draft,
		needsAlpha: true,
	});
	expect(alphaSource).toBe("plain-border");
	expect([
		alphaAt(image, 0, 0),
		alphaAt(image, 59, 39),
		alphaAt(image, 30, 20),
	]).toEqual([0, 0, 255]);
});

test("on a painted background the draft's outline is kept", () => {
	const answer = makeRgbaImage(60, 40);
	answer.pixels.forEach((_, i) => {
		answer.pixels[i] = i % 4 === 3 ? 255 : (i * 89) % 251;
	});
	const { image, alphaSource } = composeFinal(answer, {
		draft,
		needsAlpha: true,
	});
	expect(alphaSource).toBe("draft");
	expect([alphaAt(image, 0, 0), alphaAt(image, 30, 20)]).toEqual([0, 255]);
});

test("outside the mask every byte is the draft's, whatever came", () => {
	const bytes = fc.uint8Array({ minLength: 4 * 6 * 5, maxLength: 4 * 6 * 5 });
	fc.assert(
		fc.property(bytes, bytes, bytes, fc.boolean(), (a, b, c, needsAlpha) => {
			const image = (pixels: Uint8Array) => ({ width: 6, height: 5, pixels });
			const mask = c.map((value, i) =>
				i % 4 === 3 && value > 100 ? 255 : value,
			);
			const final = composeFinal(image(a), {
				draft: image(b),
				mask: image(mask),
				needsAlpha,
			}).image;
			for (let i = 0; i < b.length; i += 4)
				if (mask[i + 3] === 255)
					expect(final.pixels.subarray(i, i + 4)).toEqual(b.subarray(i, i + 4));
		}),
	);
});

test("the comparison sees other colours and another layout", () => {
	const same = compareDraft(draft, draft);
	expect(same.paletteDeltaE).toBe(0);
	expect(same.layoutSimilarity).toBeCloseTo(1);
	expect(
		compareDraft(disc(60, 40, [20, 20, 200, 255], clear), draft).paletteDeltaE,
	).toBeGreaterThan(50);
	const corner = makeRgbaImage(60, 40);
	for (let y = 0; y < 10; y++)
		for (let x = 0; x < 10; x++) corner.pixels.set(red, 4 * (y * 60 + x));
	expect(compareDraft(corner, draft).layoutSimilarity).toBeLessThan(0.3);
	expect(compareDraft(makeRgbaImage(3, 3), draft)).toEqual({
		paletteDeltaE: 0,
		layoutSimilarity: 0,
	});
});
