// What each framework serves at "/" and calls by an alias. To add one, add a row.

/** Facts of one framework; folders are relative to the project's. */
export interface Framework {
	readonly kind: string;
	/** A dependency in package.json that shows it. */
	readonly packages?: readonly string[];
	/** Names of files or folders beside package.json that show it. */
	readonly files?: RegExp;
	readonly roots: readonly string[];
	readonly aliases?: Readonly<Record<string, readonly string[]>>;
}

/** The frameworks, those with the firmer signs first. */
export const frameworks: readonly Framework[] = [
	{
		kind: "next",
		packages: ["next"],
		files: /^next\.config\./,
		roots: ["public"],
	},
	{
		kind: "nuxt",
		packages: ["nuxt", "nuxt3", "nuxt-edge"],
		files: /^nuxt\.config\./,
		roots: ["public", "static", "src/public", "src/static", "app/public"],
		aliases: {
			"~/": ["", "app", "src"],
			"@/": ["", "app", "src"],
			"~~/": [""],
			"@@/": [""],
			"#shared/": ["shared"],
		},
	},
	{
		kind: "sveltekit",
		packages: ["@sveltejs/kit"],
		files: /^svelte\.config\./,
		roots: ["static", "public"],
		aliases: { "$lib/": ["src/lib"] },
	},
	{
		kind: "astro",
		packages: ["astro"],
		files: /^astro\.config\./,
		roots: ["public"],
	},
	{
		kind: "gatsby",
		packages: ["gatsby"],
		files: /^gatsby-config\./,
		roots: ["static"],
	},
	{
		kind: "docusaurus",
		packages: ["@docusaurus/core"],
		files: /^docusaurus\.config\./,
		roots: ["static"],
		aliases: { "@site/": [""] },
	},
	{ kind: "vitepress", files: /^\.vitepress$/, roots: ["public", ""] },
	{
		kind: "vuepress",
		files: /^\.vuepress$/,
		roots: [".vuepress/public", ""],
		aliases: { "@alias/": [".vuepress"], "@public/": [".vuepress/public"] },
	},
	{
		kind: "angular",
		packages: ["@angular/core"],
		files: /^angular\.json$/,
		roots: ["public", "src", "src/assets"],
	},
	{ kind: "cra", packages: ["react-scripts"], roots: ["public"] },
	{
		kind: "vue-cli",
		packages: ["@vue/cli-service"],
		files: /^vue\.config\./,
		roots: ["public"],
		aliases: { "@/": ["src"] },
	},
	{ kind: "hexo", packages: ["hexo"], roots: ["source"] },
	{
		kind: "eleventy",
		packages: ["@11ty/eleventy"],
		files: /^(?:\.eleventy|eleventy\.config)\./,
		roots: ["", "src", "public", "static", "src/public", "src/static"],
	},
	{
		kind: "hugo",
		files: /^(?:hugo\.(?:toml|ya?ml|json)|archetypes)$/,
		roots: ["static", "assets", "content"],
	},
	{ kind: "jekyll", files: /^_config\.ya?ml$/, roots: [""] },
	{ kind: "mkdocs", files: /^mkdocs\.ya?ml$/, roots: ["docs"] },
	{ kind: "mdbook", files: /^book\.toml$/, roots: ["src"] },
	{ kind: "django", files: /^manage\.py$/, roots: ["static", ""] },
	{ kind: "laravel", files: /^artisan$/, roots: ["public"] },
	{
		kind: "rails",
		files: /^config\.ru$/,
		roots: ["public", "app/assets/images"],
	},
	{
		kind: "vite",
		packages: [
			"vite",
			"@remix-run/dev",
			"@react-router/dev",
			"solid-start",
			"@builder.io/qwik",
			"preact-cli",
			"@tanstack/react-start",
		],
		files: /^vite\.config\./,
		roots: ["public", "", "static"],
		aliases: { "@/": ["src", "app"], "~/": ["src", "app"] },
	},
	{
		kind: "webpack",
		packages: ["webpack", "parcel", "parcel-bundler", "@parcel/core"],
		roots: ["public", "static", "src", ""],
	},
];

/** Kinds that say exactly where files lie, so that no other place needs to be tried. */
export const firmKinds: ReadonlySet<string> = new Set(
	"next nuxt sveltekit astro gatsby docusaurus vitepress cra vue-cli".split(
		" ",
	),
);

/** Folders that people commonly serve at `/`. */
export const commonRoots: readonly string[] = [
	"public",
	"static",
	"docs/public",
	"src/assets",
	"assets",
	"src",
	"www",
	"site",
	"app",
	"docs",
	"source",
	"content",
	"src/main/resources/static",
	"dist",
];
