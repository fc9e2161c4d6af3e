// Elements of HTML-like text, each with what stands around it: heading, caption, title, picture.
import { mentionsImage } from "../image-path.js";
import type { Hints, Lookup } from "../records.js";
import { readElement } from "./element.js";
import { type Element, plainName } from "./element-shape.js";
import type { Collector } from "./extraction.js";
import { expressionOf, readAttributeText } from "./markup-attribute.js";
import { type MarkupToken, tokenizeMarkup } from "./markup-tokens.js";
import {
	coverBracesInTags,
	coverTemplateComments,
	coverTemplates,
} from "./mask.js";
import { decodeEntities } from "./template-value.js";

/** How a piece of markup is read. */
export interface MarkupOptions {
	/** Where the markup starts in its document. */
	readonly offset: number;
	readonly lookup: Lookup;
	readonly collector: Collector;
	/** Braces in tags hold expressions, quoted or not, as in Svelte and Astro. */
	readonly braces?: boolean;
	/** Text of a heading before this markup. */
	readonly heading?: string | undefined;
	/** Gets the content of `<script>` and `<style>` elements. */
	readonly onBlock?: (block: MarkupBlock) => void;
}

/** The content of a `<script>` or `<style>`. */
export interface MarkupBlock {
	readonly kind: "script" | "style";
	readonly code: string;
	readonly offset: number;
	/** The `lang` or `type` attribute. */
	readonly language: string;
}

/** Adds the image references of markup. */
export function readMarkup(text: string, options: MarkupOptions): void {
	const source = coverTemplateComments(text);
	// Where braces hold expressions, two of them hold an object.
	const covered = coverBracesInTags(
		options.braces === true ? source : coverTemplates(source),
		options.braces ?? false,
	);
	const tokens = tokenizeMarkup(covered);
	const metaSizes = metaSizesOf(tokens, source);
	let heading = options.heading;
	let title: string | undefined;
	for (let i = 0; i < tokens.length; i++) {
		const token = tokens[i] as MarkupToken;
		if (token.kind !== "open") continue;
		const tag = token.name.toLowerCase();
		if (/^h[1-6]$/.test(tag)) heading = textUntil(tokens, i, source) || heading;
		else if (tag === "title") title ??= textUntil(tokens, i, source);
		else if (tag === "script" || tag === "style")
			options.onBlock?.(blockAt(tokens, i, source, tag, options.offset));
		const own = source.slice(token.start, token.end);
		const isHead = tag === "link" || tag === "base" || tag === "meta";
		if (!isHead && !mentionsImage(own) && !own.includes("src")) continue;
		const near =
			tag === "a" || tag === "button"
				? textUntil(tokens, i, source)
				: undefined;
		const hints: Hints = {
			heading: heading ?? title,
			caption: captionAround(tokens, i, source),
			near: near || title,
		};
		const picture = tag === "source" ? imageAfter(tokens, i) : undefined;
		const element = toElement(token, source, options.offset);
		readExpressions(token, element, source, options);
		readElement(
			element,
			{
				lookup: options.lookup,
				hints,
				picture: picture && toElement(picture, source, options.offset),
				metaSizes,
			},
			options.collector,
		);
	}
}

type OpenToken = Extract<MarkupToken, { kind: "open" }>;

function toElement(token: OpenToken, source: string, offset: number): Element {
	return {
		name: token.name,
		attributes: token.attributes.map(({ name, start, end }) =>
			readAttributeText(name, source.slice(start, end), start + offset),
		),
	};
}

// What an expression holds besides plain choices: objects, calls, template strings.
function readExpressions(
	token: OpenToken,
	element: Element,
	source: string,
	{ offset, onBlock }: MarkupOptions,
): void {
	for (const [i, { name, start, end }] of token.attributes.entries()) {
		if ((element.attributes[i]?.texts.length ?? 0) > 0) continue;
		const value = source.slice(start, end);
		const expression = mentionsImage(value) && expressionOf(name, value);
		if (expression)
			onBlock?.({
				kind: "script",
				code: `(${expression.code})`,
				offset: start + offset + expression.shift - 1,
				language: "ts",
			});
	}
}

function metaSizesOf(
	tokens: readonly MarkupToken[],
	source: string,
): Map<string, number> {
	const sizes = new Map<string, number>();
	if (!/<meta\b/i.test(source)) return sizes;
	for (const token of tokens) {
		if (token.kind !== "open" || token.name.toLowerCase() !== "meta") continue;
		const value = (wanted: string) => {
			const found = token.attributes.find(
				({ name }) => plainName(name) === wanted,
			);
			return found && source.slice(found.start, found.end);
		};
		const name = value("property") ?? value("name");
		const px = Number(value("content"));
		if (name?.includes(":image:") && px > 0) sizes.set(name.toLowerCase(), px);
	}
	return sizes;
}

const MAX_TEXT = 160;
const MAX_TOKENS = 40;

/** The text of the element that opens at `index`, up to a sensible length. */
function textUntil(
	tokens: readonly MarkupToken[],
	index: number,
	source: string,
): string {
	const name = (tokens[index] as MarkupToken).name;
	let text = "";
	const end = Math.min(tokens.length, index + MAX_TOKENS);
	for (let i = index + 1; i < end && text.length < MAX_TEXT; i++) {
		const token = tokens[i] as MarkupToken;
		if (token.kind === "close" && token.name === name) break;
		if (token.kind === "text")
			text += ` ${source.slice(token.start, token.end)}`;
	}
	return plainText(text);
}

/** Text for readers: no template expressions, no runs of white space. */
function plainText(text: string): string {
	return decodeEntities(
		text.replace(
			/\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}|<%[\s\S]*?%>|\{[^{}]*\}/g,
			" ",
		),
	)
		.replace(/\s+/g, " ")
		.trim()
		.slice(0, MAX_TEXT);
}

function captionAround(
	tokens: readonly MarkupToken[],
	index: number,
	source: string,
): string | undefined {
	const end = Math.min(tokens.length, index + MAX_TOKENS);
	for (let i = index + 1; i < end; i++) {
		const token = tokens[i] as MarkupToken;
		const tag = token.kind === "text" ? "" : token.name.toLowerCase();
		// A figure that opens after this image has a caption of its own.
		if (tag === "figure") return undefined;
		if (token.kind === "open" && tag === "figcaption")
			return textUntil(tokens, i, source) || undefined;
	}
	return undefined;
}

function imageAfter(
	tokens: readonly MarkupToken[],
	index: number,
): OpenToken | undefined {
	const end = Math.min(tokens.length, index + MAX_TOKENS);
	for (let i = index + 1; i < end; i++) {
		const token = tokens[i] as MarkupToken;
		const tag = token.kind === "text" ? "" : token.name.toLowerCase();
		if (token.kind === "close" && tag === "picture") return undefined;
		if (token.kind === "open" && /^(?:img|image)$/.test(tag)) return token;
	}
	return undefined;
}

function blockAt(
	tokens: readonly MarkupToken[],
	index: number,
	source: string,
	kind: "script" | "style",
	offset: number,
): MarkupBlock {
	const token = tokens[index] as OpenToken;
	let end = token.end;
	for (let i = index + 1; i < tokens.length; i++) {
		const next = tokens[i] as MarkupToken;
		if (next.kind !== "text") break;
		end = next.end;
	}
	const language = token.attributes.find(({ name }) =>
		/^(?:lang|type)$/i.test(name),
	);
	return {
		kind,
		code: source.slice(token.end, end),
		offset: token.end + offset,
		language: language
			? source.slice(language.start, language.end).toLowerCase()
			: "",
	};
}
