// The size that a missing image should have, from the firmest evidence to the weakest.
import type { SelectorSize } from "../languages/extraction.js";
import type { Hints, ImageSize } from "../records.js";
import { sizeOfName } from "./name-size.js";

/** What is known about one missing image. */
export interface SizeEvidence {
	readonly hints: Hints;
	/** Of style rules for the element that shows it. */
	readonly style: SelectorSize | undefined;
	readonly target: string;
	/** The common size of pictures beside it. */
	readonly neighbours: ImageSize | undefined;
}

/** Width and height in pixels; null where nothing tells. */
export function wantedSize({
	hints,
	style,
	target,
	neighbours,
}: SizeEvidence): {
	width: number | null;
	height: number | null;
} {
	const width = hints.width ?? style?.width;
	const height = hints.height ?? style?.height;
	const ratio = hints.aspectRatio ?? style?.aspectRatio;
	if (width !== undefined && height !== undefined) return { width, height };
	const named = sizeOfName(target);
	if (width === undefined && height === undefined)
		return named ?? neighbours ?? { width: null, height: null };
	// One side and the proportions of something like it give the other.
	const like = ratio ?? ratioOf(named) ?? ratioOf(neighbours);
	if (like === undefined || like <= 0)
		return { width: width ?? null, height: height ?? null };
	return {
		width: width ?? Math.max(1, Math.round((height ?? 0) * like)),
		height: height ?? Math.max(1, Math.round((width ?? 0) / like)),
	};
}

function ratioOf(size: ImageSize | undefined): number | undefined {
	return size === undefined || size.height === 0
		? undefined
		: size.width / size.height;
}
