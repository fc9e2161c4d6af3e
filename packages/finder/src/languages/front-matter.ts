// Front matter in YAML, TOML or JSON, read line by line: all that matters is scalars that name images.
import { isImagePath } from "../image-path.js";
import type { Hints, ImageUse } from "../records.js";
import { addReference, type Collector } from "./extraction.js";
import { addUrls } from "./style-text.js";
import { evaluateTemplate } from "./template-value.js";

const FENCE = /^\uFEFF?(---|\+\+\+|;;;)[^\S\n]*\r?\n/;

/** The length of the front matter at the start of `text`, fences included; 0 when there is none. */
export function frontMatterLength(text: string): number {
	const fence = FENCE.exec(text);
	if (fence === null) return 0;
	const mark = (fence[1] ?? "").replaceAll("+", "\\+");
	const close = new RegExp(`^${mark}[^\\S\\n]*(?:\\r?\\n|$)`, "m");
	const end = close.exec(text.slice(fence[0].length));
	return end === null ? 0 : fence[0].length + end.index + end[0].length;
}

const SCALAR =
	/("(?:[^"\\\n]|\\.)*"|'(?:[^'\n]|'')*'|[^\s,[\]{}"'#][^,[\]{}\n]*?)(?=\s*(?:[,\]}]|\s#[^\n]*|$))/g;
const LINE = /^([ \t]*)((?:-[ \t]+)*)(?:"?([\w.-]+)"?[ \t]*[:=][ \t]*)?(.*)$/;
const SHARED = /og_?image|opengraph|open_graph|social|share|twitter|seo/i;
// Addresses of the page itself.
const NOT_IMAGES =
	/(?:^|\.)(?:permalink|redirect_(?:from|to)|alias(?:es)?|slug|url)$/i;
const ICON = /^(?:favicon|icon)$/i;

/**
 * Adds the images that front matter names; returns its title.
 *
 * @param offset  where the text starts in the document
 */
export function readFrontMatter(
	text: string,
	collector: Collector,
	offset = 0,
): string | undefined {
	const lines: { indent: number; key: string; value: string; at: number }[] =
		[];
	let at = offset;
	let parents: { indent: number; key: string }[] = [];
	for (const line of text.split("\n")) {
		const [, indentText = "", dashes = "", key = "", value = ""] =
			LINE.exec(line.replace(/\r$/, "")) ?? [];
		const indent = indentText.length + dashes.length;
		if (!/^\s*(#|---|\+\+\+|;;;|$)/.test(line)) {
			parents = parents.filter((parent) => parent.indent < indent);
			const path = [...parents.map((parent) => parent.key), key]
				.filter(Boolean)
				.join(".");
			lines.push({
				indent,
				key: path,
				value,
				at: at + line.indexOf(value, indent),
			});
			if (key !== "") parents.push({ indent, key });
		}
		at += line.length + 1;
	}
	const plain = (key: RegExp, near: number) => {
		const here = lines.filter((line) =>
			key.test(line.key.split(".").at(-1) ?? ""),
		);
		here.sort((a, b) => Math.abs(a.at - near) - Math.abs(b.at - near));
		return here[0] && unquote(here[0].value);
	};
	const title = lines.find(({ key }) => key === "title");
	const heading = title && unquote(title.value);
	for (const { key, value, at: start } of lines) {
		const span = { text: value, start, end: start + value.length };
		if (!NOT_IMAGES.test(key)) addUrls(span, "content", { heading }, collector);
		for (const match of value.matchAll(SCALAR)) {
			const text = evaluateTemplate(unquote(match[1] ?? ""));
			if (
				text === undefined ||
				!isImagePath(text) ||
				NOT_IMAGES.test(key) ||
				/[\s"'<>(){}]\S*\.\w+$|https?:/.test(text)
			)
				continue;
			const quote = /^["']/.test(match[0]) ? 1 : 0;
			const from = start + match.index + quote;
			const hints: Hints = {
				alt: plain(/alt$/i, start),
				caption: plain(/^caption$/i, start),
				heading,
				...(SHARED.test(key) ? { width: 1200, height: 630 } : {}),
			};
			const span = {
				text,
				start: from,
				end: from + (match[1] ?? "").length - 2 * quote,
			};
			addReference(collector, span, useOfKey(key), "content", hints, 0.85);
		}
	}
	return heading;
}

function useOfKey(key: string): ImageUse {
	if (ICON.test(key)) return "favicon";
	return SHARED.test(key) ? "og-image" : "front-matter";
}

function unquote(value: string): string {
	const text = value.replace(/\s+#.*$/, "").trim();
	return /^(["']).*\1,?$/.test(text)
		? text.replace(/,$/, "").slice(1, -1)
		: text;
}
