// What the attributes of one element say about images; the same table serves HTML, JSX, Vue, Svelte and Astro.

import { isImagePath } from "../image-path.js";
import type { Hints, ImageUse, Lookup } from "../records.js";
import { addSrcset } from "./add-srcset.js";
import {
	type Element,
	plainName,
	type Surroundings,
	textOf,
} from "./element-shape.js";
import { addReference, type Collector } from "./extraction.js";
import { readHead } from "./head-element.js";
import { addStyleText, addUrls, sizeOfStyle } from "./style-text.js";
import { sizeOfClasses } from "./tailwind-size.js";

/** Adds the image references of one element. */
export function readElement(
	element: Element,
	around: Surroundings,
	collector: Collector,
): void {
	const tag = element.name.toLowerCase();
	if (tag === "link" || tag === "meta" || tag === "base") {
		readHead(tag, element, around, collector);
		return;
	}
	const shown = around.picture ?? element;
	const common = { ...around.hints, ...hintsOfElement(shown) };
	const selectors = selectorsOf(shown);
	for (const { name, texts, variable } of element.attributes) {
		const attribute = plainName(name);
		const own = hintsBeside(element, attribute);
		const hints = { ...common, ...own };
		if (
			variable !== undefined &&
			(own !== undefined || /src$|^(?:image|img|icon)$/.test(attribute))
		)
			collector.shown.set(variable, { hints, selectors });
		for (const span of texts) {
			const lookup = span.lookup ?? lookupOf(element.name, around.lookup);
			// Svelte: style:background-image="url(a.png)"
			if (attribute === "style" || name.startsWith("style:"))
				addStyleText(span, lookup, hints, collector);
			else if (attribute === "class" || attribute === "classname")
				addUrls(span, "page", hints, collector);
			else {
				const use = useOf(tag, element.name, attribute, span.text) ?? span.use;
				if (use === "srcset" || use === "picture")
					addSrcset(span, use, lookup, hints, collector, selectors);
				else if (use === "lazy" && span.text.includes("url("))
					addUrls(span, lookup, hints, collector);
				else if (use !== undefined && isImagePath(span.text))
					addReference(
						collector,
						span,
						span.use ?? use,
						lookup,
						use === "link" ? hintsOfLink(hints) : hints,
						certaintyOf(use, span.text),
						selectors,
					);
			}
		}
	}
}

/** What `thumbWidth`, `thumbHeight` and `thumbAlt` of a component say about the picture of `thumb`. */
function hintsBeside(element: Element, attribute: string): Hints | undefined {
	if (!/^[A-Z]|[-.:]/.test(element.name)) return undefined;
	const text = (end: string) => textOf(element, attribute + end)?.trim();
	const hints = Object.entries({
		width: numberOf(text("width")),
		height: numberOf(text("height")),
		alt: text("alt") || undefined,
	}).filter(([, value]) => value !== undefined);
	return hints.length === 0 ? undefined : Object.fromEntries(hints);
}

/** What an element's own attributes say about its picture. */
export function hintsOfElement(element: Element): Hints {
	const text = (name: string) => textOf(element, name)?.trim() || undefined;
	const style = sizeOfStyle(text("style") ?? "");
	const classes = sizeOfClasses(text("class") ?? text("classname") ?? "");
	const size = numberOf(text("size"));
	const sizes = /(\d+)px\s*$/.exec(text("sizes") ?? "")?.[1];
	const hints = {
		width:
			numberOf(text("width")) ??
			style.width ??
			size ??
			numberOf(sizes) ??
			classes.width,
		height: numberOf(text("height")) ?? style.height ?? size ?? classes.height,
		aspectRatio: style.aspectRatio ?? classes.aspectRatio,
		alt: text("alt"),
		label: text("aria-label") ?? text("arialabel"),
		title: text("title") ?? text("name"),
		caption: text("caption") ?? text("label"),
	};
	// Absent must not hide what stands around.
	return Object.fromEntries(
		Object.entries(hints).filter(([, value]) => value !== undefined),
	);
}

// Components that take a path from the file they stand in, as an import does.
function lookupOf(name: string, lookup: Lookup): Lookup {
	return /^(?:StaticImage|enhanced:img)$/.test(name) ? "module" : lookup;
}

function numberOf(text: string | undefined): number | undefined {
	const match = /^(\d+(?:\.\d+)?)(?:px)?$/.exec(text ?? "");
	return match === null ? undefined : Math.round(Number(match[1]));
}

// The size of a link is not that of what it leads to, and its words describe that best.
function hintsOfLink(hints: Hints): Hints {
	const caption = hints.caption ?? hints.near;
	return { ...hints, caption, width: undefined, height: undefined };
}

function selectorsOf(element: Element): string[] {
	const classes = textOf(element, "class") ?? textOf(element, "classname");
	const id = textOf(element, "id");
	return [
		...(id === undefined ? [] : [`#${id.trim()}`]),
		...(classes ?? "")
			.split(/\s+/)
			.filter((name) => /^[\w-]+$/.test(name))
			.map((name) => `.${name}`),
	];
}

function useOf(
	tag: string,
	written: string,
	attribute: string,
	text: string,
): ImageUse | undefined {
	if (attribute === "srcset" || attribute === "imagesrcset")
		return tag === "source" ? "picture" : "srcset";
	if (attribute === "data-srcset" || attribute === "lazy-srcset")
		return "srcset";
	if (attribute === "poster") return "poster";
	if (attribute === "background") return "background";
	const isAddress = attribute === "href" || attribute === "xlink:href";
	switch (tag) {
		case "img":
		case "amp-img":
		case "enhanced:img":
		case "ion-img":
			if (attribute === "src" || attribute === "ngsrc") return "img";
			break;
		case "source":
			return attribute === "src" ? "picture" : lazyUse(attribute);
		case "input":
			return attribute === "src" ? "input" : lazyUse(attribute);
		case "image":
		case "feimage":
			if (isAddress || attribute === "xlinkhref") return "svg-image";
			// React's and Vue's own <Image> differs from SVG's in case only.
			break;
		case "a":
		case "area":
			return attribute === "href" ? "link" : lazyUse(attribute);
		case "object":
		case "embed":
		case "iframe":
			if (attribute === "data" || attribute === "src") return "embed";
			break;
	}
	if (attribute.startsWith("data-")) return lazyUse(attribute);
	const isComponent = /^[A-Z]|[-.:]/.test(written);
	if (!isComponent) return attribute === "xlink:href" ? "svg-image" : undefined;
	if (/^(?:next)?image$/i.test(written) && attribute === "src")
		return written === "Image" ? "next-image" : "component";
	// Other properties of components hold any text; one that starts like a path is one.
	return isRooted(text) || attribute === "src" ? "component" : undefined;
}

function lazyUse(attribute: string): ImageUse | undefined {
	return /^data-(?!(?:.*-)?(?:id|name|title|alt|filename)$)/.test(attribute)
		? "lazy"
		: undefined;
}

function isRooted(text: string): boolean {
	return /^(?:\.{0,2}\/|@|~|\$|src\/)/.test(text.trim());
}

function certaintyOf(use: ImageUse, text: string): number {
	if (use === "img" || use === "next-image") return 0.97;
	if (use === "link") return 0.75;
	if (use === "lazy") return 0.85;
	if (use === "component") return isRooted(text) ? 0.85 : 0.65;
	return 0.92;
}
