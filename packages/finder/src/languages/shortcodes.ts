// What CommonMark leaves as text: shortcodes, includes, and images whose address holds a template or a space.
import { extensionPattern, isImagePath } from "../image-path.js";
import type { Hints } from "../records.js";
import { addReference } from "./extraction.js";
import { readFrontMatter } from "./front-matter.js";
import type { MarkdownWalk } from "./markdown.js";
import { evaluateTemplate } from "./template-value.js";

// {{< figure src="a.png" >}}, {{% img "a.png" %}}, {% include figure.html image="a.png" %}
const TAG =
	/\{\{[<%]\s*\/?([\w/.-]+)([\s\S]{0,1500}?)[>%]\}\}|\{%-?\s*([\w/.-]+)([\s\S]{0,1500}?)-?%\}/g;
const ARGUMENT = new RegExp(
	`(?:([\\w-]+)\\s*[=:]\\s*)?(?:"([^"\\n]*)"|'([^'\\n]*)'|\`([^\`\\n]*)\`|([^\\s"',=|]+\\.(?:${extensionPattern})))`,
	"gi",
);
// :nuxt-img{src="/a.png"} and ::card{image="/a.png"}; settings may follow between dashes, as in front matter.
const DIRECTIVE = /(?<![\w:]):+[a-z][\w-]*(?:\[[^\]\n]*\])?\{([^{}\n]*)\}/g;
const DIRECTIVE_SETTINGS =
	/^[ \t]*:{2,}[a-z][\w-]*[^\n]*\n[ \t]*---\n([\s\S]{0,4000}?)\n[ \t]*---$/gm;
const NOT_IMAGES =
	/^(?:if|elsif|elseif|else|unless|for|set|assign|capture|case|when|extends|import|from|macro|code\w*|highlight|gist|comment|raw|link|static|asset\w*|url)$/i;
const LOOSE_IMAGE = new RegExp(
	`!\\[([^\\]\\n]*)\\]\\(\\s*((?:[^()\\n]|\\([^()\\n]*\\))*?\\.(?:${extensionPattern})(?:[^()\\n]|\\([^()\\n]*\\))*?)\\s*\\)`,
	"gi",
);

/** A text with shortcodes in it. */
export type TaggedText = Pick<MarkdownWalk, "text" | "done" | "collector"> & {
	readonly heading?: string | undefined;
};

/** Adds the images that shortcodes and includes name, outside code and comments. */
export function readTagArguments(source: TaggedText, from = 0): void {
	const { text, done } = source;
	if (!/\{[{%]/.test(text)) return;
	for (const match of text.slice(from).matchAll(TAG)) {
		const name = match[1] ?? match[3] ?? "";
		const list = match[2] ?? match[4] ?? "";
		const skipped = match[0].indexOf(name) + name.length;
		const at = from + match.index + match[0].indexOf(list, skipped);
		if (isDone(done, at) || NOT_IMAGES.test(name)) continue;
		addArguments(list, at, source);
	}
}

function isDone(
	done: readonly (readonly [number, number])[],
	at: number,
): boolean {
	return done.some(([start, end]) => at >= start && at < end);
}

/** Adds what stands in Markdown outside code, comments and the images that are known already. */
export function readShortcodes(walk: MarkdownWalk, from: number): void {
	readTagArguments(walk, from);
	const { text, done, collector } = walk;
	const body = text.slice(from);
	// Components inside components stand indented, which only CommonMark takes for code.
	const closed = done.filter(([start]) => /[`~<![]/.test(text[start] ?? ""));
	for (const match of body.matchAll(DIRECTIVE)) {
		const list = match[1] ?? "";
		const at = from + match.index + match[0].length - 1 - list.length;
		if (!isDone(closed, at)) addArguments(list, at, walk);
	}
	for (const match of body.matchAll(DIRECTIVE_SETTINGS)) {
		const settings = match[1] ?? "";
		const at = from + match.index + match[0].lastIndexOf(settings);
		if (!isDone(closed, at)) readFrontMatter(settings, collector, at);
	}
	for (const match of body.matchAll(LOOSE_IMAGE)) {
		const at = from + match.index;
		if (isDone(done, at)) continue;
		const [whole, alt = "", inside = ""] = match;
		// ![alt](a.png "title") and ![alt](a.png =300x200)
		const [, address = "", title, width, height] =
			/^(.*?)(?:\s+["'](.*)["'])?(?:\s+=(\d*)x(\d*))?$/.exec(inside) ?? [];
		const reference = evaluateTemplate(address.replace(/^<(.*)>$/, "$1"));
		if (reference === undefined || !isImagePath(reference)) continue;
		const start = at + whole.indexOf(address, alt.length + 4);
		const hints: Hints = {
			alt,
			title,
			heading: walk.heading,
			width: width ? Number(width) : undefined,
			height: height ? Number(height) : undefined,
		};
		const span = { text: reference, start, end: start + address.length };
		addReference(
			collector,
			span,
			"markdown",
			"file",
			hints,
			/\s/.test(reference) ? 0.7 : 0.9,
		);
	}
}

function addArguments(list: string, at: number, walk: TaggedText): void {
	const named = new Map<string, string>();
	const paths: {
		text: string;
		start: number;
		end: number;
		isNamed: boolean;
	}[] = [];
	for (const match of list.matchAll(ARGUMENT)) {
		const value = match[2] ?? match[3] ?? match[4] ?? match[5] ?? "";
		const name = match[1]?.toLowerCase();
		if (name !== undefined) named.set(name, value);
		if (!isImagePath(value) || /[\s{}]/.test(value)) continue;
		const start = at + match.index + match[0].lastIndexOf(value);
		paths.push({
			text: value,
			start,
			end: start + value.length,
			isNamed: name !== undefined,
		});
	}
	const number = (name: string) => {
		const value = /^(\d+)(?:px)?$/.exec(named.get(name) ?? "")?.[1];
		return value === undefined ? undefined : Number(value);
	};
	const hints: Hints = {
		width: number("width"),
		height: number("height"),
		alt: named.get("alt"),
		title: named.get("title"),
		caption: named.get("caption"),
		heading: walk.heading,
	};
	for (const { isNamed, ...span } of paths)
		addReference(
			walk.collector,
			span,
			"shortcode",
			"content",
			hints,
			isNamed ? 0.85 : 0.75,
		);
}
