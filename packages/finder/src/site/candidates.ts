// Every place that a path may mean, the likeliest first.
import {
	ancestorsOf,
	folderOf,
	isInside,
	joinClamped,
	joinPath,
	pathWithin,
} from "../paths.js";
import type { Lookup } from "../records.js";
import { aliasTargets } from "./alias-targets.js";
import type { Site } from "./project.js";
import { type AddPlace, addRooted, hasKind } from "./rooted-candidates.js";

/** One place. */
export interface Candidate {
	readonly target: string;
	readonly certainty: number;
	/** The document or its framework says that it is here and nowhere else. */
	readonly isSure: boolean;
}

/** The places that `path` may mean; none when it is not for the finder to say. */
export function candidatesFor(
	path: string,
	lookup: Lookup,
	site: Site,
): Candidate[] {
	const found: Candidate[] = [];
	const add: AddPlace = (target, certainty, isSure = false) => {
		if (target === undefined || target === "") return;
		if (!found.some((known) => known.target === target))
			found.push({ target, certainty, isSure });
	};
	const folder = folderOf(site.file);
	const fromAlias = aliasTargets(path, site);
	if (fromAlias.length > 0) {
		for (const target of fromAlias) add(target, 0.98, fromAlias.length === 1);
		return found;
	}
	// A specifier of a package, or an alias that nobody explains.
	if (/^[@~#$]/.test(path)) return [];
	if (path.startsWith("/")) {
		// For bundlers "/static/a.png" of an import starts at the project, where it has that folder.
		for (const project of lookup === "module" ? site.projects : []) {
			const target = joinClamped(project.folder, path);
			if (site.index.hasFolder(folderOf(target))) add(target, 0.99, true);
		}
		addRooted(path, site, add);
		return found;
	}
	// On a code host "../main/a.png" of a README leads to a branch, which is this one.
	const branch = /^\.\.\/(?:main|master|trunk|HEAD)\/(.+)$/.exec(path)?.[1];
	if (branch !== undefined && folder === "" && /\.md$/i.test(site.file)) {
		add(joinPath("", branch), 0.9, true);
		return found;
	}
	const isDotted = /^\.{1,2}\//.test(path);
	const beside = joinPath(folder, path);
	if (lookup === "module") {
		if (isDotted) add(beside, 1, true);
		else addBare(path, site, add);
		return found;
	}
	// Vue's compiler turns "./a.png" in a template into an import.
	if (lookup === "page" && isDotted && /\.vue$/.test(site.file)) {
		add(beside, 1, true);
		return found;
	}
	const isAngular =
		!/\.mdx?$/i.test(site.file) &&
		site.projects.some(({ kinds }) => kinds.has("angular"));
	if (site.base !== undefined && /^\.{0,2}\/?[\w./-]*$/.test(site.base)) {
		if (site.base.startsWith("/"))
			addRooted(`/${joinClamped("", `${site.base}/${path}`)}`, site, add);
		else add(joinPath(folder, `${site.base}/${path}`), 0.95);
	}
	if (lookup === "file" && !isAngular) {
		// Above the workspace nobody can look, and a browser stays at the root only online.
		if (beside === undefined && !isFragment(site) && !isContent(site))
			return [];
		const isOpen = isFragment(site) || isStyle(site.file) || isContent(site);
		// The address of docs/setup.md is docs/setup/, for what its generator leaves as it is.
		const onPage = isContent(site)
			? joinPath(site.file.replace(/\.\w+$/, ""), path)
			: undefined;
		// What would lead out of the generator's folder counts from that address.
		const isFirst =
			(leavesRoot(beside, site) && !leavesRoot(onPage, site)) ||
			(path.startsWith("../") &&
				hasKind(site, ["hugo"]) &&
				!/(?:^|\/)_?index\b/.test(site.file));
		if (isFirst) add(onPage, 0.95);
		add(beside, isFragment(site) ? 0.95 : 1, !isOpen);
		if (!isFirst) add(onPage, 0.9);
		const address = isContent(site) ? addressFrom(path, site) : undefined;
		if (address !== undefined) addRooted(address, site, add);
	}
	if (lookup === "content") add(beside, 0.9);
	if (isStyle(site.file)) {
		// Sass and bundlers resolve against the sheet that is built, which lies higher up.
		for (const above of ancestorsOf(folder)) add(joinPath(above, path), 0.9);
	}
	// Bundlers serve pages at their paths, and what these name from the public folder.
	const owner = site.projects.find(({ roots }) => roots.length > 0);
	if (lookup === "file" && owner !== undefined && /\.html?$/i.test(site.file))
		addRooted(
			`/${joinClamped("", `${pathWithin(folder, owner.folder)}/${path}`)}`,
			site,
			add,
		);
	// Where addresses mirror folders, "../a.png" is not at the root.
	const isMirrored =
		hasKind(site, ["mkdocs", "mdbook"]) ||
		(path.startsWith("../") && hasKind(site, ["hugo"]));
	const isServed =
		lookup !== "file" ||
		isFragment(site) ||
		isAngular ||
		(isContent(site) && !isMirrored);
	if (isServed || isStyle(site.file))
		addRooted(`/${joinClamped("", path)}`, site, add);
	add(beside, 0.8);
	return found;
}

/** Whether a path lies outside the folder that holds the document for its generator. */
function leavesRoot(path: string | undefined, site: Site): boolean {
	const root = site.projects
		.flatMap(({ roots }) => roots)
		.find((folder) => folder !== "" && isInside(site.file, folder));
	return root !== undefined && path !== undefined && !isInside(path, root);
}

/** The address that "../a.png" has on a page whose own address mirrors its path below the generator's root. */
function addressFrom(
	path: string,
	{ projects, file }: Site,
): string | undefined {
	const root = projects
		.flatMap(({ roots }) => roots)
		.find((folder) => folder !== "" && isInside(file, folder));
	if (root === undefined || !path.startsWith("../")) return undefined;
	const page = pathWithin(file, root).replace(
		/(?:(?:^|\/)_?index)?(?:\.[\w-]+)?\.\w+$/,
		"",
	);
	return `/${joinClamped("", `${page}/${path}`)}`;
}

function isStyle(file: string): boolean {
	return /\.(?:css|scss|less|pcss|postcss|vue|svelte|astro)$/i.test(file);
}

// Pieces that other pages include: what is relative in them is relative to those pages.
function isFragment({ file, projects }: Site): boolean {
	return (
		(/(?:^|\/)(?:_\w+|layouts?|partials?|includes?|templates?|overrides|themes?|views|fragments|components|sections|snippets|blocks)\//i.test(
			file,
		) &&
			/\.(?:html?|njk|liquid|hbs|xhtml)$/i.test(file)) ||
		projects.some(({ kinds }) => kinds.has("django"))
	);
}

const generators = [
	"jekyll",
	"hugo",
	"hexo",
	"eleventy",
	"gatsby",
	"next",
	"mkdocs",
	"mdbook",
	"nuxt",
	"astro",
] as const;

// Generators give a Markdown page an address that is not its path.
function isContent({ file, projects }: Site): boolean {
	return (
		/\.(?:md|mdx|markdown|mkd|html?|njk|liquid)$/i.test(file) &&
		projects.some(({ kinds }) => generators.some((kind) => kinds.has(kind)))
	);
}

function addBare(
	path: string,
	site: Site,
	add: (target: string | undefined, certainty: number) => void,
): void {
	const [first = ""] = path.split("/");
	for (const project of site.projects)
		for (const root of [
			...project.moduleRoots,
			joinPath(project.folder, "src") ?? "src",
		]) {
			const folder = joinPath(root, first);
			// Otherwise it is the name of a package.
			if (
				folder !== undefined &&
				path.includes("/") &&
				site.index.hasFolder(folder)
			)
				add(joinPath(root, path), 0.95);
		}
}
