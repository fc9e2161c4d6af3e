// What every language's reader returns, and the small shapes that they share.
import type { Hints, ImageReference, ImageUse, Lookup } from "../records.js";

/** Everything that one document says about images. */
export interface Extraction {
	readonly references: readonly FoundReference[];
	/** Style sheets that the document names, as written. */
	readonly stylesheets: readonly string[];
	/** Sizes per simple selector (`.class`, `#id`) of its own styles. */
	readonly selectorSizes: ReadonlyMap<string, SelectorSize>;
	/** The `href` of `<base>`. */
	readonly base?: string | undefined;
}

/** What style rules say about a box, in pixels. */
export interface SelectorSize {
	readonly width?: number | undefined;
	readonly height?: number | undefined;
	readonly aspectRatio?: number | undefined;
}

/** A piece of text and where it stands in the document. */
export interface Span {
	readonly text: string;
	readonly start: number;
	readonly end: number;
}

/** A reference that may still learn its size from style sheets. */
export interface FoundReference extends ImageReference {
	/** `.class` and `#id` of the element that shows the image. */
	readonly selectors?: readonly string[];
}

/** Collects what a reader finds in one document. */
export interface Collector {
	readonly references: FoundReference[];
	readonly stylesheets: string[];
	readonly selectorSizes: Map<string, SelectorSize>;
	base?: string | undefined;
	/** Imported images by variable, and what the elements say that show a variable. */
	readonly imported: Map<string, number>;
	readonly shown: Map<
		string,
		{ readonly hints: Hints; readonly selectors: readonly string[] }
	>;
}

/** An empty collector. */
export function makeCollector(): Collector {
	return {
		references: [],
		stylesheets: [],
		selectorSizes: new Map(),
		imported: new Map(),
		shown: new Map(),
	};
}

/** Ends the collecting: imports learn from the elements that show them. */
export function finishCollector(collector: Collector): Extraction {
	for (const [variable, index] of collector.imported) {
		const shown = collector.shown.get(variable);
		const reference = collector.references[index];
		if (shown === undefined || reference === undefined) continue;
		collector.references[index] = {
			...reference,
			hints: { ...reference.hints, ...shown.hints },
			selectors: shown.selectors,
		};
	}
	return collector;
}

/** How a reader adds one reference. */
export function addReference(
	collector: Collector,
	span: Span,
	use: ImageUse,
	lookup: Lookup,
	hints: Hints = {},
	certainty = 0.95,
	selectors?: readonly string[],
): void {
	collector.references.push({
		...span,
		use,
		lookup,
		hints,
		certainty,
		...(selectors === undefined || selectors.length === 0 ? {} : { selectors }),
	});
}

/** Adds what was collected apart, in a piece that starts at `offset`. */
export function addCollected(
	collector: Collector,
	part: Collector,
	offset: number,
): void {
	const before = collector.references.length;
	for (const reference of part.references)
		collector.references.push({
			...reference,
			start: reference.start + offset,
			end: reference.end + offset,
		});
	collector.stylesheets.push(...part.stylesheets);
	for (const [name, size] of part.selectorSizes)
		if (!collector.selectorSizes.has(name))
			collector.selectorSizes.set(name, size);
	for (const [variable, index] of part.imported)
		collector.imported.set(variable, before + index);
	for (const [variable, shown] of part.shown)
		collector.shown.set(variable, shown);
	collector.base ??= part.base;
}
