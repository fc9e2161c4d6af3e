// Bare names in front matter: where the pages of a folder keep their pictures beside them, the missing ones belong there.
import type { ReadDocument } from "../find-missing.js";
import { formatOfPath } from "../image-path.js";
import { baseOf, folderOf } from "../paths.js";
import type { ImageReference } from "../records.js";
import { cleanReference } from "./clean-reference.js";
import type { FileIndex } from "./file-index.js";
import type { Site } from "./project.js";
import type { MissingTarget } from "./resolve.js";

/** What the pages of a workspace do with bare names. */
export interface BundleHabit {
	/** By the folder around the pages' own: how many names there are, and how many lie beside their page. */
	readonly counts: ReadonlyMap<
		string,
		{ readonly all: number; readonly beside: number }
	>;
	/** Folders of pages that name such pictures. */
	readonly folders: ReadonlySet<string>;
}

const MIN_BESIDE = 3;
const MIN_SHARE = 0.75;

/** Counts the habit of all documents. */
export function readBundleHabit(
	documents: Iterable<ReadDocument>,
	index: FileIndex,
): BundleHabit {
	const folders = new Set<string>();
	const counts = new Map<string, { all: number; beside: number }>();
	for (const { file, extraction } of documents)
		for (const reference of extraction.references) {
			if (!isBareName(reference)) continue;
			const count = counts.get(groupOf(file)) ?? { all: 0, beside: 0 };
			counts.set(groupOf(file), count);
			folders.add(folderOf(file));
			count.all++;
			if (index.files.has(besideOf(file, reference.text))) count.beside++;
		}
	return { counts, folders };
}

/** Where a bare name belongs that is nowhere, by what the other pages do; undefined where they show no habit. */
export function inferBundle(
	reference: ImageReference,
	{ file, index, isIgnored }: Site,
	{ counts, folders }: BundleHabit,
): MissingTarget | undefined {
	if (!isBareName(reference)) return undefined;
	const { all, beside } = counts.get(groupOf(file)) ?? { all: 0, beside: 0 };
	const target = besideOf(file, reference.text);
	if (beside < MIN_BESIDE || beside < MIN_SHARE * (all - 1)) return undefined;
	if (index.files.has(target) || isIgnored(target)) return undefined;
	const isElsewhere = index
		.withName(reference.text)
		.some((other) => !folders.has(folderOf(other)));
	return isElsewhere ? undefined : { target, certainty: 0.9 };
}

/** The folder that holds the folders of the pages. */
function groupOf(file: string): string {
	return folderOf(folderOf(file));
}

function besideOf(file: string, name: string): string {
	const folder = folderOf(file);
	return folder === "" ? name : `${folder}/${name}`;
}

function isBareName({ text, lookup, use }: ImageReference): boolean {
	return (
		lookup === "content" &&
		use !== "shortcode" &&
		baseOf(text) === text &&
		formatOfPath(text) !== undefined &&
		cleanReference(text) === text
	);
}
