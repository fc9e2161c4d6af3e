// The references of one document against a workspace: what is missing, and what it should look like.

import { weighDocument } from "./describe/confidence.js";
import { draftPrompt, wordsOfName } from "./describe/prompt.js";
import { wantedSize } from "./describe/wanted-size.js";
import { wantsAlpha } from "./describe/wants-alpha.js";
import { formatOfPath } from "./image-path.js";
import type {
	Extraction,
	FoundReference,
	SelectorSize,
} from "./languages/extraction.js";
import { folderOf, joinPath } from "./paths.js";
import type { ImageSize, MissingImage } from "./records.js";
import { type BundleHabit, inferBundle } from "./site/bundle-habit.js";
import { projectsAround } from "./site/detect-projects.js";
import { isForeignFolder } from "./site/ignore-rules.js";
import { inferFolders } from "./site/infer-folders.js";
import type { Workspace } from "./site/list-workspace.js";
import type { Project, Site } from "./site/project.js";
import { type MissingTarget, resolveMissing } from "./site/resolve.js";
import { makeLineMap } from "./text-lines.js";

/** What describing needs besides the document. */
export interface FindContext {
	readonly workspace: Workspace;
	/** Sizes that style sheets give, by path. */
	readonly sheets: ReadonlyMap<string, ReadonlyMap<string, SelectorSize>>;
	/** Where pages keep what their front matter names. */
	bundles: BundleHabit;
	/** What references of the document read last miss, for the next time it is read; forgotten when files come or go. */
	resolved: { file: string; misses: Map<string, MissingTarget | undefined> };
	/** The common size of the pictures beside a path. */
	neighbourSize(target: string): Promise<ImageSize | undefined>;
}

/** A document as it was read. */
export interface ReadDocument {
	readonly file: string;
	readonly text: string;
	readonly extraction: Extraction;
}

/** Finds the missing images of one document, in source order. */
export async function findMissing(
	{ file, text, extraction }: ReadDocument,
	context: FindContext,
): Promise<MissingImage[]> {
	if (extraction.references.length === 0) return [];
	const site = siteOf({ file, extraction }, context);
	const place = makeLineMap(text);
	const missing: MissingImage[] = [];
	const seen = new Set<string>();
	const inferred = inferFolders(extraction.references, site);
	for (const reference of extraction.references) {
		if (isElsewhere(text.slice(reference.start, reference.end), text)) continue;
		const found =
			resolveOnce(reference, site, context) ??
			inferred(reference) ??
			inferBundle(reference, site, context.bundles);
		if (found === undefined) continue;
		const key = `${reference.start} ${found.target}`;
		if (seen.has(key)) continue;
		seen.add(key);
		const described = await describe(
			reference,
			found,
			extraction,
			site,
			context,
		);
		const { start, end } = reference;
		missing.push({
			file,
			start,
			end,
			...place(start),
			reference: text.slice(start, end),
			...described,
		});
	}
	return missing.sort((a, b) => a.start - b.start);
}

const FIRST_VARIABLE = /^(?:\$\{\s*)?([A-Za-z_]\w*)\s*[}+]/;

/** Whether a reference starts with a variable that its document sets to an address on the net. */
function isElsewhere(reference: string, text: string): boolean {
	const name = FIRST_VARIABLE.exec(reference)?.[1];
	return (
		name !== undefined &&
		new RegExp(
			`\\b${name}\\s*(?::[^=;\\n]*)?=[^=;\\n"'\`]*["'\`](?:https?:)?//`,
		).test(text)
	);
}

// Of the references of a document that is being typed into, one at most is new.
function resolveOnce(
	reference: FoundReference,
	site: Site,
	context: FindContext,
): MissingTarget | undefined {
	if (context.resolved.file !== site.file)
		context.resolved = { file: site.file, misses: new Map() };
	const { misses } = context.resolved;
	const { text, lookup, use } = reference;
	const key = `${use} ${lookup} ${site.base ?? ""} ${text}`;
	const known = misses.get(key);
	if (known !== undefined || misses.has(key)) return known;
	const found = resolveMissing(reference, site);
	misses.set(key, found);
	return found;
}

/** What resolving the references of a document needs. */
export function siteOf(
	{ file, extraction }: Pick<ReadDocument, "file" | "extraction">,
	{ workspace }: FindContext,
): Site {
	const { index, rules, projects } = workspace;
	const around = projectsAround(projects, file);
	return {
		index,
		projects: around,
		others: [...projects.values()].filter(
			(project) => !around.includes(project) && isSite(project),
		),
		file,
		base: extraction.base,
		isIgnored: (path) =>
			rules.isIgnored(path) ||
			isForeignFolder(folderOf(path), (folder) => isPackage(folder, workspace)),
	};
}

// Generators that can build pages from a folder outside their own.
function isSite({ kinds }: Project): boolean {
	return ["docusaurus", "vitepress", "gatsby", "astro", "next"].some((kind) =>
		kinds.has(kind),
	);
}

/** Whether a folder is that of a package, whose output folders are then outputs. */
export function isPackage(folder: string, { index }: Workspace): boolean {
	return index.files.has(
		folder === "" ? "package.json" : `${folder}/package.json`,
	);
}

/** What is known of a picture from the reference's surroundings. */
export type Description = Omit<
	MissingImage,
	"file" | "start" | "end" | "line" | "column" | "reference"
>;

/** Says what a picture should look like. */
export async function describe(
	reference: FoundReference,
	found: MissingTarget,
	extraction: Extraction,
	site: Site,
	context: FindContext,
): Promise<Description> {
	const { target, existing } = found;
	const { hints, use } = reference;
	const format = formatOfPath(target) ?? "png";
	const style = styleOf(reference, extraction, site, context);
	let size = wantedSize({ hints, style, target, neighbours: undefined });
	if (size.width === null || size.height === null)
		size = wantedSize({
			hints,
			style,
			target,
			neighbours: await context.neighbourSize(target),
		});
	const words = `${wordsOfName(target)} ${hints.alt ?? ""}`;
	return {
		target,
		...(existing === undefined ? {} : { existing }),
		use,
		...size,
		format,
		alpha: wantsAlpha(use, format, words, size.width, size.height),
		prompt: draftPrompt(hints, use, target),
		confidence: weighDocument(
			reference.certainty * found.certainty,
			site.file,
			target,
			context.workspace.index.hasFolder(folderOf(target)),
		),
	};
}

/** What style rules say about the element that shows a picture. */
export function styleOf(
	{ selectors = [], hints }: FoundReference,
	extraction: Extraction,
	site: Site,
	{ sheets }: FindContext,
): SelectorSize | undefined {
	if (
		selectors.length === 0 ||
		(hints.width !== undefined && hints.height !== undefined)
	)
		return undefined;
	const linked = extraction.stylesheets.flatMap((address) => {
		const path = address.replace(/[?#].*$/, "");
		const paths = path.startsWith("/")
			? site.projects.flatMap(({ roots }) =>
					roots.map((root) => joinPath(root, path)),
				)
			: [joinPath(folderOf(site.file), path)];
		return paths.flatMap((found) => sheets.get(found ?? "") ?? []);
	});
	for (const sheet of [extraction.selectorSizes, ...linked])
		for (const selector of selectors) {
			const size = sheet.get(selector);
			if (size !== undefined) return size;
		}
	return undefined;
}
