// What MDX adds to Markdown: imports, expressions and JSX elements with parsed attributes.
import { readElement } from "./element.js";
import type { Attribute } from "./element-shape.js";
import { textsOf } from "./expression-texts.js";
import type { MarkdownNode, MarkdownWalk } from "./markdown.js";
import { readScript } from "./script.js";
import { parseSingle } from "./syntax.js";

interface MdxAttribute {
	readonly type: string;
	readonly name?: string;
	readonly value?: string | { readonly value: string } | null;
}

/** Adds the images of one node of MDX's own; returns whether its children are read too. */
export function readMdxNode(
	node: MarkdownNode,
	start: number,
	end: number,
	walk: MarkdownWalk,
): boolean {
	if (!node.type.startsWith("mdxJsx")) {
		const isExpression = node.type !== "mdxjsEsm";
		const code = walk.text.slice(
			start + (isExpression ? 1 : 0),
			end - (isExpression ? 1 : 0),
		);
		const text = isExpression ? `(${code})` : code;
		readScript(text, start, { jsx: true }, walk.collector);
		walk.done.push([start, end]);
		return true;
	}
	const attributes: Attribute[] = [];
	// Attributes have no offsets of their own, so look for them in order.
	let at = start;
	for (const {
		type,
		name,
		value,
	} of node.attributes as readonly MdxAttribute[]) {
		if (type !== "mdxJsxAttribute" || name === undefined || !value) continue;
		const code = typeof value === "string" ? value : value.value;
		const named = walk.text.indexOf(name, at);
		const found = walk.text.indexOf(code, named < 0 ? at : named + name.length);
		if (found < 0 || found > end) continue;
		at = found + code.length;
		if (typeof value === "string")
			attributes.push({
				name,
				texts: [{ text: value, start: found, end: at }],
			});
		else attributes.push(readBraced(name, code, found));
	}
	walk.tags.push([start, start + 1]);
	readElement(
		{ name: String(node.name ?? ""), attributes },
		{ lookup: "file", hints: { heading: walk.heading } },
		walk.collector,
	);
	return false;
}

function readBraced(name: string, code: string, start: number): Attribute {
	const end = start + code.length;
	if (/^\s*\d+\s*$/.test(code))
		return { name, texts: [{ text: code.trim(), start, end }] };
	if (/^\s*[a-z_$][\w$]*(?:\.src)?\s*$/i.test(code))
		return { name, texts: [], variable: code.trim().replace(/\.src$/, "") };
	const tree = parseSingle(code);
	return { name, texts: tree === undefined ? [] : textsOf(tree, start).texts };
}
