/** Where a text stands in a document, UTF-16 offsets. */
export interface Span {
	readonly start: number;
	readonly end: number;
}

/** The reference of a finding in the text it was found in; undefined when something else stands there. */
export function locateReference(
	text: string,
	{
		line,
		column,
		reference,
	}: {
		readonly line: number;
		readonly column: number;
		readonly reference: string;
	},
): Span | undefined {
	let start = 0;
	for (let at = 1; at < line; at++) {
		const next = text.indexOf("\n", start);
		if (next < 0) return undefined;
		start = next + 1;
	}
	start += column - 1;
	const end = start + reference.length;
	return text.slice(start, end) === reference ? { start, end } : undefined;
}

/** Every place where a text stands as a whole reference: between quotes, brackets, commas or spaces. */
export function findReferences(text: string, reference: string): Span[] {
	const spans: Span[] = [];
	for (
		let start = text.indexOf(reference);
		start >= 0;
		start = text.indexOf(reference, start + reference.length)
	) {
		const end = start + reference.length;
		const before = text[start - 1] ?? " ";
		const after = text[end] ?? " ";
		if (/["'`(=\s,<]/.test(before) && /["'`)\s,>]/.test(after))
			spans.push({ start, end });
	}
	return spans;
}

/** The occurrence of a reference that is nearest to where it stood; undefined when the text no longer has it. */
export function locateNearest(
	text: string,
	mention: {
		readonly line: number;
		readonly column: number;
		readonly reference: string;
	},
): Span | undefined {
	const exact = locateReference(text, mention);
	if (exact !== undefined) return exact;
	const { reference, line } = mention;
	if (reference === "") return undefined;
	let best: Span | undefined;
	let bestDistance = Number.POSITIVE_INFINITY;
	let lineHere = 1;
	let counted = 0;
	for (
		let start = text.indexOf(reference);
		start >= 0;
		start = text.indexOf(reference, start + 1)
	) {
		for (; counted < start; counted++) if (text[counted] === "\n") lineHere++;
		const end = start + reference.length;
		// A part of a longer path is another reference.
		if (isPathPart(text[start - 1]) || isPathPart(text[end])) continue;
		const distance = Math.abs(lineHere - line);
		if (distance >= bestDistance) continue;
		best = { start, end };
		bestDistance = distance;
	}
	return best;
}

function isPathPart(character: string | undefined): boolean {
	return character !== undefined && /[\w./@-]/.test(character);
}
