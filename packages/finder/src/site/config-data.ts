// Literal facts in configuration files: JSON with comments as data, scripts by their keys, YAML and TOML by line.

import { isImagePath } from "../image-path.js";
import { literalText } from "../languages/expression-texts.js";
import {
	childrenOf,
	nameOf,
	nodeAt,
	nodesAt,
	parseScript,
	parseSingle,
	type SyntaxNode,
} from "../languages/syntax.js";

/** JSON, also with comments and trailing commas; undefined when broken. */
export function readJson(text: string): unknown {
	const tree = parseSingle(text.replace(/^\uFEFF/, ""));
	return tree && toData(tree);
}

function toData(node: SyntaxNode): unknown {
	switch (node.type) {
		case "ObjectExpression": {
			const data: Record<string, unknown> = Object.create(null);
			for (const property of nodesAt(node, "properties")) {
				const value = nodeAt(property, "value");
				if (value !== undefined)
					data[nameOf(nodeAt(property, "key"))] = toData(value);
			}
			return data;
		}
		case "ArrayExpression":
			return nodesAt(node, "elements").map(toData);
		case "NumericLiteral":
		case "BooleanLiteral":
			return node.value;
		default:
			return literalText(node);
	}
}

/** A field of data of unknown shape, by its keys. */
export function fieldAt(data: unknown, ...keys: readonly string[]): unknown {
	let at = data;
	for (const key of keys) {
		if (typeof at !== "object" || at === null) return undefined;
		at = (at as Record<string, unknown>)[key];
	}
	return at;
}

/** The keys of a field that is an object. */
export function keysAt(data: unknown, ...keys: readonly string[]): string[] {
	const value = fieldAt(data, ...keys);
	return typeof value === "object" && value !== null ? Object.keys(value) : [];
}

/** What a configuration script says literally. */
export interface ScriptConfig {
	/** Texts by key, wherever the key stands. */
	readonly texts: ReadonlyMap<string, readonly string[]>;
	/** Aliases as prefix and path. */
	readonly aliases: readonly (readonly [string, string])[];
	/** What `addPassthroughCopy` takes where: `to` is undefined when it keeps its path, `from` when it is computed. */
	readonly copies: readonly (readonly [
		from: string | undefined,
		to: string | undefined,
	])[];
}

/** Reads `vite.config.ts` and its like without running them. */
export function readScriptConfig(code: string): ScriptConfig {
	const texts = new Map<string, string[]>();
	const copies: [string | undefined, string | undefined][] = [];
	const aliases: [string, string][] = [];
	const add = (
		map: Map<string, string[]>,
		key: string,
		text: string | undefined,
	) => {
		if (text !== undefined) map.set(key, [...(map.get(key) ?? []), text]);
	};
	const visit = (node: SyntaxNode): void => {
		if (node.type === "ObjectProperty") {
			const key = nameOf(nodeAt(node, "key"));
			const value = nodeAt(node, "value");
			if (value !== undefined) {
				if (/alias/i.test(key)) aliases.push(...aliasesIn(value));
				add(texts, key, pathText(value));
				for (const element of nodesAt(value, "elements"))
					add(texts, key, pathText(element));
			}
		} else if (node.type === "ObjectExpression")
			copies.push(...copyIn(node), ...iconsMadeIn(node));
		else if (nameOf(nodeAt(node, "callee")) === "addPassthroughCopy") {
			const [first] = nodesAt(node, "arguments");
			if (first !== undefined) copies.push(...copiesIn(first));
		}
		for (const child of childrenOf(node)) visit(child);
	};
	const tree = parseScript(code, { jsx: false });
	if (tree !== undefined) visit(tree);
	return { texts, copies, aliases };
}

// { from: "node_modules/x/assets", to: "assets" } of webpack's and { src, dest } of Vite's plugins that copy.
function copyIn(
	object: SyntaxNode,
): [string | undefined, string | undefined][] {
	const field = (name: string) => {
		const property = nodesAt(object, "properties").find(
			(candidate) => nameOf(nodeAt(candidate, "key")) === name,
		);
		const value = property && nodeAt(property, "value");
		return value && pathText(value);
	};
	const from = field("from") ?? field("src");
	const to = field("to") ?? field("dest");
	if (from === undefined || to === undefined || /^\w+:/.test(to)) return [];
	const isForeign = /(?:^|\/)node_modules\//.test(from);
	return /[*!{]/.test(from) && !isForeign
		? []
		: [[isForeign ? undefined : from, to]];
}

// Plugins that make an app's icons from one picture: { icon: "src/logo.svg", icons: [{ src: "icons/192.png" }] }.
function iconsMadeIn(object: SyntaxNode): [undefined, string][] {
	const field = (name: string) => {
		const property = nodesAt(object, "properties").find(
			(candidate) => nameOf(nodeAt(candidate, "key")) === name,
		);
		return property && nodeAt(property, "value");
	};
	const source = field("icon");
	const isAppManifest =
		field("icons") ?? field("start_url") ?? field("short_name");
	if (source === undefined || isAppManifest === undefined) return [];
	if (!isImagePath(pathText(source) ?? "")) return [];
	const listed = nodesAt(field("icons") ?? object, "elements").flatMap(
		(icon) => {
			const property = nodesAt(icon, "properties").find(
				(candidate) => nameOf(nodeAt(candidate, "key")) === "src",
			);
			const value = property && nodeAt(property, "value");
			const text = value && literalText(value);
			return text === undefined ? [] : [text];
		},
	);
	return [
		...(listed.length > 0 ? listed : ["icons"]),
		...[16, 32, 48].map((px) => `favicon-${px}x${px}.png`),
	].map((address) => [undefined, address]);
}

function copiesIn(
	argument: SyntaxNode,
): [string | undefined, string | undefined][] {
	const path = pathText(argument);
	if (path !== undefined) return /[*!{]/.test(path) ? [] : [[path, undefined]];
	return nodesAt(argument, "properties").flatMap((property) => {
		const value = nodeAt(property, "value");
		const to = value && pathText(value);
		if (to === undefined) return [];
		const key = nodeAt(property, "key");
		const from =
			key?.type.endsWith("Literal") || !property.computed ? nameOf(key) : "";
		return [[from === "" || /[*!{]/.test(from) ? undefined : from, to]];
	});
}

function aliasesIn(value: SyntaxNode): [string, string][] {
	const list: [string, string][] = [];
	for (const property of nodesAt(value, "properties")) {
		const target = nodeAt(property, "value");
		const path = target && pathText(target);
		if (path !== undefined) list.push([nameOf(nodeAt(property, "key")), path]);
	}
	// [{ find: "@", replacement: "src" }]
	for (const entry of nodesAt(value, "elements")) {
		const field = (name: string) => {
			const property = nodesAt(entry, "properties").find(
				(candidate) => nameOf(nodeAt(candidate, "key")) === name,
			);
			return property && nodeAt(property, "value");
		};
		const find = field("find");
		const replacement = field("replacement");
		const prefix = find && literalText(find);
		const path = replacement && pathText(replacement);
		if (prefix !== undefined && path !== undefined) list.push([prefix, path]);
	}
	return list;
}

/** A path as literals spell it: "src", path.resolve(__dirname, "src"), fileURLToPath(new URL("./src", import.meta.url)). */
function pathText(node: SyntaxNode): string | undefined {
	const text = literalText(node);
	if (text !== undefined) return text;
	if (node.type === "CallExpression" || node.type === "NewExpression") {
		const parts = nodesAt(node, "arguments").flatMap((argument) => {
			const part = pathText(argument);
			return part === undefined ? [] : [part];
		});
		return parts.length === 0 ? undefined : parts.join("/");
	}
	if (node.type === "TemplateLiteral") {
		const quasis = nodesAt(node, "quasis").map((quasi) =>
			String((quasi.value as { raw: string }).raw),
		);
		return quasis.length === 2 && quasis[0] === ""
			? `.${quasis[1]}`
			: undefined;
	}
	return undefined;
}

/** A scalar of YAML or TOML by its key, at the top or anywhere. */
export function lineValue(text: string, key: string): string | undefined {
	const match = new RegExp(`^[ \\t]*${key}[ \\t]*[:=][ \\t]*(.+)$`, "m").exec(
		text,
	);
	const value = match?.[1]?.replace(/\s+#.*$/, "").trim();
	return value?.replace(/^(["'])(.*)\1$/, "$2") || undefined;
}
