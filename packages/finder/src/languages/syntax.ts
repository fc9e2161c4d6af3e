// Babel behind a narrow door: tolerant parsing, and nodes as plain records.
import { type ParserOptions, parse, parseExpression } from "@babel/parser";

/** A node of the syntax tree (ESTree as Babel writes it). */
export interface SyntaxNode {
	readonly type: string;
	readonly start: number;
	readonly end: number;
	readonly [field: string]: unknown;
}

/** What may stand in a script. */
export interface Dialect {
	readonly jsx: boolean;
}

const OPTIONS: ParserOptions = {
	sourceType: "module",
	errorRecovery: true,
	attachComment: false,
	allowReturnOutsideFunction: true,
	allowAwaitOutsideFunction: true,
	allowImportExportEverywhere: true,
	allowSuperOutsideMethod: true,
	allowUndeclaredExports: true,
	allowNewTargetOutsideFunction: true,
};

function optionsFor({ jsx }: Dialect): ParserOptions {
	return {
		...OPTIONS,
		plugins: [
			"typescript",
			"decorators-legacy",
			...(jsx ? ["jsx" as const] : []),
		],
	};
}

/** The tree of a whole script, or undefined when it is too broken to read. */
export function parseScript(
	code: string,
	dialect: Dialect,
): SyntaxNode | undefined {
	try {
		return parse(code, optionsFor(dialect)) as unknown as SyntaxNode;
	} catch {
		return undefined;
	}
}

/** Whether the parser had to mend something to read a script. */
export function hasErrors({ errors }: SyntaxNode): boolean {
	return Array.isArray(errors) && errors.length > 0;
}

/** The tree of one expression, or undefined. */
export function parseSingle(code: string): SyntaxNode | undefined {
	try {
		const options = optionsFor({ jsx: true });
		return parseExpression(code, options) as unknown as SyntaxNode;
	} catch {
		return undefined;
	}
}

/** Whether a field of a node is a node. */
export function isNode(value: unknown): value is SyntaxNode {
	return (
		typeof value === "object" &&
		value !== null &&
		typeof (value as { type?: unknown }).type === "string"
	);
}

/** The node in a field, or undefined. */
export function nodeAt(
	node: SyntaxNode,
	field: string,
): SyntaxNode | undefined {
	const value = node[field];
	return isNode(value) ? value : undefined;
}

/** The nodes in a field that holds a list. */
export function nodesAt(node: SyntaxNode, field: string): SyntaxNode[] {
	const value = node[field];
	return Array.isArray(value) ? value.filter(isNode) : [];
}

/** All children of a node, in source order as far as Babel keeps it. */
export function* childrenOf(node: SyntaxNode): Generator<SyntaxNode> {
	for (const field in node) {
		if (SKIPPED.has(field)) continue;
		const value = node[field];
		if (Array.isArray(value)) {
			for (const item of value) if (isNode(item)) yield item;
		} else if (isNode(value)) yield value;
	}
}

const SKIPPED = new Set([
	"type",
	"start",
	"end",
	"loc",
	"extra",
	"errors",
	"tokens",
	"comments",
	"range",
]);

/** The name of an identifier or of the last member of a chain: `c` of `a.b.c`. */
export function nameOf(node: SyntaxNode | undefined): string {
	if (node === undefined) return "";
	if (typeof node.name === "string") return node.name;
	if (node.type.endsWith("StringLiteral") || node.type === "StringLiteral")
		return String(node.value);
	if (node.type === "JSXNamespacedName")
		return `${nameOf(nodeAt(node, "namespace"))}:${nameOf(nodeAt(node, "name"))}`;
	return nameOf(nodeAt(node, "property"));
}
