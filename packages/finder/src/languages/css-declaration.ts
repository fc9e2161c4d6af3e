// One declaration of a style sheet: url() and image-set(), with the size of the box that shows them.
import type { Declaration, Rule } from "postcss";
import parseValue from "postcss-value-parser";
import { isImagePath, mentionsImage } from "../image-path.js";
import type { Hints, ImageUse } from "../records.js";
import { addReference, type Collector } from "./extraction.js";
import { sizeOfDeclarations } from "./style-text.js";

/** What a walk through one rule knows. */
export interface StyleWalk {
	readonly code: string;
	/** What places in the code are counted from, negated. */
	readonly offset: number;
	/** Variables of the sheet so far. */
	readonly variables: Map<string, string>;
	readonly collector: Collector;
	/** Whether a path has a variable in it. */
	usesVariables: boolean;
}

/** Adds the pictures of one declaration, and notes the variable that it sets. */
export function readDeclaration(node: Declaration, walk: StyleWalk): void {
	const { code, offset, variables, collector } = walk;
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
		if (hasVariable(text)) walk.usesVariables = true;
		const value = expand(text, variables);
		if (value === undefined || !isImagePath(value)) return;
		const at = valueStart + index;
		// url(a\ b.png): what a backslash marks is itself.
		const path = value.replace(/\\([^\da-f\n])/gi, "$1");
		const span = { text: path, start: at, end: at + length };
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

function hasVariable(text: string): boolean {
	return /[#@$]/.test(text);
}

// "#{$path}/a.png" and "@{path}/a.png", where the same sheet says what the variable is.
function expand(
	text: string,
	variables: ReadonlyMap<string, string>,
): string | undefined {
	if (!hasVariable(text)) return text;
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

/** A value without quotes and what Sass puts behind it. */
export function unquote(text: string): string {
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

/** The size that a rule gives to a box. */
export function sizeOfRule(rule: Rule): Hints {
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
