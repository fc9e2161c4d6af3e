// Style sheets: url() and image-set() in declarations, and the sizes that rules give to boxes.
import {
	type Declaration,
	parse as parseCss,
	type Root,
	type Rule,
} from "postcss";
import less from "postcss-less";
import scss from "postcss-scss";
import parseValue from "postcss-value-parser";
import { isImagePath, mentionsImage } from "../image-path.js";
import type { Hints, ImageUse } from "../records.js";
import { addReference, type Collector } from "./extraction.js";
import { frontMatterLength } from "./front-matter.js";
import { cover } from "./mask.js";
import { addUrls, sizeOfDeclarations } from "./style-text.js";

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
	const root = parseStyle(code, dialect);
	if (root === undefined) {
		if (mentionsImage(code)) readLoosely(code, offset, collector);
		return;
	}
	const variables = new Map<string, string>();
	root.walkRules((rule) => collectSizes(rule, collector));
	if (!mentionsImage(code)) return;
	root.walk((node) => {
		if (node.type === "decl")
			readDeclaration(node, code, offset, variables, collector);
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
	});
}

// What postcss-less makes of "@icons: …".
function isLessVariable(
	node: object,
): node is { readonly name: string; readonly value: string } {
	return (
		"variable" in node && "value" in node && typeof node.value === "string"
	);
}

function parseStyle(code: string, dialect: StyleDialect): Root | undefined {
	const options = { map: false } as const;
	const parsers = {
		css: [parseCss, scss.parse],
		scss: [scss.parse],
		less: [less.parse, scss.parse],
	}[dialect];
	for (const parse of parsers)
		try {
			return parse(code, options) as Root;
		} catch {
			// Broken for this dialect; the next may be more patient.
		}
	return undefined;
}

function readDeclaration(
	node: Declaration,
	code: string,
	offset: number,
	variables: Map<string, string>,
	collector: Collector,
): void {
	const raw = node.raws.value?.raw ?? node.value;
	if (/^(?:\$|@)/.test(node.prop))
		variables.set(node.prop.slice(1), unquote(raw));
	if (!mentionsImage(raw)) return;
	if (
		node.parent?.type === "atrule" &&
		"name" in node.parent &&
		node.parent.name === "font-face"
	)
		return;
	const from = node.source?.start?.offset ?? 0;
	const start = code.indexOf(raw, from + node.prop.length);
	const valueStart = (start < 0 ? from : start) + offset;
	const hints = { ...sizeAround(node), near: selectorWords(node) };
	const isMask = /mask|clip/.test(node.prop);
	const add = (
		text: string,
		index: number,
		length: number,
		use: ImageUse,
		extra: Hints,
	) => {
		const value = expand(text, variables);
		if (value === undefined || !isImagePath(value)) return;
		const at = valueStart + index;
		const span = { text: value, start: at, end: at + length };
		addReference(
			collector,
			span,
			use,
			"file",
			{ ...hints, ...extra },
			isMask ? 0.9 : 0.95,
		);
	};
	parseValue(raw).walk((part) => {
		if (part.type !== "function") return true;
		const name = part.value.toLowerCase();
		if (name === "url") {
			const [inner] = part.nodes;
			if (
				part.nodes.length === 1 &&
				inner !== undefined &&
				(inner.type === "string" || inner.type === "word")
			) {
				const quote = inner.type === "string" ? 1 : 0;
				add(
					inner.value,
					inner.sourceIndex + quote,
					inner.value.length,
					"background",
					{},
				);
			}
			return false;
		}
		if (!/^(?:-webkit-)?image-set$/.test(name)) return true;
		for (const [i, inner] of part.nodes.entries()) {
			const density = Number.parseFloat(
				part.nodes.slice(i + 1).find(({ type }) => type === "word")?.value ??
					"1",
			);
			const scaled = scale(hints, Number.isFinite(density) ? density : 1);
			const source =
				inner.type === "function" && inner.value.toLowerCase() === "url"
					? inner.nodes[0]
					: inner;
			if (
				source === undefined ||
				(source.type !== "string" && source.type !== "word")
			)
				continue;
			const quote = source.type === "string" ? 1 : 0;
			add(
				source.value,
				source.sourceIndex + quote,
				source.value.length,
				"image-set",
				scaled,
			);
		}
		return false;
	});
}

// "#{$path}/a.png" and "@{path}/a.png", where the same sheet says what the variable is.
function expand(
	text: string,
	variables: ReadonlyMap<string, string>,
): string | undefined {
	if (!/[#@$]/.test(text)) return text;
	// url($hero)
	if (/^\$[\w-]+$/.test(text)) return variables.get(text.slice(1));
	let isKnown = true;
	const value = text.replace(
		/#\{\s*\$([\w-]+)\s*\}|@\{([\w-]+)\}/g,
		(_, sass, lessName) => {
			const known = variables.get(sass ?? lessName);
			if (known === undefined) isKnown = false;
			return known ?? "";
		},
	);
	return isKnown && !/[{}]/.test(value) ? value : undefined;
}

function unquote(text: string): string {
	return text
		.replace(/\s*!default\s*$/, "")
		.trim()
		.replace(/^(["'])(.*)\1$/, "$2");
}

function sizeAround(node: Declaration): Hints {
	const rule = node.parent;
	if (rule === undefined || rule.type !== "rule") return {};
	return sizeOfRule(rule as Rule);
}

function sizeOfRule(rule: Rule): Hints {
	return sizeOfDeclarations((name) => {
		const found = rule.nodes.findLast(
			(node) => node.type === "decl" && node.prop.toLowerCase() === name,
		);
		return found?.type === "decl" ? found.value : undefined;
	});
}

function scale(hints: Hints, density: number): Hints {
	const times = (value: number | undefined) =>
		value === undefined ? undefined : Math.round(value * density);
	return { width: times(hints.width), height: times(hints.height) };
}

function selectorWords(node: Declaration): string | undefined {
	const rule = node.parent;
	if (rule === undefined || !("selector" in rule)) return undefined;
	const names = String(rule.selector).match(/[.#][\w-]+/g);
	return names?.at(-1)?.slice(1);
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
