// Markdown and MDX: images, definitions, HTML, JSX, shortcodes and front matter, but never code or comments.
import { fromMarkdown } from "mdast-util-from-markdown";
import { mdxFromMarkdown } from "mdast-util-mdx";
import { mdxjs } from "micromark-extension-mdxjs";
import { isImagePath, mentionsImage } from "../image-path.js";
import type { Hints } from "../records.js";
import { addReference, type Collector } from "./extraction.js";
import { frontMatterLength, readFrontMatter } from "./front-matter.js";
import { readLooseTags } from "./loose-tags.js";
import {
	chunkMarkdown,
	type JoinedChunks,
	joinChunks,
	type MarkdownChunk,
} from "./markdown-chunks.js";
import { readMarkup } from "./markup.js";
import { cover, coverFences, coverTemplateComments } from "./mask.js";
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
	const plain = coverCodeBlocks(openAdmonitions(coverTemplateComments(body)));
	const hasJsx = isMdx || MDX_MARK.test(plain);
	const source = hasJsx ? coverFences(plain) : plain;
	const walk: MarkdownWalk = {
		text: cover(document.slice(0, matter), " ") + source,
		collector,
		heading: title,
		done: [],
		tags: [],
	};
	readTrees(source, hasJsx, walk, matter);
	readShortcodes(walk, matter);
	readLooseTags(walk, matter);
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

// What stands indented below "!!! note" or === "Tab" is a block of its own in MkDocs; to CommonMark it is code, unless
// the line is the start of a list item.
function openAdmonitions(text: string): string {
	return text.replace(
		/^([ \t]*)(?:(?:!!!|\?\?\?)(?= \w)|===(?= ["']))[ ]|^([ \t]*)\?\?\?\+[ ](?=\w)/gm,
		(_mark, short?: string, long?: string) =>
			short === undefined ? `${long}-   +` : `${short}-   `,
	);
}

const MDX = { extensions: [mdxjs()], mdastExtensions: [mdxFromMarkdown()] };

function readTrees(
	source: string,
	isMdx: boolean,
	walk: MarkdownWalk,
	shift: number,
): void {
	const title = walk.heading;
	const trees = new Map<string, MarkdownNode>();
	for (const chunk of chunkMarkdown(source, isMdx)) {
		const part = joinChunks(source, [chunk]);
		const key = `${isMdx} ${part.text}`;
		// What is no MDX is read as plain Markdown.
		const tree =
			lastTrees.get(key) ??
			(isMdx ? parseMdx(part.text) : undefined) ??
			parsePlain(part.text);
		trees.set(key, tree);
		walk.heading = title;
		visitTree(tree, part, walk, shift);
	}
	lastTrees = trees;
}

// The parts of the document read last: while someone types in it, all but one stay as they are.
let lastTrees: ReadonlyMap<string, MarkdownNode> = new Map();

function parsePlain(text: string): MarkdownNode {
	return fromMarkdown(text) as unknown as MarkdownNode;
}

function parseMdx(text: string): MarkdownNode | undefined {
	try {
		return fromMarkdown(text, MDX) as unknown as MarkdownNode;
	} catch {
		return undefined;
	}
}

function visitTree(
	tree: MarkdownNode,
	chunks: JoinedChunks,
	walk: MarkdownWalk,
	shift: number,
): void {
	const title = walk.heading;
	let last: MarkdownChunk | undefined;
	for (const child of tree.children ?? []) {
		const from = child.position?.start.offset ?? 0;
		const place = chunks.locate(from);
		if (place === undefined) continue;
		if (place.chunk !== last) walk.heading = place.chunk.heading ?? title;
		last = place.chunk;
		// Inside one part offsets differ from the document's by one number.
		visit(child, walk, place.offset - from + shift);
	}
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
