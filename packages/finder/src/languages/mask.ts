// Covers parts of a document with harmless characters of the same length, so that a parser of another
// language passes over them and every offset stays true.

/** Covers `text` from `start` to `end`; line breaks stay. */
export function coverRange(text: string, start: number, end: number): string {
	return text.slice(0, start) + cover(text.slice(start, end)) + text.slice(end);
}

/** A harmless text of the same length; line breaks stay. */
export function cover(text: string, filler = "x"): string {
	return text.replace(/[^\r\n]/g, filler);
}

const COMMENTS =
	/\{%-?\s*comment\b[\s\S]{0,50000}?endcomment\s*-?%\}|\{#[^{}\n][\s\S]{0,5000}?#\}|\{\{-?\s*\/\*[\s\S]{0,20000}?\*\/\s*-?\}\}|\{\{[<%]\s*\/\*[\s\S]{0,5000}?\*\/\s*[>%]\}\}|\{\{!--[\s\S]{0,20000}?--\}\}/g;
const TEMPLATES =
	/\{\{(?:[^{}]|\{(?!\{)|\}(?!\})){0,1000}\}\}|\{%[\s\S]{0,1000}?%\}|<%[\s\S]{0,2000}?%>|<\?(?:php\b|=)[\s\S]{0,20000}?\?>/g;

/** Covers comments of template languages with spaces. */
export function coverTemplateComments(text: string): string {
	if (!/\{[%#{]/.test(text)) return text;
	return text.replace(COMMENTS, (part) => cover(part, " "));
}

/** Covers `{{ … }}`, `{% … %}`, `<% … %>` and PHP, whose quotes and brackets would mislead a reader of markup. */
export function coverTemplates(text: string): string {
	if (!/\{[{%]|<[?%]/.test(text)) return text;
	return text.replace(TEMPLATES, (part) => cover(part));
}

/**
 * Covers what stands between braces inside tags, as in `on:click={() => a > b}`.
 *
 * @param everywhere  also inside quotes, as Svelte and Astro allow; otherwise only right after `=`
 */
export function coverBracesInTags(text: string, everywhere: boolean): string {
	if (!text.includes("{")) return text;
	const out: string[] = [];
	let copied = 0;
	for (const tag of text.matchAll(/<!--[\s\S]*?-->|<[a-zA-Z]/g)) {
		if (tag[0].startsWith("<!--") || tag.index < copied) continue;
		let at = tag.index + 2;
		let quote = "";
		for (; at < text.length; at++) {
			const char = text[at] as string;
			if (char === "{") {
				if (!everywhere && (quote !== "" || text[at - 1] !== "=")) continue;
				const end = endOfBraces(text, at);
				out.push(text.slice(copied, at + 1), cover(text.slice(at + 1, end)));
				copied = end;
				at = end;
			} else if (quote !== "") {
				if (char === quote) quote = "";
			} else if (char === '"' || char === "'") {
				// Only after "=": elsewhere it is a stray quote of a truncated document.
				if (/=\s*$/.test(text.slice(Math.max(0, at - 4), at))) quote = char;
			} else if (char === ">") break;
		}
	}
	out.push(text.slice(copied));
	return out.join("");
}

const MAX_BRACES = 20_000;

/** The offset of the brace that closes the one at `open`; strings, templates and comments inside are passed over. */
export function endOfBraces(text: string, open: number): number {
	let depth = 0;
	const end = Math.min(text.length, open + MAX_BRACES);
	for (let at = open; at < end; at++) {
		const char = text[at];
		if (char === "{") depth++;
		else if (char === "}") {
			if (--depth === 0) return at;
		} else if (char === '"' || char === "'") {
			const close = text.indexOf(char, at + 1);
			const line = text.indexOf("\n", at + 1);
			// An apostrophe in text has no partner on its line.
			if (close > 0 && (line < 0 || close < line)) at = close;
		} else if (char === "`") {
			const close = text.indexOf("`", at + 1);
			if (close > 0) at = close;
		} else if (char === "/" && text[at + 1] === "*") {
			const close = text.indexOf("*/", at + 2);
			if (close > 0) at = close + 1;
		}
	}
	// Truncated source: give up at the end of the line.
	const line = text.indexOf("\n", open);
	return line < 0 ? text.length : line;
}

/** Covers code between fences, wherever they stand: right after a tag they are part of it for CommonMark, not for MDX. */
export function coverFences(text: string): string {
	let covered = "";
	let from = 0;
	let open: { start: number; mark: string } | undefined;
	for (const match of text.matchAll(/^[ \t>]*(`{3,}|~{3,})(.*)$/gm)) {
		const [line, mark = "", rest = ""] = match;
		const end = match.index + line.length;
		if (open === undefined) {
			// Code within a line.
			if (!(mark.startsWith("`") && rest.includes("`")))
				open = { start: match.index, mark };
		} else if (mark.startsWith(open.mark) && rest.trim() === "") {
			covered += text.slice(from, open.start);
			covered += cover(text.slice(open.start, end), " ");
			from = end;
			open = undefined;
		}
	}
	return covered + text.slice(from);
}
