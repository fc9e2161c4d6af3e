// Single-file components: Vue, Svelte and Astro, each markup with scripts and styles in it.

import { isImagePath } from "../image-path.js";
import { readStyle, type StyleDialect } from "./css.js";
import { addReference, type Collector } from "./extraction.js";
import { frontMatterLength, readFrontMatter } from "./front-matter.js";
import { type MarkupBlock, readMarkup } from "./markup.js";
import { cover, coverTemplateComments } from "./mask.js";
import { readScript } from "./script.js";
import { readTagArguments } from "./shortcodes.js";

/** Adds the image references of HTML, with its styles and scripts. */
export function readHtml(document: string, collector: Collector): void {
	const matter = frontMatterLength(document);
	readFrontMatter(document.slice(0, matter), collector);
	const text = cover(document.slice(0, matter), " ") + document.slice(matter);
	readTagArguments({ text: coverTemplateComments(text), collector, done: [] });
	readLookedUp(coverTemplateComments(text), collector);
	readMarkup(text, {
		offset: 0,
		lookup: "file",
		collector,
		onBlock: (block) => readBlock(block, collector),
	});
}

// What Hugo's templates look up outside of attributes: {{ with resources.Get "logos/a.png" }} in its assets, and
// {{ $card := "img/a.png" | absURL }} at the site's root.
const LOOKED_UP =
	/\bresources\.Get\s+(["`])([^"`{}]+)\1|:=\s*\(?\s*(["`])([^"`{}]+)\3\s*\|\s*(?:abs|rel)(?:Lang)?URL\b/g;

function readLookedUp(text: string, collector: Collector): void {
	if (!text.includes("{{")) return;
	for (const match of text.matchAll(LOOKED_UP)) {
		const resource = match[2];
		const path = resource ?? match[4] ?? "";
		if (!isImagePath(path)) continue;
		const start = match.index + match[0].lastIndexOf(path);
		const plain = path.replace(/^\//, "");
		const isAsset = resource !== undefined;
		addReference(
			collector,
			{
				text: isAsset ? `assets/${plain}` : `/${plain}`,
				start,
				end: start + path.length,
			},
			"shortcode",
			isAsset ? "content" : "page",
			{},
			0.85,
		);
	}
}

/** Adds the image references of a Vue component. */
export function readVue(text: string, collector: Collector): void {
	readMarkup(text, {
		offset: 0,
		lookup: "page",
		collector,
		onBlock: (block) => readBlock(block, collector),
	});
}

/** Adds the image references of a Svelte component. */
export function readSvelte(text: string, collector: Collector): void {
	readMarkup(text, {
		offset: 0,
		lookup: "page",
		collector,
		braces: true,
		onBlock: (block) => readBlock(block, collector),
	});
}

/** Adds the image references of an Astro component. */
export function readAstro(text: string, collector: Collector): void {
	const fence = frontMatterLength(text);
	const script = text
		.slice(0, fence)
		.replace(/^(\uFEFF?)---|---(\s*)$/g, "$1   $2");
	readScript(script, 0, { jsx: true }, collector);
	const markup =
		cover(text.slice(0, fence), " ") + coverComments(text.slice(fence));
	readMarkup(markup, {
		offset: 0,
		lookup: "page",
		collector,
		braces: true,
		onBlock: (block) => readBlock(block, collector),
	});
}

function coverComments(text: string): string {
	return text.replace(/\{\s*\/\*[\s\S]*?\*\/\s*\}/g, (comment) =>
		cover(comment, " "),
	);
}

const STYLES: Readonly<Record<string, StyleDialect>> = {
	scss: "scss",
	sass: "scss",
	less: "less",
};

function readBlock(block: MarkupBlock, collector: Collector): void {
	const { kind, code, offset, language } = block;
	if (kind === "style")
		readStyle(
			code,
			offset,
			STYLES[language.replace("text/", "")] ?? "css",
			collector,
		);
	else if (/template|html/.test(language))
		readMarkup(code, { offset, lookup: "file", collector });
	else if (!/json/.test(language))
		readScript(code, offset, { jsx: language !== "ts" }, collector);
}
