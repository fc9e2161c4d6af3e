// Style sheets, one top-level rule after the other: pictures in declarations, and the sizes that rules give to boxes.
import {
	type ChildNode,
	type ProcessOptions,
	parse as parseCss,
	type Root,
	type Rule,
} from "postcss";
import less from "postcss-less";
import scss from "postcss-scss";
import { mentionsImage } from "../image-path.js";
import {
	readDeclaration,
	type StyleWalk,
	sizeOfRule,
	unquote,
} from "./css-declaration.js";
import { addCollected, type Collector, makeCollector } from "./extraction.js";
import { frontMatterLength } from "./front-matter.js";
import { cover } from "./mask.js";
import { makePieceReader, type Piece, type ReadPieces } from "./pieces.js";
import { addUrls } from "./style-text.js";

/** A dialect of CSS. */
export type StyleDialect = "css" | "scss" | "less";

/** Adds the image references of a style sheet that starts at `offset` of its document. */
export function readStyle(
	written: string,
	offset: number,
	dialect: StyleDialect,
	collector: Collector,
): void {
	// Jekyll wants two dashed lines before the style sheets that it renders.
	const matter = frontMatterLength(written);
	const code = cover(written.slice(0, matter), " ") + written.slice(matter);
	for (const read of READERS[dialect]) {
		const rules = read(code);
		if (rules === undefined) continue;
		for (const { start, value } of rules)
			if (value !== undefined)
				addCollected(collector, value.collector, start + offset);
		return;
	}
	if (mentionsImage(code)) readLoosely(code, offset, collector);
}

/** What a rule says; undefined when it says nothing. */
type Said = Pick<StyleWalk, "collector" | "usesVariables"> | undefined;

type Parse = (code: string, options: ProcessOptions) => object;

const makeReader = (parse: Parse) =>
	makePieceReader<Said>(
		(code) => readRules(code, parse),
		// Another rule may set the variable.
		(said) => said?.usesVariables !== true,
	);
const readPlain = makeReader(parseCss);
const readSass = makeReader(scss.parse);
const readLess = makeReader(less.parse);
// Broken for one dialect; the next may be more patient.
const READERS: Readonly<
	Record<StyleDialect, readonly ReturnType<typeof makeReader>[]>
> = {
	css: [readPlain, readSass],
	scss: [readSass],
	less: [readLess, readSass],
};

function readRules(code: string, parse: Parse): ReturnType<ReadPieces<Said>> {
	let root: Root;
	try {
		root = parse(code, { map: false }) as Root;
	} catch {
		return undefined;
	}
	const isShowing = mentionsImage(code);
	const variables = new Map<string, string>();
	return root.nodes.map((node): Piece<Said> => {
		const start = node.source?.start?.offset ?? 0;
		const end = node.source?.end?.offset ?? start;
		const walk: StyleWalk = {
			...{ code: code.slice(0, end), offset: -start, variables },
			collector: makeCollector(),
			usesVariables: false,
		};
		readRule(node, walk, isShowing);
		const { collector, usesVariables } = walk;
		const { references, selectorSizes } = collector;
		const saysNothing = references.length === 0 && selectorSizes.size === 0;
		const value =
			saysNothing && !usesVariables ? undefined : { collector, usesVariables };
		return { start, end, value };
	});
}

/** Reads a node and what is inside; `isShowing` tells whether there are pictures in the sheet. */
function readRule(node: ChildNode, walk: StyleWalk, isShowing: boolean): void {
	const { code, offset, variables, collector } = walk;
	if (node.type === "rule") collectSizes(node, collector);
	if (isShowing) {
		if (node.type === "decl") readDeclaration(node, walk);
		else if (isLessVariable(node))
			variables.set(node.name, unquote(node.value));
		else if (node.type === "atrule" && node.params.includes("url(")) {
			const start = node.source?.start?.offset ?? 0;
			const end = code.indexOf(";", start);
			const text = code.slice(start, end < 0 ? code.length : end);
			if (/^@apply/.test(text))
				addUrls(
					{ text, start: start + offset, end: offset },
					"file",
					{},
					collector,
				);
		}
	}
	if ("nodes" in node)
		for (const inner of node.nodes ?? []) readRule(inner, walk, isShowing);
}

// What postcss-less makes of "@icons: …".
function isLessVariable(
	node: object,
): node is { readonly name: string; readonly value: string } {
	return (
		"variable" in node && "value" in node && typeof node.value === "string"
	);
}

function collectSizes(rule: Rule, collector: Collector): void {
	const { width, height, aspectRatio } = sizeOfRule(rule);
	if (width === undefined && height === undefined && aspectRatio === undefined)
		return;
	for (const selector of rule.selector.split(",")) {
		const name = /^[^.#:]*([.#][\w-]+)$/.exec(selector.trim())?.[1];
		if (name !== undefined && !collector.selectorSizes.has(name))
			collector.selectorSizes.set(name, { width, height, aspectRatio });
	}
}

// A sheet that no parser takes, as while somebody types.
function readLoosely(code: string, offset: number, collector: Collector): void {
	const text = code
		.replace(/\/\*[\s\S]*?(?:\*\/|$)/g, (comment) => " ".repeat(comment.length))
		.replace(/(^|\s)\/\/[^\n]*/g, (comment) => " ".repeat(comment.length));
	addUrls(
		{ text, start: offset, end: offset + code.length },
		"file",
		{},
		collector,
	);
}
