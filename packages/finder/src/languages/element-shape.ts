// The shape of an opening tag, the same for HTML, JSX and MDX.
import type { Hints, ImageUse, Lookup } from "../records.js";
import type { Span } from "./extraction.js";

/** One attribute: the texts it may have, which is one for plain markup. */
export interface Attribute {
	/** As written; `xlink:href`, `:src`, `srcSet`. */
	readonly name: string;
	readonly texts: readonly AttributeText[];
	/** A variable that is the whole value, as in `src={hero}`. */
	readonly variable?: string | undefined;
}

/** One text that an attribute may have. */
export interface AttributeText extends Span {
	/** Where an expression such as `require` decides it. */
	readonly lookup?: Lookup;
	readonly use?: ImageUse;
}

/** One opening tag. */
export interface Element {
	readonly name: string;
	readonly attributes: readonly Attribute[];
}

/** What stands around an element. */
export interface Surroundings {
	readonly lookup: Lookup;
	readonly hints: Hints;
	/** An image that `<source>` stands for. */
	readonly picture?: Element | undefined;
	/** Texts of `<meta>` that give the size of shared pictures. */
	readonly metaSizes?: ReadonlyMap<string, number>;
}

// Few names recur many times; garbage brings many that do not.
const MAX_NAMES = 1000;
const plainNames = new Map<string, string>();

/** The attribute's name without what frameworks put around it: `:src`, `v-bind:src`, `[src]`, `srcSet`. */
export function plainName(name: string): string {
	const known = plainNames.get(name);
	if (known !== undefined) return known;
	const plain = name
		.toLowerCase()
		.replace(/^(?:v-bind:|bind:|:|\[(?:attr\.)?)/, "")
		.replace(/\]$|\.(?:prop|camel|attr)$/g, "");
	if (plainNames.size >= MAX_NAMES) plainNames.clear();
	plainNames.set(name, plain);
	return plain;
}

/** The only text of an attribute, or undefined when it is absent or depends on something. */
export function textOf(element: Element, name: string): string | undefined {
	const texts = element.attributes.find(
		(attribute) => plainName(attribute.name) === name,
	)?.texts;
	return texts?.length === 1 ? texts[0]?.text : undefined;
}
