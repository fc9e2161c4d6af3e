// Values with template expressions in them: the few that any reader can evaluate, and no others.

// Variables that hold the address or the path at which the site lives.
const BASE =
	"(?:site\\.(?:baseurl|url|github\\.url|base_url)|page\\.baseurl|baseurl|base_url|BASE_PATH|BASE_URL|PUBLIC_URL|root_url|" +
	"config\\.base_url|\\.?Site\\.BaseURL|\\$?\\.?Site\\.BaseURL|htmlWebpackPlugin\\.options\\.url|assets?_path|base|assets|resolve)";
const BASE_EXPRESSION = new RegExp(
	`^(?:\\{\\{-?\\s*${BASE}(?:\\s*\\|\\s*\\w+)*\\s*-?\\}\\}|<%=\\s*(?:\\w+\\.)?${BASE}\\s*%>|%PUBLIC_URL%|%sveltekit\\.assets%|\\{\\s*${BASE}\\s*\\}|\\$\\{\\s*${BASE}\\s*\\})`,
	"i",
);
// Filters that turn a literal path into an address and leave the path as it is.
const FILTERS =
	"(?:\\s*\\|\\s*(?:relative_url|absolute_url|url|relURL|absURL|relLangURL|absLangURL|safeURL|absoluteUrl|prepend:\\s*[\\w.]+|safe|escape|\\w*(?:url|path|href|asset)\\w*)(?:\\([^)]*\\))?)*";
const LITERALS: readonly (readonly [RegExp, "same" | "rooted" | "static"])[] = [
	[
		new RegExp(`^\\{\\{-?\\s*(["'])([^"']+)\\1${FILTERS}\\s*-?\\}\\}$`, "i"),
		"rooted",
	],
	[
		/^\{\{-?\s*(?:relURL|absURL|relLangURL)\s+(["'`])([^"'`]+)\1\s*-?\}\}$/,
		"rooted",
	],
	[
		/^\{\{\s*(?:asset|get_url|secure_asset|staticfile)\(\s*(?:path\s*=\s*)?(["'])([^"']+)\1[^)]*\)(?:\s*\|\s*safe)?\s*\}\}$/,
		"rooted",
	],
	[/^\{%-?\s*link\s+()([^%]+?)\s*-?%\}$/, "rooted"],
	[
		/^\{\{\s*url_for\(\s*(["'])static\1\s*,\s*filename\s*=\s*["']([^"']+)["']\s*\)\s*\}\}$/,
		"static",
	],
	[/^\{%-?\s*static\s+(["'])([^"']+)\1\s*-?%\}$/, "static"],
	// Astro, Svelte: {"/a.png"}
	[/^\{\s*(["'`])([^"'`${}]+)\1\s*\}$/, "same"],
];

const MARKS = /\{[{%#]|<[%?]|\{|%[A-Z_]+%|%sveltekit/;

/** The value when its template expressions only add the site's base; undefined when nobody knows it here. */
export function evaluateTemplate(value: string): string | undefined {
	const text = value.trim();
	if (!MARKS.test(text)) return value;
	for (const [pattern, how] of LITERALS) {
		const path = pattern.exec(text)?.[2]?.trim();
		if (path === undefined) continue;
		if (how === "static") return rooted(`static/${path}`);
		return how === "rooted" &&
			!/^\.{0,2}\//.test(path) &&
			!/^[a-z]+:/i.test(path)
			? rooted(path)
			: path;
	}
	const base = BASE_EXPRESSION.exec(text);
	if (base !== null) {
		// {{ site.url }}{{ site.baseurl }}/a.png
		const rest = evaluateTemplate(text.slice(base[0].length));
		return rest === undefined ? undefined : rooted(rest);
	}
	return undefined;
}

function rooted(path: string): string {
	return path.startsWith("/") ? path : `/${path}`;
}

const ENTITIES: Readonly<Record<string, string>> = {
	amp: "&",
	lt: "<",
	gt: ">",
	quot: '"',
	apos: "'",
	nbsp: " ",
};

/** Decodes the character references that occur in paths and descriptions. */
export function decodeEntities(text: string): string {
	if (!text.includes("&")) return text;
	return text.replace(
		/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w+));/gi,
		(whole, decimal, hex, name) => {
			if (name !== undefined)
				return ENTITIES[String(name).toLowerCase()] ?? whole;
			const code =
				decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
			return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
		},
	);
}
