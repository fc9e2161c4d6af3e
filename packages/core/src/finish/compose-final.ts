// The way back from a bigger model: its answer is fitted to the very slot of the draft, whatever size, alpha or care for the
// mask it came with.
import { resizeImage } from "../image/resize.js";
import {
	assertRgbaImage,
	makeRgbaImage,
	type OwnedRgbaImage,
	type RgbaImage,
} from "../image/rgba-image.js";

/** What the answer must fit. */
export interface FinalSlot {
	/** Has the size of the slot. */
	readonly draft: RgbaImage;
	/** Same size; opaque where nothing may change. */
	readonly mask?: RgbaImage | undefined;
	readonly needsAlpha: boolean;
}

/** Where the alpha of a final picture came from. */
export type AlphaSource = "answer" | "plain-border" | "draft" | "none";

/** A final picture in its slot. */
export interface FinalPicture {
	readonly image: RgbaImage;
	readonly alphaSource: AlphaSource;
}

/** How far a border pixel may differ, per channel, to count as the same plain colour. */
const borderTolerance = 24;
const plainShare = 0.9;

/**
 * Fits an answer to its slot: exact size, real alpha, and the draft's own pixels, bit for bit, where the mask forbids change.
 *
 * @throws InternalError `internal/size-mismatch`
 */
export function composeFinal(
	answer: RgbaImage,
	{ draft, mask, needsAlpha }: FinalSlot,
): FinalPicture {
	assertRgbaImage(draft);
	const image = coverSlot(answer, draft);
	const alphaSource = needsAlpha ? giveAlpha(image, draft) : "none";
	if (!needsAlpha)
		for (let i = 3; i < image.pixels.length; i += 4) image.pixels[i] = 255;
	if (mask) {
		const fitted = resizeImage(mask, draft);
		for (let i = 0; i < image.pixels.length; i += 4)
			if (fitted.pixels[i + 3] === 255)
				image.pixels.set(draft.pixels.subarray(i, i + 4), i);
	}
	return { image, alphaSource };
}

/** Scales to cover and cuts the middle, so that nothing is distorted. */
function coverSlot(
	answer: RgbaImage,
	{ width, height }: RgbaImage,
): OwnedRgbaImage {
	const scale = Math.max(width / answer.width, height / answer.height);
	const scaled = resizeImage(answer, {
		width: Math.max(width, Math.round(answer.width * scale)),
		height: Math.max(height, Math.round(answer.height * scale)),
	});
	const left = (scaled.width - width) >> 1;
	const top = (scaled.height - height) >> 1;
	const image = makeRgbaImage(width, height);
	for (let y = 0; y < height; y++) {
		const start = 4 * ((y + top) * scaled.width + left);
		image.pixels.set(
			scaled.pixels.subarray(start, start + 4 * width),
			4 * y * width,
		);
	}
	return image;
}

function giveAlpha(image: OwnedRgbaImage, draft: RgbaImage): AlphaSource {
	const { pixels } = image;
	for (let i = 3; i < pixels.length; i += 4)
		if (pixels[i] < 128) return "answer";
	const colour = findPlainBorder(image);
	if (colour !== undefined) {
		clearFromBorder(image, colour);
		return "plain-border";
	}
	// A painted background cannot be told from the subject: the draft's own outline is kept.
	for (let i = 3; i < pixels.length; i += 4) pixels[i] = draft.pixels[i];
	return "draft";
}

type Colour = readonly [number, number, number];

function listBorder({ width, height }: RgbaImage): number[] {
	const indexes: number[] = [];
	for (let x = 0; x < width; x++) indexes.push(x, (height - 1) * width + x);
	for (let y = 1; y < height - 1; y++)
		indexes.push(y * width, y * width + width - 1);
	return indexes;
}

function isNear(
	pixels: RgbaImage["pixels"],
	at: number,
	colour: Colour,
): boolean {
	return colour.every(
		(value, i) => Math.abs(pixels[at + i] - value) <= borderTolerance,
	);
}

/** The colour of the border, if nearly all of it has one. */
function findPlainBorder(image: RgbaImage): Colour | undefined {
	const { pixels } = image;
	const border = listBorder(image);
	const middle = (channel: number): number =>
		border.map((i) => pixels[4 * i + channel]).sort((a, b) => a - b)[
			border.length >> 1
		];
	const colour: Colour = [middle(0), middle(1), middle(2)];
	const same = border.filter((i) => isNear(pixels, 4 * i, colour)).length;
	return same >= border.length * plainShare ? colour : undefined;
}

/** Makes transparent what has the border's colour and hangs together with it. */
function clearFromBorder(image: OwnedRgbaImage, colour: Colour): void {
	const { width, height, pixels } = image;
	const stack = listBorder(image).filter((i) => isNear(pixels, 4 * i, colour));
	const seen = new Uint8Array(width * height);
	for (const i of stack) seen[i] = 1;
	for (let i = stack.pop(); i !== undefined; i = stack.pop()) {
		pixels.fill(0, 4 * i, 4 * i + 4);
		const x = i % width;
		const next = [
			...(x > 0 ? [i - 1] : []),
			...(x < width - 1 ? [i + 1] : []),
			i - width,
			i + width,
		];
		for (const j of next) {
			if (j < 0 || j >= seen.length || seen[j] === 1) continue;
			seen[j] = 1;
			if (isNear(pixels, 4 * j, colour)) stack.push(j);
		}
	}
}
