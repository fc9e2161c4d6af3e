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
