// Where "/a.png" leads: to the roots that frameworks serve, or, where none decides, to folders that look like one.
import { ancestorsOf, baseOf, folderOf, joinClamped } from "../paths.js";
import { commonRoots, firmKinds } from "./frameworks.js";
import type { Site } from "./project.js";

/** Takes a place that a path may mean; `isSure` when the document or its framework says that it is here and nowhere else. */
export type AddPlace = (
	target: string | undefined,
	certainty: number,
	isSure?: boolean,
) => void;

/** Whether a framework around a document is one of these. */
export function hasKind(
	{ projects }: Site,
	wanted: readonly string[],
): boolean {
	return projects.some(({ kinds }) => wanted.some((kind) => kinds.has(kind)));
}

// What Next's app folder serves under its own address.
const APP_PICTURE =
	/^(?:favicon|(?:icon|apple-icon|opengraph-image|twitter-image)\d*)\.\w+$/;

const LANGUAGE = /^\/[a-z]{2}(?:-[a-z]{2,4})?\//i;

/** Adds the places that an address from a root may mean: "/a.png". */
export function addRooted(path: string, site: Site, add: AddPlace): void {
	const paths = [path];
	for (const project of site.projects)
		for (const base of project.basePaths)
			if (path.startsWith(base)) paths.unshift(`/${path.slice(base.length)}`);
	// Hugo puts the language before the path: "/en/docs/a.png" is content/docs/a.png.
	if (hasKind(site, ["hugo"]))
		for (const address of [...paths])
			if (LANGUAGE.test(address)) paths.push(address.replace(LANGUAGE, "/"));
	// The sites that use a theme bring what it shows from their own root.
	if (site.projects[0]?.kinds.has("library")) return;
	const served = site.projects.filter(({ roots }) => roots.length > 0);
	// A layer of Nuxt adds its public folder to that of the site around it.
	const isLayer = /(?:^|\/)layers\//.test(site.file);
	const known = isFirmSite(site) && !isLayer ? served.slice(0, 1) : served;
	// Code hosts show these from the repository's root.
	if (
		/^(?:readme|contributing|changelog|security)\b[^/]*$/i.test(
			baseOf(site.file),
		)
	)
		add(joinClamped("", path), 0.95);
	const mounts = site.projects
		.flatMap((project) => project.mounts)
		.sort((a, b) => b.address.length - a.address.length);
	for (const address of paths) {
		for (const { address: at, folder } of mounts)
			if (folder !== undefined && address.startsWith(at))
				add(joinClamped(folder, address.slice(at.length)), 0.97);
		for (const project of known) {
			// Only the nearest project's first root is where a new file surely belongs.
			for (const [i, root] of project.roots.entries())
				add(
					joinClamped(root, address),
					project === known[0] && i === 0 ? 0.99 : 0.95,
					project === known[0] && i === 0 && project.roots.length === 1,
				);
			if (project.kinds.has("next") && APP_PICTURE.test(baseOf(address)))
				for (const app of ["app", "src/app"])
					add(joinClamped(joinClamped(project.folder, app), address), 0.85);
			// Django's and others' /static/ is gathered from many folders.
			if (!isFirmSite(site)) add(joinClamped(project.folder, address), 0.9);
		}
		// The framework of a folder beside the pages may stand in the package around both.
		const isHere = known[0]?.roots.some((root) => site.index.hasFolder(root));
		if (isFirmSite(site)) {
			if (isHere !== true) addOthers(address, site, add);
			continue;
		}
		for (const folder of siteFolders(site)) {
			add(joinClamped(folder, address), known.length === 0 ? 0.92 : 0.85);
			for (const root of commonRoots) {
				const full = folder === "" ? root : `${folder}/${root}`;
				if (site.index.hasFolder(full)) add(joinClamped(full, address), 0.88);
			}
		}
		addOthers(address, site, add);
	}
}

/** A site may take its pages from a folder beside it. */
function addOthers(address: string, { file, others }: Site, add: AddPlace) {
	if (/\.(?:mdx?|markdown)$/i.test(file))
		for (const { roots } of others)
			for (const root of roots) add(joinClamped(root, address), 0.85);
}

/** Whether the nearest framework alone decides where an address leads. */
export function isFirmSite({ projects }: Site): boolean {
	const nearest = projects.find(({ roots }) => roots.length > 0);
	return [...(nearest?.kinds ?? [])].some((kind) => firmKinds.has(kind));
}

const SITE_MARKS = [
	"index.html",
	"index.htm",
	"CNAME",
	"robots.txt",
	"package.json",
];

/** Folders above a document, those first that look like the root of a site, then the workspace's root. */
function siteFolders({ file, index }: Site): string[] {
	const above = ancestorsOf(folderOf(file));
	const isRoot = (folder: string) =>
		SITE_MARKS.some((name) =>
			index.files.has(folder === "" ? name : `${folder}/${name}`),
		);
	return [...new Set([...above.filter(isRoot), "", ...above])];
}
