// The other way to know whether an image is named: search every text for the file's name, then compare the path
// around it with the file's own. No parser and no resolver, so that it shares no mistake with the finder.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** One place where a file's name stands in a text. */
export interface Mention {
	readonly file: string;
	readonly line: number;
	/** The line, cut around the name. */
	readonly context: string;
	/**
	 * `path`: the text around the name is the end of the file's path, in a kind of document that the finder reads;
	 * `data`: the same in another kind of file; `test`: in a test or in what a build made; `code`: in a comment or a code sample; `other`: the
	 * name of something else.
	 */
	readonly kind: "path" | "data" | "test" | "code" | "other";
}

/** The files of a site. */
export interface SiteTexts {
	readonly files: readonly string[];
	/** Text by path, of files that are text. */
	readonly texts: ReadonlyMap<string, string>;
	/** How many files have a name. */
	readonly nameCounts: ReadonlyMap<string, number>;
}

const IMAGE = /\.(?:png|apng|jpe?g|webp|avif|svg|gif|ico|bmp|tiff?)$/i;
const READ_BY_FINDER =
	/\.(?:html?|xhtml|njk|liquid|hbs|css|pcss|scss|less|md|mdx|markdown|mkd|[cm]?[jt]sx?|vue|svelte|astro|webmanifest)$|(?:^|\/)(?:site\.)?(?:web)?manifest\.json$/i;
// The finder lists these too, with less confidence: they are not what a site shows.
const TEST =
	/(?:^|\/)(?:tests?|__tests__|__mocks__|fixtures?|e2e|cypress|__snapshots__)\/|\.(?:test|spec|cy)\.\w+$/i;
/** What builds and others made, and nobody mends there. */
export const MADE: RegExp =
	/(?:^|\/)(?:dist|build|out|_site|vendors?|third[-_]?party|coverage|archetypes)\//;
const SKIPPED_FOLDER = /^(?:\.git|node_modules)$/;
const MAX_BYTES = 2_000_000;

/** Whether a path is an image's. */
export function isImage(path: string): boolean {
	return IMAGE.test(path);
}

/** Reads every text of a folder. */
export function readSite(root: string): SiteTexts {
	const files: string[] = [];
	const texts = new Map<string, string>();
	const walk = (folder: string): void => {
		for (const entry of readdirSync(join(root, folder), {
			withFileTypes: true,
		})) {
			const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
			if (entry.isDirectory()) {
				if (!SKIPPED_FOLDER.test(entry.name)) walk(path);
			} else if (entry.isFile()) {
				files.push(path);
				const full = join(root, path);
				if (
					(isImage(path) && !path.endsWith(".svg")) ||
					statSync(full).size > MAX_BYTES
				)
					continue;
				const bytes = readFileSync(full);
				if (!bytes.subarray(0, 8192).includes(0))
					texts.set(path, bytes.toString("utf8"));
			}
		}
	};
	walk("");
	const nameCounts = new Map<string, number>();
	for (const file of files) {
		const name = file.slice(file.lastIndexOf("/") + 1);
		nameCounts.set(name, (nameCounts.get(name) ?? 0) + 1);
	}
	return { files: files.sort(), texts, nameCounts };
}

const NAME =
	/[^\s"'`()<>[\]{}|,;=:*\\/]+\.(?:png|apng|jpe?g|webp|avif|svg|gif|ico|bmp|tiff?)(?![\w-])/gi;

/** Where each name of an image stands, by the name in lower case. */
export function findMentions(
	site: SiteTexts,
): Map<string, { file: string; at: number }[]> {
	const places = new Map<string, { file: string; at: number }[]>();
	for (const [file, text] of site.texts)
		for (const match of text.matchAll(NAME)) {
			const name = decode(match[0]).toLowerCase();
			const list = places.get(name);
			const place = { file, at: match.index };
			if (list === undefined) places.set(name, [place]);
			else list.push(place);
		}
	return places;
}

/** Judges every place where an image's name stands. */
export function mentionsOf(
	image: string,
	site: SiteTexts,
	places: ReadonlyMap<string, readonly { file: string; at: number }[]>,
): Mention[] {
	const name = image.slice(image.lastIndexOf("/") + 1);
	const isUnique = site.nameCounts.get(name) === 1;
	return (places.get(name.toLowerCase()) ?? []).flatMap(({ file, at }) => {
		const text = site.texts.get(file) ?? "";
		const lineStart = text.lastIndexOf("\n", at - 1) + 1;
		const lineEnd = (text.indexOf("\n", at) + 1 || text.length + 1) - 1;
		const before = text.slice(lineStart, at);
		const mention = {
			file,
			line: text.slice(0, at).split("\n").length,
			context: text
				.slice(Math.max(lineStart, at - 90), Math.min(lineEnd, at + 90))
				.trim(),
		};
		return [
			{
				...mention,
				kind: judge(before, name, image, file, isUnique, text, at),
			},
		];
	});
}

function judge(
	before: string,
	name: string,
	image: string,
	file: string,
	isUnique: boolean,
	text: string,
	at: number,
): Mention["kind"] {
	if (!isPathOf(before, name, image, file, isUnique)) return "other";
	if (isSample(text, at, file, before)) return "code";
	if (TEST.test(file) || MADE.test(file)) return "test";
	return READ_BY_FINDER.test(file) ? "path" : "data";
}

function isPathOf(
	before: string,
	name: string,
	image: string,
	file: string,
	isUnique: boolean,
): boolean {
	const written = /[^\s"'`()<>[\]|,;=]*$/.exec(before)?.[0] ?? "";
	if (/:\/\/|^\/\/|[{}$*]/.test(written)) return false;
	const folders = decode(written)
		.replace(/^.*!|^[a-z-]+:/, "")
		.split("/")
		.filter((part) => part !== "" && part !== "." && part !== "..");
	// An alias or the address of the site stands before the path.
	if (/^[@~$#]/.test(folders[0] ?? "")) folders.shift();
	const tail = [...folders, name].join("/").toLowerCase();
	const full = `/${image.toLowerCase()}`;
	if (folders.length > 0) return full.endsWith(`/${tail}`);
	const folder = file.slice(0, file.lastIndexOf("/") + 1);
	// Only a program could say which folder it puts before a bare name.
	return folder + name === image || (isUnique && /^\.{0,2}\//.test(written));
}

/** Whether a place is a comment or a code sample, roughly: the rest is judged by hand. */
function isSample(
	text: string,
	at: number,
	file: string,
	before: string,
): boolean {
	if (/^\s*(?:\/\/|\*|#\s)/.test(before) && !/\.(?:mdx?)$/.test(file))
		return true;
	const head = text.slice(0, at);
	if (head.lastIndexOf("<!--") > head.lastIndexOf("-->")) return true;
	if (
		/\.(?:[cm]?[jt]sx?|css|scss|less|vue|svelte|astro)$/.test(file) &&
		head.lastIndexOf("/*") > head.lastIndexOf("*/")
	)
		return true;
	if (!/\.(?:mdx?|markdown)$/.test(file)) return false;
	const fences = head.match(/^\s*(?:```|~~~)/gm)?.length ?? 0;
	const ticks = before.match(/`/g)?.length ?? 0;
	return fences % 2 === 1 || ticks % 2 === 1;
}

function decode(text: string): string {
	try {
		return decodeURIComponent(text.replaceAll("&amp;", "&"));
	} catch {
		return text;
	}
}
