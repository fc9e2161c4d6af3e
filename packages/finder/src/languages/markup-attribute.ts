// The value of an attribute in markup: plain, with template expressions, or an expression of a framework.
import { mentionsImage } from "../image-path.js";
import type { Attribute } from "./element-shape.js";
import { textsOf } from "./expression-texts.js";
import { parseSingle } from "./syntax.js";
import { decodeEntities, evaluateTemplate } from "./template-value.js";

// :src, v-bind:src, [src], bind:src
const BOUND = /^(?::|v-bind:|\[|bind:)/;
const EVENT = /^(?:@|on[:A-Z]|v-on:|\()/;

// Templates of other languages open with two signs; so does an object, but then a key follows.
function isInBraces(value: string): boolean {
	return (
		/^\{(?:(?![{%#])|\{\s*(?:["']?[\w$-]+["']?\s*:|\.\.\.))/.test(value) &&
		value.endsWith("}")
	);
}

/** The expression of a bound attribute that `readAttributeText` cannot follow, or undefined. */
export function expressionOf(
	name: string,
	value: string,
): { code: string; shift: number } | undefined {
	const isBraced = isInBraces(value);
	if (EVENT.test(name) || !(BOUND.test(name) || isBraced)) return undefined;
	return isBraced && !BOUND.test(name)
		? { code: value.slice(1, -1), shift: 1 }
		: { code: value, shift: 0 };
}

/**
 * Reads one attribute.
 *
 * @param start  of the value, in the document
 */
export function readAttributeText(
	name: string,
	value: string,
	start: number,
): Attribute {
	if (EVENT.test(name)) return { name, texts: [] };
	const end = start + value.length;
	const isBraced = isInBraces(value);
	if (BOUND.test(name) || isBraced) {
		const shift = isBraced ? 1 : 0;
		const code = isBraced ? value.slice(1, -1) : value;
		if (/^\s*[\w$]+(?:\.src)?\s*$/.test(code) && !/^\s*\d/.test(code))
			return { name, texts: [], variable: code.trim().replace(/\.src$/, "") };
		if (/^\s*\d+\s*$/.test(code))
			return { name, texts: [{ text: code.trim(), start, end }] };
		if (mentionsImage(code)) {
			const tree = parseSingle(code);
			const { texts } = tree ? textsOf(tree, start + shift) : { texts: [] };
			if (texts.length > 0 || isBraced) return { name, texts };
		}
		return { name, texts: [] };
	}
	const text = evaluateTemplate(decodeEntities(value));
	return { name, texts: text === undefined ? [] : [{ text, start, end }] };
}
