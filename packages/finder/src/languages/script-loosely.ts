// A script too broken for a parser, as while somebody types: strings outside comments, judged by what precedes them.
import { isImagePath } from "../image-path.js";
import type { ImageUse, Lookup } from "../records.js";
import { addReference, type Collector } from "./extraction.js";

const TOKEN =
	/\/\*[\s\S]*?(?:\*\/|$)|\/\/[^\n]*|"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\$]|\\.)*)`/g;

const BEFORE: readonly (readonly [RegExp, ImageUse, Lookup])[] = [
	[/\b(?:from|import)\s*\(?\s*$/, "import", "module"],
	[/\brequire\s*\(\s*$/, "require", "module"],
	[/\bnew\s+URL\s*\(\s*$/, "new-url", "file"],
	[/\b(?:src|poster)\s*=\s*\{?\s*$/, "img", "page"],
];

/** Adds what a broken script surely says about images. */
export function readScriptLoosely(
	code: string,
	offset: number,
	collector: Collector,
): void {
	for (const match of code.matchAll(TOKEN)) {
		const text = match[1] ?? match[2] ?? match[3];
		if (text === undefined || !isImagePath(text)) continue;
		const before = code.slice(Math.max(0, match.index - 40), match.index);
		const known = BEFORE.find(([pattern]) => pattern.test(before));
		if (known === undefined) continue;
		const start = offset + match.index + 1;
		const span = { text, start, end: start + text.length };
		addReference(collector, span, known[1], known[2], {}, 0.85);
	}
}
