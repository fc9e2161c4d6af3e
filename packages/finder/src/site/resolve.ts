// Where a reference leads: candidates in the order of likelihood, then what is there.

import { baseOf, folderOf, joinClamped } from "../paths.js";
import type { ImageUse, Lookup } from "../records.js";
import { type Candidate, candidatesFor } from "./candidates.js";
import { cleanReference } from "./clean-reference.js";
import type { FileIndex } from "./file-index.js";
import type { Site } from "./project.js";

/** The path that a reference misses. */
export interface MissingTarget {
	readonly target: string;
	/** A present file that differs in case only. */
	readonly existing?: string;
	/** How sure the path is, 0 to 1. */
	readonly certainty: number;
}

/** Finds out what a reference misses; undefined when the image is there, or nobody can tell. */
export function resolveMissing(
	reference: {
		readonly text: string;
		readonly lookup: Lookup;
		readonly use: ImageUse;
	},
	site: Site,
): MissingTarget | undefined {
	const path = cleanReference(reference.text);
	if (path === undefined) return undefined;
	const candidates = candidatesFor(path, reference.lookup, site);
	if (candidates.length === 0) return undefined;
	const { index } = site;
	for (const { target } of candidates)
		if (index.presenceOf(target) === "present") return undefined;
	if (isLoose(reference) && isThereSomewhere(path, index)) return undefined;
	for (const { target } of candidates) {
		const existing = index.otherCaseOf(target);
		if (
			existing !== undefined &&
			baseOf(existing).toLowerCase() === baseOf(target).toLowerCase()
		)
			return { target, existing, certainty: 0.95 };
	}
	const best = choose(candidates, index);
	const target = index.follow(best.target);
	if (
		target === undefined ||
		index.presenceOf(target) === "unknown" ||
		site.isIgnored(target)
	)
		return undefined;
	const hasFolder = index.hasFolder(folderOf(target));
	if (
		isLoose(reference) &&
		!(hasFolder && isPlausible(path, reference, target, index))
	)
		return undefined;
	return {
		target,
		certainty: best.certainty * (hasFolder ? 1 : best.isSure ? 0.95 : 0.75),
	};
}

// Texts that are paths only perhaps, or that a theme prefixes in its own way.
function isLoose({ lookup, use }: { lookup: Lookup; use: ImageUse }): boolean {
	return lookup === "content" || use === "string" || use === "component";
}

/** Whether any present file ends with the same folders and name: what puts a prefix before it is not ours to know. */
function isThereSomewhere(path: string, index: FileIndex): boolean {
	const tail =
		`/${joinClamped("", path.replace(/^[@~$#][\w-]*\//, ""))}`.toLowerCase();
	return index
		.withName(baseOf(path))
		.some((file) => `/${file}`.toLowerCase().endsWith(tail));
}

// A bare name says nothing about its folder, unless pictures lie there.
function isPlausible(
	path: string,
	{ use }: { use: ImageUse },
	target: string,
	index: FileIndex,
): boolean {
	if (path.startsWith("./") || path.startsWith("../") || /^[@~$#/]/.test(path))
		return true;
	if (path.includes("/")) return true;
	if (use === "string" || use === "component") return false;
	const folder = folderOf(target);
	const extension = target.slice(target.lastIndexOf("."));
	for (const file of index.files)
		if (folderOf(file) === folder && file.endsWith(extension)) return true;
	return false;
}

/** Folders count more than order: a place whose folder is there is likelier than one whose folder is not. */
function choose(candidates: readonly Candidate[], index: FileIndex): Candidate {
	const [first] = candidates as [Candidate, ...Candidate[]];
	if (
		first.isSure &&
		(first.certainty >= 1 || index.hasFolder(folderOf(first.target)))
	)
		return first;
	return (
		candidates.find(
			({ target }) =>
				folderOf(target) !== "" && index.hasFolder(folderOf(target)),
		) ?? first
	);
}
