import type { DocumentFilter } from "vscode";

const LANGUAGES = [
	...["html", "css", "scss", "less", "postcss", "markdown", "mdx"],
	...["javascript", "javascriptreact", "typescript", "typescriptreact"],
	...["vue", "svelte", "astro", "json", "handlebars", "liquid", "nunjucks"],
];

/** Documents that may name images. */
export const imageDocuments: readonly DocumentFilter[] = [
	...LANGUAGES.map((language) => ({ language })),
	// Where no extension knows the language.
	{ pattern: "**/*.{vue,svelte,astro,mdx,webmanifest,njk,liquid,hbs}" },
];
