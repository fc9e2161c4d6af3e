// Web app manifests: icons, screenshots and shortcuts, with the sizes that they state.
import { isImagePath } from "../image-path.js";
import type { ImageUse } from "../records.js";
import { innerRange, literalText } from "./expression-texts.js";
import { addReference, type Collector } from "./extraction.js";
import {
	childrenOf,
	nameOf,
	nodeAt,
	nodesAt,
	parseSingle,
	type SyntaxNode,
} from "./syntax.js";

/** Adds the image references of a web app manifest. */
export function readManifest(text: string, collector: Collector): void {
	// JSON is an expression of JavaScript; a broken one gives nothing.
	const root = parseSingle(text.replace(/^\uFEFF/, " "));
	if (root === undefined) return;
	const title = fieldText(root, "name") ?? fieldText(root, "short_name");
	visit(root, "icons", title, collector);
}

function visit(
	node: SyntaxNode,
	key: string,
	title: string | undefined,
	collector: Collector,
): void {
	if (node.type === "ObjectExpression") {
		const source = fieldOf(node, "src");
		const text = source && literalText(source);
		if (source !== undefined && text !== undefined && isImagePath(text)) {
			const size = [
				...(fieldText(node, "sizes") ?? "").matchAll(/(\d+)x(\d+)/gi),
			].at(-1);
			const use: ImageUse =
				key === "screenshots" ? "screenshot" : "manifest-icon";
			const hints = {
				width: size && Number(size[1]),
				height: size && Number(size[2]),
				label: fieldText(node, "label"),
				heading: title,
			};
			addReference(
				collector,
				{ text, ...innerRange(source, 0) },
				use,
				"file",
				hints,
				0.97,
			);
		}
		for (const property of nodesAt(node, "properties")) {
			const value = nodeAt(property, "value");
			if (value !== undefined)
				visit(value, nameOf(nodeAt(property, "key")), title, collector);
		}
	} else if (node.type === "ArrayExpression")
		for (const child of childrenOf(node)) visit(child, key, title, collector);
}

function fieldOf(node: SyntaxNode, name: string): SyntaxNode | undefined {
	const property = nodesAt(node, "properties").find(
		(candidate) => nameOf(nodeAt(candidate, "key")) === name,
	);
	return property && nodeAt(property, "value");
}

function fieldText(node: SyntaxNode, name: string): string | undefined {
	const value = fieldOf(node, name);
	return value && literalText(value);
}
