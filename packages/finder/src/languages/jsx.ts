// One JSX element as the table of elements wants it.
import { readElement } from "./element.js";
import type { Attribute } from "./element-shape.js";
import { literalText, textsOf } from "./expression-texts.js";
import {
	childrenOf,
	nameOf,
	nodeAt,
	nodesAt,
	type SyntaxNode,
} from "./syntax.js";
import type { ScriptWalk } from "./visit-script.js";

/** Adds the image references of one JSX element; its children are visited on their own. */
export function readJsxElement(node: SyntaxNode, walk: ScriptWalk): void {
	const opening = nodeAt(node, "openingElement");
	if (opening === undefined) return;
	const name = nameOf(nodeAt(opening, "name"));
	if (/^h[1-6]$|(?:Title|Heading)$/.test(name))
		walk.heading = textIn(node) || walk.heading;
	if (CODE_ELEMENT.test(name)) takeStrings(node, opening, walk);
	const attributes = nodesAt(opening, "attributes").flatMap((attribute) => {
		const read = readAttribute(attribute, walk);
		return read === undefined ? [] : [read];
	});
	const near = textIn(node);
	readElement(
		{ name, attributes },
		{ lookup: "page", hints: { heading: walk.heading, near } },
		walk.collector,
	);
}

// Elements whose text is a sample.
const CODE_ELEMENT =
	/^(?:code|pre|samp|kbd|Code\w*|Pre|Snippet|Highlight|SyntaxHighlighter)$/;

function takeStrings(
	node: SyntaxNode,
	opening: SyntaxNode,
	{ taken }: ScriptWalk,
): void {
	const values = nodesAt(opening, "attributes").flatMap(
		(attribute) => nodeAt(attribute, "value") ?? [],
	);
	for (const holder of [...nodesAt(node, "children"), ...values])
		taken.add(nodeAt(holder, "expression") ?? holder);
}

function readAttribute(
	attribute: SyntaxNode,
	walk: ScriptWalk,
): Attribute | undefined {
	if (attribute.type !== "JSXAttribute") return undefined;
	const name = nameOf(nodeAt(attribute, "name"));
	const value = nodeAt(attribute, "value");
	if (value === undefined) return { name, texts: [] };
	const inner = nodeAt(value, "expression");
	if (inner?.type === "NumericLiteral")
		return { name, texts: [{ text: String(inner.value), start: 0, end: 0 }] };
	if (inner?.type === "ObjectExpression") {
		if (name === "style") return { name, texts: [styleOf(inner)] };
		return { name, texts: [] };
	}
	const { texts, nodes } = textsOf(value, walk.offset);
	for (const node of nodes) walk.taken.add(node);
	const variable =
		inner?.type === "Identifier"
			? nameOf(inner)
			: inner?.type === "MemberExpression" && nameOf(inner) === "src"
				? nameOf(nodeAt(inner, "object"))
				: undefined;
	return { name, texts, variable };
}

// Only for its sizes: the strings inside are read where they stand.
function styleOf(object: SyntaxNode): {
	text: string;
	start: number;
	end: number;
} {
	const rules = nodesAt(object, "properties").flatMap((property) => {
		const value = nodeAt(property, "value");
		if (value === undefined) return [];
		const text =
			value.type === "NumericLiteral" ? `${value.value}px` : literalText(value);
		if (text === undefined || text.includes("url(")) return [];
		const name = nameOf(nodeAt(property, "key")).replace(
			/[A-Z]/g,
			(letter) => `-${letter.toLowerCase()}`,
		);
		return [`${name}: ${text}`];
	});
	return { text: rules.join("; "), start: 0, end: 0 };
}

const MAX_TEXT = 120;

function textIn(node: SyntaxNode, depth = 0): string {
	let text = "";
	for (const child of nodesAt(node, "children")) {
		if (child.type === "JSXText") text += String(child.value);
		else if (child.type === "JSXElement" && depth < 3)
			text += textIn(child, depth + 1);
		else if (child.type === "JSXExpressionContainer")
			for (const inner of childrenOf(child)) text += literalText(inner) ?? "";
		if (text.length > MAX_TEXT) break;
	}
	return text.replace(/\s+/g, " ").trim().slice(0, MAX_TEXT);
}
