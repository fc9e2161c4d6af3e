// Objects such as { src: "/a.png", width: 300, alt: "…" }: what the keys around a path say.
import type { Hints, ImageUse } from "../records.js";
import { literalText } from "./expression-texts.js";
import { nameOf, nodeAt, nodesAt, type SyntaxNode } from "./syntax.js";

/** What the plain values of an object say about a picture in it. */
export function hintsOfObject(node: SyntaxNode): Hints {
	const values = new Map<string, string | number>();
	for (const property of nodesAt(node, "properties")) {
		const value = nodeAt(property, "value");
		if (value === undefined) continue;
		const plain =
			value.type === "NumericLiteral"
				? Number(value.value)
				: literalText(value);
		if (plain !== undefined)
			values.set(nameOf(nodeAt(property, "key")).toLowerCase(), plain);
	}
	const text = (...names: string[]) => {
		for (const name of names) {
			const value = values.get(name);
			if (typeof value === "string" && value.trim() !== "") return value;
		}
		return undefined;
	};
	const number = (name: string) => {
		const value = Number(values.get(name) ?? Number.NaN);
		return Number.isFinite(value) ? Math.round(value) : undefined;
	};
	return {
		width: number("width"),
		height: number("height"),
		alt: text("alt", "imagealt", "imgalt"),
		title: text("title", "name", "heading", "label"),
		caption: text("caption", "description", "text", "desc"),
	};
}

/** The size that an icon of a web app manifest states, as build plugins take it; undefined for other objects. */
export function iconSizeOf(node: SyntaxNode): Hints | undefined {
	const values = new Map(
		nodesAt(node, "properties").map((property) => {
			const value = nodeAt(property, "value");
			return [nameOf(nodeAt(property, "key")), value && literalText(value)];
		}),
	);
	const [, width, height] =
		/^(\d+)x(\d+)/.exec(values.get("sizes") ?? "") ?? [];
	return values.get("src") === undefined || width === undefined
		? undefined
		: { width: Number(width), height: Number(height) };
}

/** The use that the path of keys to a value suggests, as in `openGraph.images`. */
export function useOfKeys(keys: readonly string[]): {
	use: ImageUse;
	hints: Hints;
} {
	const path = keys.join(".");
	if (/open_?graph|\bog(?:image)?\b/i.test(path))
		return { use: "og-image", hints: { width: 1200, height: 630 } };
	if (/twitter/i.test(path) && /image|card/i.test(path))
		return { use: "twitter-image", hints: { width: 1200, height: 630 } };
	if (/apple/i.test(path) && /icon/i.test(path))
		return { use: "touch-icon", hints: { width: 180, height: 180 } };
	if (/favicon|\bicons?\.(?:icon|shortcut)\b/i.test(path))
		return { use: "favicon", hints: { width: 32, height: 32 } };
	return { use: "string", hints: {} };
}
