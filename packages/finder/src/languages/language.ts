// Which reader a document gets, by its name.
import { baseOf } from "../paths.js";

/** A language that the finder reads. */
export type Language =
	| "html"
	| "css"
	| "scss"
	| "less"
	| "markdown"
	| "mdx"
	| "script"
	| "vue"
	| "svelte"
	| "astro"
	| "manifest";

const LANGUAGES: Readonly<Record<string, Language>> = {
	html: "html",
	htm: "html",
	xhtml: "html",
	njk: "html",
	liquid: "html",
	hbs: "html",
	css: "css",
	pcss: "css",
	postcss: "css",
	scss: "scss",
	less: "less",
	md: "markdown",
	markdown: "markdown",
	mkd: "markdown",
	mdown: "markdown",
	mdx: "mdx",
	js: "script",
	cjs: "script",
	mjs: "script",
	jsx: "script",
	ts: "script",
	cts: "script",
	mts: "script",
	tsx: "script",
	vue: "vue",
	svelte: "svelte",
	astro: "astro",
	webmanifest: "manifest",
};

const MANIFEST_NAME = /^(site\.)?(web)?manifest\.json$|\.manifest\.json$/i;

/** The language of a document, or undefined when the finder does not read it. */
export function languageOf(path: string): Language | undefined {
	const name = baseOf(path);
	if (MANIFEST_NAME.test(name)) return "manifest";
	// Scaffolds such as seo.tsx.hbs hold pieces of sites that do not exist yet.
	if (/\.(d\.[cm]?ts|min\.(js|css)|[cm]?[jt]sx?\.hbs)$/i.test(name))
		return undefined;
	const dot = name.lastIndexOf(".");
	return dot < 0 ? undefined : LANGUAGES[name.slice(dot + 1).toLowerCase()];
}
