import { isImagePath } from "../image-path.js";
import type { Hints, ImageUse, Lookup } from "../records.js";
import { addReference, type Collector, type Span } from "./extraction.js";
import { parseSrcset } from "./srcset.js";

/** Adds every candidate of a `srcset`, each with the size that its descriptor asks for. */
export function addSrcset(
	span: Span,
	use: ImageUse,
	lookup: Lookup,
	hints: Hints,
	collector: Collector,
	selectors: readonly string[],
): void {
	for (const candidate of parseSrcset(span)) {
		if (!isImagePath(candidate.text)) continue;
		const { width, density, text, start, end } = candidate;
		addReference(
			collector,
			{ text, start, end },
			use,
			lookup,
			scaleHints(hints, width, density),
			0.95,
			selectors,
		);
	}
}

// A candidate's own width wins; the height keeps the proportions of the element.
function scaleHints(
	hints: Hints,
	width: number | undefined,
	density: number,
): Hints {
	const ratio =
		hints.width !== undefined && hints.height !== undefined && hints.height > 0
			? hints.width / hints.height
			: hints.aspectRatio;
	if (width !== undefined)
		return {
			...hints,
			width,
			height: ratio === undefined ? undefined : Math.round(width / ratio),
			aspectRatio: ratio,
		};
	const scale = (value: number | undefined) =>
		value === undefined ? undefined : Math.round(value * density);
	return { ...hints, width: scale(hints.width), height: scale(hints.height) };
}
