// Where a script has something that matters; most of a script has nothing.
import { extensionPattern } from "../image-path.js";
import { placeholderPattern } from "../placeholder-url.js";
import type { SyntaxNode } from "./syntax.js";

// Images, elements that may show an imported one, headings and style sheets.
const MARK = new RegExp(
	`//[\\w.]*(?:${placeholderPattern})|\\.(?:${extensionPattern}|css|scss|less)(?![a-z0-9])|src=\\{|(?:image|img|icon|thumb(?:nail)?|photo|cover|avatar|logo|picture)(?:width|height)?=\\{|<h[1-6]|Title>|Heading>`,
	"gi",
);

/** Offsets of what matters, in order. */
export function marksOf(code: string): number[] {
	return Array.from(code.matchAll(MARK), ({ index }) => index);
}

/** Whether something that matters stands inside a node. */
export function hasMark(
	{ start, end }: SyntaxNode,
	marks: readonly number[],
): boolean {
	let low = 0;
	let high = marks.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((marks[middle] as number) < start) low = middle + 1;
		else high = middle;
	}
	return low < marks.length && (marks[low] as number) < end;
}
