// Markdown and MDX: images, definitions, HTML, JSX, shortcodes and front matter, but never code or comments.
import { fromMarkdown } from "mdast-util-from-markdown";
import { mdxFromMarkdown } from "mdast-util-mdx";
import { mdxjs } from "micromark-extension-mdxjs";
import { isImagePath, mentionsImage } from "../image-path.js";
import type { Hints } from "../records.js";
import { addReference, type Collector } from "./extraction.js";
import { frontMatterLength, readFrontMatter } from "./front-matter.js";
import { readMarkup } from "./markup.js";
import { cover, coverTemplateComments, endOfBraces } from "./mask.js";
import { readMdxNode } from "./mdx.js";
import { readShortcodes } from "./shortcodes.js";

/** The little of a Markdown tree that is needed. */
export interface MarkdownNode {
	readonly type: string;
	readonly value?: string;
	readonly url?: string;
	readonly alt?: string | null;
	readonly title?: string | null;
	readonly children?: readonly MarkdownNode[];
	readonly position?: {
		readonly start: { readonly offset?: number };
		readonly end: { readonly offset?: number };
	};
	readonly [field: string]: unknown;
}

/** What a walk through one Markdown document knows. */
export interface MarkdownWalk {
	readonly text: string;
	readonly collector: Collector;
	heading: string | undefined;
	/** Ranges that are read or must not be read: code, comments, images. */
	readonly done: [number, number][];
	/** Ranges of tags that are read. */
	readonly tags: [number, number][];
}

/** Adds the image references of a Markdown or MDX document. */
export function readMarkdown(
	document: string,
	isMdx: boolean,
	collector: Collector,
): void {
	const matter = frontMatterLength(document);
	const title = readFrontMatter(document.slice(0, matter), collector);
	const body = document.slice(matter);
	if (!mentionsImage(body)) return;
	const source = coverCodeBlocks(coverTemplateComments(body));
	const walk: MarkdownWalk = {
		text: cover(document.slice(0, matter), " ") + source,
		collector,
		heading: title,
		done: [],
		tags: [],
	};
	// The tree counts from the start of the body.
	visit(parseTree(source, isMdx || MDX_MARK.test(source)), walk, matter);
	readShortcodes(walk, matter);
	readLooseTags(walk, matter);
}

const LOOSE_TAG = /<(?:img|source|video|input|[A-Z][\w.]*)(?=[\s/])/g;
const MAX_TAG = 3000;

// Tags that neither CommonMark nor MDX took, as `<img style={{ … }}>` beside broken JSX.
function readLooseTags(walk: MarkdownWalk, from: number): void {
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

// Docusaurus and others read JSX in files named .md.
const MDX_MARK = /<[A-Za-z][^<>]*=\{|^import\s[^\n]+\sfrom\s+["']/m;

// Code that templates mark: nothing inside is shown as a picture.
const TEMPLATE_CODE =
	/\{%-?\s*(highlight|raw|code)\b[^%]*%\}[\s\S]*?\{%-?\s*end\1\s*-?%\}|\{\{[<%]\s*(highlight|code)\b[^}]*\}\}[\s\S]*?\{\{[<%]\s*\/\s*\2\s*[>%]\}\}/g;

function coverCodeBlocks(text: string): string {
	if (!/\{[{%]/.test(text)) return text;
	return text.replace(TEMPLATE_CODE, (block) => cover(block, " "));
}

function parseTree(source: string, isMdx: boolean): MarkdownNode {
	if (isMdx)
		try {
			return fromMarkdown(source, {
				extensions: [mdxjs()],
				mdastExtensions: [mdxFromMarkdown()],
			}) as unknown as MarkdownNode;
		} catch {
			// Broken MDX, or Markdown with HTML: read it as that.
		}
	return fromMarkdown(source) as unknown as MarkdownNode;
}

/** Walks the tree; `shift` is where the parsed text starts in the document. */
function visit(node: MarkdownNode, walk: MarkdownWalk, shift: number): void {
	const start = (node.position?.start.offset ?? 0) + shift;
	const end = (node.position?.end.offset ?? 0) + shift;
	switch (node.type) {
		case "code":
		case "inlineCode":
			walk.done.push([start, end]);
			return;
		case "heading":
			walk.heading = textIn(node) || walk.heading;
			break;
		case "image":
		case "definition":
		case "link":
			readAddress(node, start, end, walk);
			break;
		case "html":
			readHtml(start, end, walk);
			return;
		case "mdxjsEsm":
		case "mdxFlowExpression":
		case "mdxTextExpression":
		case "mdxJsxFlowElement":
		case "mdxJsxTextElement":
			if (readMdxNode(node, start, end, walk)) return;
			break;
	}
	for (const child of node.children ?? []) visit(child, walk, shift);
}

const KRAMDOWN_SIZE = /^\s*\{:?[^}\n]*\}/;

function readAddress(
	node: MarkdownNode,
	start: number,
	end: number,
	walk: MarkdownWalk,
): void {
	const url = node.url ?? "";
	if (node.type !== "link") walk.done.push([start, end]);
	if (!isImagePath(url)) return;
	const raw = walk.text.slice(start, end);
	const from = raw.lastIndexOf(node.type === "definition" ? "]:" : "](");
	const index = raw.indexOf(url, Math.max(0, from));
	const at = index < 0 ? start + Math.max(0, from) + 2 : start + index;
	const span = { text: url, start: at, end: index < 0 ? end : at + url.length };
	const isLink = node.type === "link";
	const hints: Hints = {
		alt: node.alt ?? undefined,
		title: node.title ?? undefined,
		heading: walk.heading,
		caption: isLink ? textIn(node) : undefined,
		...attributeSize(
			KRAMDOWN_SIZE.exec(walk.text.slice(end, end + 200))?.[0] ?? "",
		),
	};
	const use = isLink ? "link" : "markdown";
	// A definition may serve a link as well as an image.
	const certainty = isLink ? 0.75 : node.type === "definition" ? 0.85 : 0.95;
	addReference(walk.collector, span, use, "file", hints, certainty);
}

/** Sizes in an attribute list such as `{: width="300" height=200 }`. */
function attributeSize(list: string): Hints {
	const read = (name: string) => {
		const px = new RegExp(
			`\\b${name}\\s*[=:]\\s*["']?(\\d+)(?:px)?\\b(?!%)`,
		).exec(list)?.[1];
		return px === undefined ? {} : { [name]: Number(px) };
	};
	return list === "" ? {} : { ...read("width"), ...read("height") };
}

function readHtml(start: number, end: number, walk: MarkdownWalk): void {
	const text = walk.text.slice(start, end);
	if (text.startsWith("<!--")) walk.done.push([start, end]);
	else walk.tags.push([start, end]);
	const heading = /<h[1-6][^>]*>([^<]*)</i.exec(text)?.[1];
	if (heading) walk.heading = heading.trim();
	if (!mentionsImage(text)) return;
	const { collector } = walk;
	readMarkup(text, {
		offset: start,
		lookup: "file",
		collector,
		heading: walk.heading,
	});
}

/** The text of a node and its children. */
export function textIn(node: MarkdownNode): string {
	if (node.type === "image") return node.alt ?? "";
	return (node.value ?? "") + (node.children ?? []).map(textIn).join("");
}
