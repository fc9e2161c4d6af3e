// The texts that an expression may have, as far as its source alone tells.
import type { AttributeText } from "./element-shape.js";
import { nameOf, nodeAt, nodesAt, type SyntaxNode } from "./syntax.js";

/** Texts of an expression, and the literal nodes that they came from. */
export interface ExpressionTexts {
	readonly texts: AttributeText[];
	readonly nodes: Set<SyntaxNode>;
}

// Functions of frameworks that put the site's base before a path from the root.
const BASE_CALL =
	/^(?:useBaseUrl|withBase|withPrefix|withBasePath|withBaseUrl|asset|assetPath|getAssetPath|resolveAsset|staticFile|url|relURL|absURL|joinURL|resolve)$/;
const ROOTED_CALL =
	/^(?:useBaseUrl|withBase|withPrefix|withBasePath|withBaseUrl|relURL|absURL)$/;
// Variables and settings that hold the base: what follows starts at the root.
const BASE_NAME =
	/^(?:PUBLIC_URL|BASE_URL|BASE_PATH|NEXT_PUBLIC_BASE_PATH|NEXT_PUBLIC_BASE_URL|base|basePath|baseUrl|baseURL|base_path|publicPath|publicUrl|pathPrefix|assetPrefix|__PATH_PREFIX__|__BASE_PATH__)$/;

/**
 * Follows literals, choices, `require` and calls that add the site's base.
 *
 * @param offset  where the parsed code starts in the document
 */
export function textsOf(
	expression: SyntaxNode,
	offset: number,
	found: ExpressionTexts = { texts: [], nodes: new Set() },
): ExpressionTexts {
	const into = (node: SyntaxNode | undefined) => {
		if (node !== undefined) textsOf(node, offset, found);
	};
	switch (expression.type) {
		case "StringLiteral":
		case "TemplateLiteral":
		case "BinaryExpression": {
			const text = literalText(expression);
			if (text === undefined) break;
			found.nodes.add(expression);
			for (const part of partsOf(expression)) found.nodes.add(part);
			found.texts.push({ text, ...innerRange(expression, offset) });
			break;
		}
		case "ConditionalExpression":
			into(nodeAt(expression, "consequent"));
			into(nodeAt(expression, "alternate"));
			break;
		case "LogicalExpression":
			into(nodeAt(expression, "left"));
			into(nodeAt(expression, "right"));
			break;
		case "MemberExpression":
		case "OptionalMemberExpression":
			// require("./a.png").default
			if (nodeAt(expression, "object")?.type === "CallExpression")
				into(nodeAt(expression, "object"));
			break;
		case "CallExpression":
		case "ImportExpression": {
			const [first] = nodesAt(expression, "arguments");
			const name = nameOf(nodeAt(expression, "callee"));
			if (first === undefined) break;
			if (name === "require" && first.type === "StringLiteral") {
				found.nodes.add(first);
				found.texts.push({
					text: String(first.value),
					...innerRange(first, offset),
					lookup: "module",
					use: "require",
				});
			} else if (BASE_CALL.test(name)) {
				const before = found.texts.length;
				into(first);
				// useBaseUrl("img/a.png") starts at the root like useBaseUrl("/img/a.png").
				if (ROOTED_CALL.test(name))
					for (let i = before; i < found.texts.length; i++) {
						const text = found.texts[i] as AttributeText;
						if (/^[\w-]+[/.]/.test(text.text))
							found.texts[i] = { ...text, text: `/${text.text}` };
					}
			}
			break;
		}
		case "ArrayExpression":
			for (const element of nodesAt(expression, "elements")) into(element);
			break;
		case "JSXExpressionContainer":
		case "TSAsExpression":
		case "TSSatisfiesExpression":
		case "TSNonNullExpression":
		case "ParenthesizedExpression":
			into(nodeAt(expression, "expression"));
			break;
	}
	return found;
}

/** The text of a literal, of a template or a sum that starts with the site's base; undefined when unknown. */
export function literalText(node: SyntaxNode): string | undefined {
	if (node.type === "StringLiteral") return String(node.value);
	if (node.type === "TemplateLiteral") {
		const quasis = nodesAt(node, "quasis").map((quasi) => {
			const { cooked, raw } = quasi.value as { cooked?: string; raw: string };
			return cooked ?? raw;
		});
		const values = nodesAt(node, "expressions");
		if (values.length === 0) return quasis[0];
		const isBase =
			values.length === 1 && quasis[0] === "" && isSiteBase(values[0]);
		return isBase ? rooted(quasis[1] ?? "") : undefined;
	}
	if (node.type === "BinaryExpression" && node.operator === "+") {
		const left = nodeAt(node, "left");
		const right = nodeAt(node, "right");
		const rest = right === undefined ? undefined : literalText(right);
		if (left === undefined || rest === undefined) return undefined;
		if (isSiteBase(left)) return rooted(rest);
		const start = literalText(left);
		return start === undefined ? undefined : start + rest;
	}
	return undefined;
}

function partsOf(node: SyntaxNode): SyntaxNode[] {
	if (node.type !== "BinaryExpression") return [];
	const sides = [nodeAt(node, "left"), nodeAt(node, "right")];
	return sides.flatMap((side) =>
		side === undefined ? [] : [side, ...partsOf(side)],
	);
}

function isSiteBase(node: SyntaxNode | undefined): boolean {
	return BASE_NAME.test(nameOf(node));
}

function rooted(path: string): string {
	return path.startsWith("/") ? path : `/${path}`;
}

/** The range of a literal without its quotes. */
export function innerRange(
	node: SyntaxNode,
	offset: number,
): { start: number; end: number } {
	const quotes = node.type === "BinaryExpression" ? 0 : 1;
	return {
		start: node.start + offset + quotes,
		end: node.end + offset - quotes,
	};
}
