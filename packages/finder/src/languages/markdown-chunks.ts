// The parts of a Markdown text that name images, so that a parser need not read the rest. A part starts and
// ends where any Markdown reader is at the top level again: after a blank line, at a line that is not indented.
import { mentionsImage } from "../image-path.js";
import { findPart } from "../text-lines.js";

/** A part of a text. */
export interface MarkdownChunk {
	readonly start: number;
	readonly end: number;
	/** The last heading before it. */
	readonly heading: string | undefined;
}

/** Parts of a text, joined for one run of a parser. */
export interface JoinedChunks {
	readonly text: string;
	/** The part in which an offset of `text` lies, and where that offset stands in the source. */
	locate(
		offset: number,
	): { readonly chunk: MarkdownChunk; readonly offset: number } | undefined;
}

const FENCE = /^ {0,3}(`{3,}|~{3,})(.*)$/;
// The kinds of HTML block that a blank line does not end, and what ends each.
const OPEN_ENDED: readonly (readonly [RegExp, RegExp])[] = [
	[
		/^ {0,3}<(?:pre|script|style|textarea)(?:[\s>]|$)/i,
		/<\/(?:pre|script|style|textarea)>/i,
	],
	[/^ {0,3}<!--/, /-->/],
	[/^ {0,3}<\?/, /\?>/],
	[/^ {0,3}<![A-Za-z]/, />/],
	[/^ {0,3}<!\[CDATA\[/, /\]\]>/],
];
// Blank lines end most constructs, and a rule ends a list, which would else go on in the next part.
const GAP = "\n\n***\n\n";

/**
 * The parts that matter.
 *
 * @param isMdx  braces may hold blank lines, as a comment or an exported object does
 */
export function chunkMarkdown(source: string, isMdx: boolean): MarkdownChunk[] {
	return [...splitChunks(source, isMdx)].filter(({ start, end }) => {
		const part = source.slice(start, end);
		return mentionsImage(part) || (isMdx && part.includes("src="));
	});
}

/** Joins parts so that they stay apart for a parser. */
export function joinChunks(
	source: string,
	chunks: readonly MarkdownChunk[],
): JoinedChunks {
	const starts: number[] = [];
	let text = "";
	for (const { start, end } of chunks) {
		starts.push(text.length);
		text += source.slice(start, end) + GAP;
	}
	return {
		text,
		locate(offset) {
			const at = findPart(starts, offset);
			const chunk = chunks[at];
			if (chunk === undefined) return undefined;
			const inside = offset - (starts[at] ?? 0) + chunk.start;
			return { chunk, offset: Math.min(inside, chunk.end) };
		},
	};
}

function* splitChunks(
	source: string,
	isMdx: boolean,
): Generator<MarkdownChunk> {
	let start = 0;
	let heading: string | undefined;
	let chunkHeading: string | undefined;
	let isAfterBlank = false;
	let fence = "";
	let ending: RegExp | undefined;
	let depth = 0;
	let previous = "";
	for (let at = 0; at < source.length; ) {
		const newline = source.indexOf("\n", at);
		const next = newline < 0 ? source.length : newline + 1;
		const line = source.slice(at, next).trimEnd();
		if (fence !== "") {
			const mark = FENCE.exec(line);
			if (mark?.[1]?.startsWith(fence) && mark[2]?.trim() === "") fence = "";
		} else if (ending !== undefined) {
			if (ending.test(line)) ending = undefined;
		} else if (line === "") isAfterBlank = true;
		else {
			if (isAfterBlank && depth <= 0 && !/^\s/.test(line)) {
				yield { start, end: at, heading: chunkHeading };
				start = at;
				chunkHeading = heading;
				depth = 0;
			}
			isAfterBlank = false;
			fence = openedFence(line);
			ending = openedBlock(line);
			if (isMdx) depth += bracesIn(line);
			heading = headingIn(line, previous) ?? heading;
		}
		previous = line;
		at = next;
	}
	yield { start, end: source.length, heading: chunkHeading };
}

function openedFence(line: string): string {
	const [, mark = "", info = ""] = FENCE.exec(line) ?? [];
	// Backticks after the mark make it code within a line.
	return mark.startsWith("`") && info.includes("`") ? "" : mark;
}

function openedBlock(line: string): RegExp | undefined {
	const block = OPEN_ENDED.find(([open]) => open.test(line));
	if (block === undefined) return undefined;
	return block[1].test(line.replace(/^\s*<!?-*/, "")) ? undefined : block[1];
}

function bracesIn(line: string): number {
	let depth = 0;
	for (const char of line) depth += char === "{" ? 1 : char === "}" ? -1 : 0;
	return depth;
}

function headingIn(line: string, previous: string): string | undefined {
	const hashes = /^ {0,3}#{1,6}\s+(.*?)\s*#*$/.exec(line)?.[1];
	if (hashes) return plain(hashes);
	const isRule = /^(?:=+|-{2,})$/.test(line);
	return isRule && previous !== "" ? plain(previous) : undefined;
}

function plain(text: string): string {
	return text
		.replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
		.replace(/[*_`]|\{#?[^}]*\}/g, "")
		.trim();
}
