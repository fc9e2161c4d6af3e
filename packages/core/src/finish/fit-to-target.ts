// Second half of the output contract: from the enlarged picture to exactly the size and background that were asked.
import { fromPremultiplied, writeStraightRow } from "../image/premultiply.js";
import {
	type RowSource,
	resampleRows,
	type SourceRegion,
} from "../image/resample.js";
import { makeImageSource, makePlanarSource } from "../image/resize.js";
import {
	makeRgbaImage,
	type OwnedRgbaImage,
	type RgbaImage,
} from "../image/rgba-image.js";
import type { ImageSize, Plan } from "../records.js";
import type { Tensor } from "../tensor/tensor.js";
import { assertFinitePicture } from "./compose-native.js";
import { checkedCornerSize } from "./verify-image.js";

/**
 * Scales, pads or crops, and flattens a picture as the plan says.
 *
 * @param picture  [1, 4, h, w] premultiplied, 0 to 1 (clamped); unchanged
 * @returns RGBA8 of exactly `plan.targetSize`
 * @throws DeviceError `device/not-a-number`
 * @throws InternalError `internal/shape-mismatch`
 */
export function fitToTarget(
	picture: Tensor,
	plan: Pick<Plan, "kind" | "fit" | "targetSize" | "background">,
): RgbaImage {
	assertFinitePicture(picture);
	const [, , height, width] = picture.shape;
	const target = plan.targetSize;
	const image =
		width === target.width && height === target.height
			? fromPremultiplied(picture.data, width, height)
			: resample(makePlanarSource(picture.data, width, height), plan);
	settleAlpha(image, plan);
	return image;
}

/**
 * Fits a picture that was not drawn here as the plan says; what a full-bleed picture left transparent gets its mean colour.
 *
 * @param picture  any size; unchanged
 * @returns RGBA8 of exactly `plan.targetSize`
 */
export function fitImageToTarget(
	picture: RgbaImage,
	plan: Pick<Plan, "kind" | "fit" | "targetSize" | "background">,
): RgbaImage {
	const image = resample(makeImageSource(picture), plan);
	if (plan.kind === "background" && plan.background === "transparent")
		flattenOnColour(image.pixels, measureMeanColour(image.pixels));
	settleAlpha(image, plan);
	return image;
}

/** Where a picture lies in its target: whole and centred inside (contain), or cut to cover it. */
export function placeInTarget(
	source: ImageSize,
	target: ImageSize,
	fit: Plan["fit"],
): { region: SourceRegion; size: ImageSize; left: number; top: number } {
	const across = target.width / source.width;
	const down = target.height / source.height;
	if (fit === "cover") {
		const scale = Math.max(across, down);
		const width = Math.min(source.width, target.width / scale);
		const height = Math.min(source.height, target.height / scale);
		const x = (source.width - width) / 2;
		const y = (source.height - height) / 2;
		return { region: { x, y, width, height }, size: target, left: 0, top: 0 };
	}
	const scale = Math.min(across, down);
	const width = Math.max(1, Math.round(source.width * scale));
	const height = Math.max(1, Math.round(source.height * scale));
	return {
		region: { x: 0, y: 0, ...source },
		size: { width, height },
		left: (target.width - width) >> 1,
		top: (target.height - height) >> 1,
	};
}

function resample(
	source: RowSource,
	{ targetSize: target, fit }: Pick<Plan, "targetSize" | "fit">,
): OwnedRgbaImage {
	const image = makeRgbaImage(target.width, target.height);
	const { region, size, left, top } = placeInTarget(source, target, fit);
	resampleRows(source, region, size, (y, row) => {
		const at = 4 * ((top + y) * target.width + left);
		writeStraightRow(row, size.width, image.pixels, at);
	});
	return image;
}

/** Flattens on the plan's colour, or keeps an object's corners empty and a background opaque; changes the image. */
export function settleAlpha(
	image: OwnedRgbaImage,
	{ kind, background }: Pick<Plan, "kind" | "background">,
): void {
	if (background !== "transparent")
		flattenOnColour(image.pixels, parseColour(background));
	else if (kind === "object") clearCorners(image);
	else makeFullyOpaque(image.pixels);
}

/** The mean of what can be seen, 0 to 255 each. */
function measureMeanColour(pixels: Uint8Array): [number, number, number] {
	const sums = [0, 0, 0];
	let total = 0;
	for (let i = 0; i < pixels.length; i += 4) {
		const alpha = pixels[i + 3];
		total += alpha;
		for (let c = 0; c < 3; c++) sums[c] += alpha * pixels[i + c];
	}
	const [red, green, blue] = sums.map((sum) => sum / Math.max(total, 1));
	return [red, green, blue];
}

function flattenOnColour(
	pixels: Uint8Array,
	[red, green, blue]: readonly [number, number, number],
): void {
	for (let i = 0; i < pixels.length; i += 4) {
		const alpha = pixels[i + 3] / 255;
		pixels[i] = Math.round(red + (pixels[i] - red) * alpha);
		pixels[i + 1] = Math.round(green + (pixels[i + 1] - green) * alpha);
		pixels[i + 2] = Math.round(blue + (pixels[i + 2] - blue) * alpha);
		pixels[i + 3] = 255;
	}
}

/** A corner pixel of a small icon averages over more than the native picture's empty border. */
function clearCorners({ width, height, pixels }: OwnedRgbaImage): void {
	if (Math.min(width, height) < checkedCornerSize) return;
	for (const y of [0, height - 1]) {
		for (const x of [0, width - 1]) {
			const at = 4 * (y * width + x);
			pixels.fill(0, at, at + 4);
		}
	}
}

/** Filtering may leave 254 where all sources were 255. */
function makeFullyOpaque(pixels: Uint8Array): void {
	for (let i = 3; i < pixels.length; i += 4) pixels[i] = 255;
}

function parseColour(colour: string): [number, number, number] {
	const value = Number.parseInt(colour.slice(1), 16);
	return [value >> 16, (value >> 8) & 255, value & 255];
}
