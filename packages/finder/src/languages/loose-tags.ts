import { mentionsImage } from "../image-path.js";
import type { MarkdownWalk } from "./markdown.js";
import { readMarkup } from "./markup.js";
import { endOfBraces } from "./mask.js";

const LOOSE_TAG = /<(?:img|source|video|input|[A-Z][\w.]*)(?=[\s/])/g;
const MAX_TAG = 3000;

/** Adds tags that neither CommonMark nor MDX took, as `<img style={{ … }}>` beside broken JSX. */
export function readLooseTags(walk: MarkdownWalk, from: number): void {
	const { text, collector } = walk;
	const known = [...walk.done, ...walk.tags];
	for (const match of text.slice(from).matchAll(LOOSE_TAG)) {
		const start = from + match.index;
		if (known.some(([first, last]) => start >= first && start < last)) continue;
		const end = endOfTag(text, start);
		if (!mentionsImage(text.slice(start, end))) continue;
		readMarkup(text.slice(start, end), {
			offset: start,
			lookup: "file",
			collector,
		});
	}
}

function endOfTag(text: string, start: number): number {
	const limit = Math.min(text.length, start + MAX_TAG);
	for (let at = start; at < limit; at++) {
		if (text[at] === "{") at = endOfBraces(text, at);
		else if (text[at] === ">") return at + 1;
	}
	return limit;
}
