// A first prompt for a missing image, from the words around it.
import { baseOf, folderOf } from "../paths.js";
import type { Hints, ImageUse } from "../records.js";

const MAX_LENGTH = 300;
// Words that say what a thing is in a page and nothing about what it shows.
const EMPTY =
	/^(?:images?|img|pictures?|pics?|photos?|screenshots?|thumbnails?|alt|fav(?:icon)?|apple|touch|share|social|card|og|logo|icon|banner|cover|hero|untitled|placeholder|default|undefined|null|figure|fig|\W|\d)*$/i;
const NOISE =
	/^(?:img|image|images|pic|photo|dsc|copy|final|new|min|web|opt|sm|md|lg|xl|thumb|thumbnail|small|large|medium|v\d+|\d+x?|x|px|[\da-f]{8,}|\d+x\d+)$/i;

/** Drafts a prompt: a description if there is one, else the words of the file's name with those of its heading. */
export function draftPrompt(
	{ alt, label, caption, title, heading, near }: Hints,
	use: ImageUse,
	target: string,
): string {
	const isIcon = /icon$/.test(use);
	const described = [alt, label, caption, title].map(tidy).find(tellsMuch);
	if (described !== undefined && !isIcon) return cut(described);
	const about = [heading, wordsOfKey(near)].map(tidy).find(tellsMuch);
	if (isIcon) {
		const subject = about ?? described ?? wordsOfName(target);
		return cut(tellsMuch(subject) ? `icon of ${subject}` : "a simple app icon");
	}
	const own = split(baseOf(target).replace(/\.\w+$/, "")).join(" ");
	if (tellsMuch(own))
		return cut(
			about === undefined || repeats(own, about) ? own : `${own}, ${about}`,
		);
	if (about !== undefined) return cut(`${about} ${own}`.trim());
	return cut(wordsOfName(target) || useWords(use));
}

function tellsMuch(text: string): boolean {
	return text !== "" && !EMPTY.test(text);
}

// Names of fields and of tiny classes say nothing.
function wordsOfKey(key: string | undefined): string {
	const text = key ?? "";
	return /^(?:.{1,2}|href|src|url|path|file|content|default|assets?|list|items?|data)$/i.test(
		text,
	)
		? ""
		: text;
}

/** The words in a file's name, or in its folder's when the name has none. */
export function wordsOfName(path: string): string {
	const own = split(baseOf(path).replace(/\.\w+$/, ""));
	if (own.length > 0 && !own.every((word) => EMPTY.test(word)))
		return own.join(" ");
	const folder = split(baseOf(folderOf(path))).filter(
		(word) =>
			!/^(?:assets?|static|public|media|src|files|uploads)$/i.test(word),
	);
	return [...folder, ...own].join(" ");
}

function split(name: string): string[] {
	return name
		.replace(/@[\dx.]+$/i, "")
		.replace(/([a-z])([A-Z])/g, "$1 $2")
		.split(/[\s\-_.+~,()[\]]+/)
		.filter((word) => word !== "" && !NOISE.test(word))
		.map((word) => (/^[A-Z]{2,}$/.test(word) ? word : word.toLowerCase()));
}

function tidy(text: string | undefined): string {
	return (text ?? "")
		.replace(/\{#[^}]*\}/g, " ")
		.replace(/\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}|<[^<>]*>|[{}]/g, " ")
		.replace(
			/^(?:an? |the )?(?:image|picture|photo|photograph|screenshot) (?:of|showing) /i,
			"",
		)
		.replace(/[\p{Cc}\s]+/gu, " ")
		.trim();
}

/** Whether the heading only repeats what the name says. */
function repeats(words: string, about: string): boolean {
	const lower = about.toLowerCase();
	return words
		.split(" ")
		.some((word) => word.length > 2 && lower.includes(word));
}

function useWords(use: ImageUse): string {
	return use === "background" ? "abstract background" : "illustration";
}

function cut(text: string): string {
	if (text.length <= MAX_LENGTH) return text;
	const space = text.lastIndexOf(" ", MAX_LENGTH);
	return text.slice(0, space > 0 ? space : MAX_LENGTH);
}
