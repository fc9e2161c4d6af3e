import type { Span } from "./extraction.js";

/** One candidate of a `srcset`. */
export interface SrcsetCandidate extends Span {
	/** Pixels, of a `640w` descriptor. */
	readonly width?: number;
	/** Of a `2x` descriptor; 1 when there is none. */
	readonly density: number;
}

// As the HTML standard splits it: an address ends at white space or at a comma followed by white space.
const CANDIDATE =
	/[\s,]*([^\s,](?:[^\s]*[^\s,])?)(?:\s+([^,()]*))?\s*(?:,|$)/gy;

/** Splits a `srcset`, keeping where each address stands. */
export function parseSrcset(span: Span): SrcsetCandidate[] {
	const found: SrcsetCandidate[] = [];
	CANDIDATE.lastIndex = 0;
	for (
		let match = CANDIDATE.exec(span.text);
		match !== null && match[0] !== "";
		match = CANDIDATE.exec(span.text)
	) {
		const [whole, address = "", descriptor = ""] = match;
		const offset = span.start + match.index + whole.indexOf(address);
		const width = /(?:^|\s)(\d+)w/.exec(descriptor)?.[1];
		const density = /(?:^|\s)(\d+(?:\.\d+)?)x/.exec(descriptor)?.[1];
		// "a.png,b.png" without spaces is one address for the standard, and two for its author.
		for (const part of address.matchAll(/[^,]+(?:,(?![^,]*\.)[^,]*)*/g))
			found.push({
				text: part[0],
				start: offset + part.index,
				end: offset + part.index + part[0].length,
				...(width === undefined ? {} : { width: Number(width) }),
				density: density === undefined ? 1 : Number(density),
			});
	}
	return found;
}
