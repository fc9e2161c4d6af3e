// Where a reference leads: candidates in the order of likelihood, then what is there.

import { formatOfPath } from "../image-path.js";
import { baseOf, folderOf, joinClamped, joinPath } from "../paths.js";
import type { ImageUse, Lookup } from "../records.js";
import { type Candidate, candidatesFor } from "./candidates.js";
import { cleanReference } from "./clean-reference.js";
import type { FileIndex } from "./file-index.js";
import type { Site } from "./project.js";
import { isFirmSite } from "./rooted-candidates.js";

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
	if (candidates.some(({ target }) => isMade(target, index))) return undefined;
	if (isMounted(path, site) || isBelowBase(path, site)) return undefined;
	let isInOutput = false;
	for (const { target } of candidates) {
		if (index.presenceOf(target) !== "present") continue;
		// What a build has copied proves nothing about the source.
		if (!site.isIgnored(target) || site.isIgnored(site.file)) return undefined;
		isInOutput = true;
	}
	const isAliased =
		/^[@~#$]/.test(path) && candidates.length === 1 && candidates[0]?.isSure;
	const isDecided =
		isAliased ||
		(path.startsWith("/") &&
			(isFirmSite(site) || isInServedFolder(path, site)));
	if (
		isLoose(reference) &&
		!isDecided &&
		!isInBundle(path, reference, site) &&
		isThereSomewhere(path, index)
	)
		return undefined;
	if (isServedElsewhere(path, candidates, site)) return undefined;
	for (const { target } of candidates) {
		const existing = index.otherCaseOf(target);
		if (
			existing !== undefined &&
			baseOf(existing).toLowerCase() === baseOf(target).toLowerCase()
		)
			return { target, existing, certainty: 0.95 };
	}
	const best = choose(path, candidates, site);
	if (isInOutput && !index.hasFolder(folderOf(best.target))) return undefined;
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
		!(hasFolder && isPlausible(path, reference, target, site))
	)
		return undefined;
	return {
		target,
		certainty: best.certainty * (hasFolder ? 1 : best.isSure ? 0.95 : 0.75),
	};
}

/** The file that a reference finds; undefined when it finds none of the workspace. */
export function resolvePresent(
	{ text, lookup }: { readonly text: string; readonly lookup: Lookup },
	site: Site,
): string | undefined {
	const path = cleanReference(text);
	if (path === undefined) return undefined;
	return candidatesFor(path, lookup, site).find(
		({ target }) =>
			site.index.presenceOf(target) === "present" && !site.isIgnored(target),
	)?.target;
}

// Texts that are paths only perhaps, or that a theme prefixes in its own way.
function isLoose({ lookup, use }: { lookup: Lookup; use: ImageUse }): boolean {
	return lookup === "content" || use === "string" || use === "component";
}

/** Whether the document says that the picture lies beside it: "./a.png", or any name in a page bundle of Hugo. */
function isInBundle(
	path: string,
	{ use, lookup }: { use: ImageUse; lookup: Lookup },
	{ file, index }: Site,
): boolean {
	if (lookup !== "content") return false;
	const isIndex = /(?:^|\/)index(?:\.[\w-]+)?\.md$/.test(file);
	return (
		/^\.\//.test(path) ||
		(isIndex && use === "shortcode") ||
		(BUNDLE.test(file) && isNamedByBundles(path, index))
	);
}

const BUNDLE = /(?:^|\/)_?index(?:\.[\w-]+)?\.md$/;

/** Whether every present file of that path lies in a page bundle, so that each bundle brings its own. */
function isNamedByBundles(path: string, index: FileIndex): boolean {
	const tail = `/${joinClamped("", path)}`;
	const others = index
		.withName(baseOf(path))
		.filter((file) => `/${file}`.endsWith(tail));
	return (
		others.length > 0 &&
		others.every((file) => {
			const folder = `/${file}`.slice(1, -tail.length);
			return ["index.md", "_index.md"].some((name) =>
				index.files.has(joinPath(folder, name) ?? name),
			);
		})
	);
}

/** Whether the address names a folder that is served, so that no theme's prefix is needed to explain it. */
function isInServedFolder(path: string, { projects, index }: Site): boolean {
	const folder = folderOf(path);
	return (
		folder !== "" &&
		projects.some(({ roots }) =>
			roots.some((root) => index.hasFolder(joinClamped(root, folder))),
		)
	);
}

/**
 * Whether the address fits a file below a folder that only the build knows, as a translation takes the pictures of the
 * first language: none of its own folders is there, and elsewhere its whole path is.
 */
function isServedElsewhere(
	path: string,
	candidates: readonly Candidate[],
	site: Site,
): boolean {
	return (
		path.startsWith("/") &&
		path.indexOf("/", 1) > 0 &&
		!isFirmSite(site) &&
		!candidates.some(({ target }) => site.index.hasFolder(folderOf(target))) &&
		isThereSomewhere(path, site.index)
	);
}

/** Whether a template or an endpoint makes the file: favicon.svg.njk, og.png.ts, icon.png/+server.ts. */
function isMade(target: string, index: FileIndex): boolean {
	return (
		index.hasFolder(target) ||
		["njk", "liquid", "hbs", "ejs", "pug", "11ty.js", "ts", "js", "tsx"].some(
			(extension) =>
				index.withName(`${baseOf(target)}.${extension}`).length > 0,
		)
	);
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
	{ index, file, projects }: Site,
): boolean {
	// "/a.png" in a text may be anything, unless a framework has a folder for it.
	if (/^\/[^/]*$/.test(path))
		return projects.some(({ roots }) => roots.includes(folderOf(target)));
	if (path.includes("/")) return true;
	if (use === "string" || use === "component") return false;
	// Hugo's page bundles keep their pictures beside index.md; what its settings name may lie anywhere.
	if (use !== "front-matter" && BUNDLE.test(file)) return true;
	if (isNamedByBundles(path, index) && BUNDLE.test(file)) return true;
	const folder = folderOf(target);
	for (const other of index.files)
		if (folderOf(other) === folder && formatOfPath(other) !== undefined)
			return true;
	return false;
}

/** Whether a build fills this address from outside the workspace. */
function isMounted(path: string, { projects }: Site): boolean {
	const address = `/${joinClamped("", path)}`;
	return projects.some(({ mounts }) =>
		mounts.some(
			({ address: at, folder }) =>
				folder === undefined &&
				at !== "/" &&
				(address === at || (at.endsWith("/") && address.startsWith(at))),
		),
	);
}

/** Whether the address starts with a base that only the deployment knows: "/app/a.png" where "/a.png" is there and no folder "app". */
function isBelowBase(path: string, { projects, index }: Site): boolean {
	const [, first, rest] = /^\/([^/]+)\/(.+)$/.exec(path) ?? [];
	if (first === undefined || rest === undefined) return false;
	const roots = projects.flatMap((project) => project.roots);
	return (
		roots.some(
			(root) => index.presenceOf(joinClamped(root, rest)) === "present",
		) && !roots.some((root) => index.hasFolder(joinClamped(root, first)))
	);
}

/** Folders count more than order: a place whose folder is there is likelier than one whose folder is not. */
function choose(
	path: string,
	candidates: readonly Candidate[],
	{ index, isIgnored }: Site,
): Candidate {
	const [first] = candidates as [Candidate, ...Candidate[]];
	const hasFolder = ({ target }: Candidate) =>
		index.hasFolder(folderOf(target)) && !isIgnored(target);
	if (first.isSure && (first.certainty >= 1 || hasFolder(first))) return first;
	// For "/a.png" every root has its folder, so only those count that a framework names.
	const isBare = /^\/[^/]*$/.test(path);
	return (
		candidates.find(
			(candidate) =>
				hasFolder(candidate) && (!isBare || candidate.certainty >= 0.9),
		) ?? first
	);
}
