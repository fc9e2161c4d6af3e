// Pictures of single things → one picture, each in its places.
import {
	makeRgbaImage,
	type OwnedRgbaImage,
	type RgbaImage,
} from "../image/rgba-image.js";
import type { Layer, Plan } from "../records.js";
import { settleAlpha } from "./fit-to-target.js";
import { verifyImage } from "./verify-image.js";

/**
 * Puts drawn layers together; their places don't overlap.
 *
 * @param drawn  one picture for each layer, of its size, on nothing
 * @returns RGBA8 of exactly `plan.targetSize`
 * @throws InternalError `internal/contract-broken`
 * @throws ModelError `model/blank-picture`
 */
export function composeLayers(
	layers: readonly Layer[],
	drawn: readonly RgbaImage[],
	plan: Pick<Plan, "kind" | "targetSize" | "background">,
): RgbaImage {
	const { width, height } = plan.targetSize;
	const image = makeRgbaImage(width, height);
	for (const [i, { places }] of layers.entries())
		for (const place of places) copyInto(image, drawn[i], place);
	settleAlpha(image, plan);
	verifyImage(image, plan);
	return image;
}

function copyInto(
	image: OwnedRgbaImage,
	part: RgbaImage,
	{ x, y }: Layer["places"][number],
): void {
	for (let line = 0; line < part.height; line++) {
		const from = 4 * line * part.width;
		image.pixels.set(
			part.pixels.subarray(from, from + 4 * part.width),
			4 * ((y + line) * image.width + x),
		);
	}
}
