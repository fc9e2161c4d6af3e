// Imports, require, new URL, elements, styles and plain strings in the tree of a script.
import { isImagePath, mentionsImage } from "../image-path.js";
import type { Hints } from "../records.js";
import { innerRange, literalText } from "./expression-texts.js";
import { addReference, type Collector } from "./extraction.js";
import { readJsxElement } from "./jsx.js";
import { readMarkupInString } from "./markup-in-string.js";
import { hintsOfObject, iconSizeOf, useOfKeys } from "./object-hints.js";
import { hasMark } from "./script-marks.js";
import { addUrls } from "./style-text.js";
import {
	childrenOf,
	nameOf,
	nodeAt,
	nodesAt,
	type SyntaxNode,
} from "./syntax.js";

/** What a walk through one script knows. */
export interface ScriptWalk {
	readonly code: string;
	/** What places in the code are counted from, negated. */
	readonly offset: number;
	readonly collector: Collector;
	/** Literals that are read already. */
	readonly taken: Set<SyntaxNode>;
	/** Text of the last heading element. */
	heading: string | undefined;
	/** Where something stands that matters, in order. */
	readonly marks: readonly number[];
}

/** Adds the image references of a node and of all inside; `keys` are the names under which it stands. */
export function visitScript(
	node: SyntaxNode,
	walk: ScriptWalk,
	keys: readonly string[],
): void {
	switch (node.type) {
		case "ImportDeclaration":
		case "ExportNamedDeclaration":
		case "ExportAllDeclaration":
			readImport(node, walk);
			break;
		case "CallExpression":
		case "ImportExpression":
		case "NewExpression":
			if (readCall(node, walk)) return;
			break;
		case "JSXElement":
			readJsxElement(node, walk);
			break;
		case "BinaryExpression":
			if (node.operator !== "+") return;
			readString(node, walk, keys);
			break;
		case "StringLiteral":
		case "TemplateLiteral":
			readString(node, walk, keys);
			break;
		case "ObjectExpression":
			visitObject(node, walk, keys);
			return;
		case "TSLiteralType":
		case "TSEnumDeclaration":
		case "SwitchCase":
			if (node.type !== "SwitchCase") return;
			for (const child of nodesAt(node, "consequent"))
				visitScript(child, walk, keys);
			return;
	}
	const named =
		node.type === "VariableDeclarator" ? nameOf(nodeAt(node, "id")) : "";
	const inner = named === "" ? keys : [named];
	for (const child of childrenOf(node))
		if (hasMark(child, walk.marks)) visitScript(child, walk, inner);
}

function readImport(node: SyntaxNode, walk: ScriptWalk): void {
	const source = nodeAt(node, "source");
	if (source === undefined) return;
	walk.taken.add(source);
	const text = String(source.value);
	if (/\.(?:css|scss|less)$/.test(text)) walk.collector.stylesheets.push(text);
	if (!isImagePath(text) || node.importKind === "type") return;
	const [specifier] = nodesAt(node, "specifiers");
	const variable = specifier && nameOf(nodeAt(specifier, "local"));
	if (variable)
		walk.collector.imported.set(variable, walk.collector.references.length);
	const span = { text, ...innerRange(source, walk.offset) };
	const hints = { near: variable };
	addReference(walk.collector, span, "import", "module", hints, 0.98);
}

// Functions that name, write or compare files, but show no picture.
const NOT_SHOWN =
	/^(?:expect|to[A-Z]\w*|write\w*|save\w*|describe|it|test|log|warn|error|info|debug|join|match|endsWith|startsWith|includes|indexOf|replace|replaceAll|split|unlink\w*|exists\w*|read\w*|copy\w*|rename\w*|mkdir\w*|post|put|patch|download|toFile|screenshot|glob|globSync|add[A-Z]\w*Copy)$/;

/** Returns whether nothing inside is of interest. */
function readCall(node: SyntaxNode, walk: ScriptWalk): boolean {
	const callee = nodeAt(node, "callee");
	const [first, second] = nodesAt(node, "arguments");
	const source =
		node.type === "ImportExpression" ? nodeAt(node, "source") : first;
	const name = nameOf(callee);
	if (source === undefined) return false;
	const text = literalText(source);
	const add = (use: "import" | "require" | "new-url") => {
		if (walk.taken.has(source)) return;
		walk.taken.add(source);
		if (text === undefined || !isImagePath(text)) return;
		const span = { text, ...innerRange(source, walk.offset) };
		const lookup = use === "new-url" ? "file" : "module";
		addReference(walk.collector, span, use, lookup, {}, 0.97);
	};
	if (node.type === "ImportExpression" || callee?.type === "Import")
		add("import");
	else if (node.type === "NewExpression") {
		const meta = second === undefined ? undefined : nodeAt(second, "object");
		if (name === "URL" && meta?.type === "MetaProperty") add("new-url");
	} else if (callee?.type === "Identifier" && name === "require")
		add("require");
	else if (
		name === "resolve" &&
		nameOf(callee && nodeAt(callee, "object")) === "require"
	)
		add("require");
	else return NOT_SHOWN.test(name);
	return false;
}

function visitObject(
	node: SyntaxNode,
	walk: ScriptWalk,
	keys: readonly string[],
): void {
	const iconSize = iconSizeOf(node);
	const hints = { ...hintsOfObject(node), ...iconSize };
	for (const property of nodesAt(node, "properties")) {
		const value = nodeAt(property, "value");
		if (property.type !== "ObjectProperty" || value === undefined) {
			visitScript(property, walk, keys);
			continue;
		}
		const key = nameOf(nodeAt(property, "key"));
		const inner = [...keys, key];
		if (iconSize !== undefined && key === "src") readIcon(value, walk, hints);
		if (
			value.type === "StringLiteral" ||
			value.type === "TemplateLiteral" ||
			value.type === "BinaryExpression"
		)
			readString(value, walk, inner, hints);
		visitScript(value, walk, inner);
	}
}

// { src: "icon.png", sizes: "192x192" }: plugins write such objects into the manifest at the site's root.
function readIcon(node: SyntaxNode, walk: ScriptWalk, hints: Hints): void {
	const text = literalText(node);
	if (text === undefined || !isImagePath(text)) return;
	walk.taken.add(node);
	const span = { text, ...innerRange(node, walk.offset) };
	addReference(walk.collector, span, "manifest-icon", "page", hints, 0.85);
}

const IMAGE_KEY =
	/image|img|src|icon|logo|photo|avatar|cover|thumb|poster|banner|background|picture|pic$|hero|url|path|file|href|screenshot|preview|asset/i;

function readString(
	node: SyntaxNode,
	walk: ScriptWalk,
	keys: readonly string[],
	hints: Hints = {},
): void {
	if (walk.taken.has(node)) return;
	const { code, offset, collector } = walk;
	const range = innerRange(node, offset);
	const inside = code.slice(range.start - offset, range.end - offset);
	if (!mentionsImage(inside)) return;
	const near = { ...hints, heading: walk.heading, near: keys.at(-1) };
	const text = literalText(node);
	if (
		text !== undefined &&
		isImagePath(text) &&
		!/[\s"'<>(){}]/.test(text.trim())
	) {
		walk.taken.add(node);
		const key = keys.at(-1) ?? "";
		const isLikely = IMAGE_KEY.test(keys.join(" "));
		if (!isLikely && !/^\.{0,2}\//.test(text)) return;
		const use = useOfKeys(keys);
		const certainty =
			(isLikely ? 0.7 : 0.6) + (/^\.{0,2}\//.test(text) ? 0.1 : 0);
		const span = { text, ...range };
		addReference(
			collector,
			span,
			use.use,
			"page",
			{ ...use.hints, ...definedHints(near), near: key },
			certainty,
		);
	} else if (node.type !== "BinaryExpression") {
		const span = { text: inside, ...range };
		if (/<[a-z]/i.test(inside)) readMarkupInString(span, collector);
		else addUrls(span, "page", near, collector);
	}
}

function definedHints(hints: Hints): Hints {
	return Object.fromEntries(
		Object.entries(hints).filter(([, value]) => value !== undefined),
	);
}
