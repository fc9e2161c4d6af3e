// Text of a document in, its image references out: pure, and it never throws.
import { mentionsImage } from "../image-path.js";
import { readAstro, readHtml, readSvelte, readVue } from "./component-files.js";
import { readStyle } from "./css.js";
import {
	type Collector,
	type Extraction,
	finishCollector,
	makeCollector,
} from "./extraction.js";
import type { Language } from "./language.js";
import { readManifest } from "./manifest.js";
import { readMarkdown } from "./markdown.js";
import { readScript } from "./script.js";

const READERS: Readonly<
	Record<Language, (text: string, collector: Collector, path: string) => void>
> = {
	html: readHtml,
	css: (text, collector) => readStyle(text, 0, "css", collector),
	scss: (text, collector) => readStyle(text, 0, "scss", collector),
	less: (text, collector) => readStyle(text, 0, "less", collector),
	markdown: (text, collector) => readMarkdown(text, false, collector),
	mdx: (text, collector) => readMarkdown(text, true, collector),
	script: (text, collector, path) =>
		readScript(text, 0, { jsx: !/\.[cm]?ts$/i.test(path) }, collector),
	vue: readVue,
	svelte: readSvelte,
	astro: readAstro,
	manifest: readManifest,
};

/** Finds every image reference of a document, whether or not its image is there. */
export function extractReferences(
	text: string,
	language: Language,
	path: string,
): Extraction {
	const collector = makeCollector();
	// Style sheets are read for their sizes too.
	const isStyle =
		language === "css" || language === "scss" || language === "less";
	if (!mentionsImage(text) && !isStyle) return collector;
	try {
		READERS[language](text, collector, path);
	} catch (error) {
		// A parser met source that it cannot survive; what was found before stays.
		if (!(error instanceof Error)) throw error;
	}
	return finishCollector(collector);
}
