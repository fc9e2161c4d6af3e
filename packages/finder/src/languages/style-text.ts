// Short pieces of CSS inside other languages: style attributes, class names, strings.
import { isImagePath } from "../image-path.js";
import type { Hints, Lookup } from "../records.js";
import {
	addReference,
	type Collector,
	type SelectorSize,
	type Span,
} from "./extraction.js";

const URL_CALL =
	/url\(\s*(?:&quot;|&#39;|&apos;|\\?["'])?((?:[^"'()\\&]|\\.|&(?!quot;|#39;|apos;))+?)(?:&quot;|&#39;|&apos;|\\?["'])?\s*\)/gi;

/** Adds every `url(…)` of a text that is not a whole style sheet. */
export function addUrls(
	span: Span,
	lookup: Lookup,
	hints: Hints,
	collector: Collector,
): void {
	if (!span.text.includes("url(")) return;
	for (const match of span.text.matchAll(URL_CALL)) {
		const text = (match[1] ?? "").trim();
		if (!isImagePath(text)) continue;
		const start =
			span.start + match.index + match[0].indexOf(text, match[0].indexOf("("));
		// Tailwind writes a space as an underscore, so an underscore is escaped.
		addReference(
			collector,
			{ text: text.replace(/\\(.)/g, "$1"), start, end: start + text.length },
			"background",
			lookup,
			hints,
			0.9,
		);
	}
}

/** Adds the pictures of a `style` attribute. */
export function addStyleText(
	span: Span,
	lookup: Lookup,
	hints: Hints,
	collector: Collector,
): void {
	const size = definedOf(sizeOfStyle(span.text));
	addUrls(span, lookup, { ...hints, ...size }, collector);
}

function definedOf(size: SelectorSize): Hints {
	return Object.fromEntries(
		Object.entries(size).filter(([, value]) => value !== undefined),
	);
}

/** Width and height, in pixels, of declarations as in a `style` attribute. */
export function sizeOfStyle(style: string): SelectorSize {
	if (style === "") return {};
	const read = (name: string) =>
		new RegExp(`(?:^|[;{\\s])${name}\\s*:\\s*([^;}]+)`, "i").exec(style)?.[1];
	return sizeOfDeclarations(read);
}

/** Width and height, in pixels, of the declarations that `read` gives by name. */
export function sizeOfDeclarations(
	read: (name: string) => string | undefined,
): SelectorSize {
	const [across, down] = (read("background-size") ?? "").trim().split(/\s+/);
	const width = pixels(read("width")) ?? pixels(across);
	const height =
		pixels(read("height")) ?? pixels(down) ?? pixels(read("min-height"));
	const ratio = /^\s*(\d+(?:\.\d+)?)\s*(?:\/\s*(\d+(?:\.\d+)?))?\s*$/.exec(
		read("aspect-ratio") ?? "",
	);
	return {
		width,
		height,
		aspectRatio:
			ratio === null ? undefined : Number(ratio[1]) / Number(ratio[2] ?? 1),
	};
}

function pixels(value: string | undefined): number | undefined {
	const match = /^\s*(\d+(?:\.\d+)?)(px|rem|em)\s*(?:!important)?\s*$/i.exec(
		value ?? "",
	);
	if (match === null) return undefined;
	return Math.round(
		Number(match[1]) * (match[2]?.toLowerCase() === "px" ? 1 : 16),
	);
}
