import type { Collector, Span } from "./extraction.js";
import { readMarkup } from "./markup.js";

/** Adds the images of markup that a script holds in a string or template. */
export function readMarkupInString(span: Span, collector: Collector): void {
	const before = collector.references.length;
	readMarkup(span.text, { offset: span.start, lookup: "page", collector });
	for (let i = before; i < collector.references.length; i++) {
		const reference = collector.references[i];
		if (reference !== undefined)
			collector.references[i] = {
				...reference,
				certainty: Math.min(reference.certainty, 0.75),
			};
	}
}
