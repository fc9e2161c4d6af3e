// Projects of a workspace, read from their configuration files without running any of them.
import { ancestorsOf, baseOf, folderOf, joinPath } from "../paths.js";
import type { FileIndex } from "./file-index.js";
import { type Framework, firmKinds, frameworks } from "./frameworks.js";
import type { Project } from "./project.js";
import {
	addFramework,
	frameworksOfPackage,
	type ProjectDraft,
	readConfig,
} from "./project-config.js";

const CONFIG =
	/^(?:package\.json|[jt]sconfig(?:\.app|\.base)?\.json|angular\.json|project\.json|_config\.ya?ml|mkdocs\.ya?ml|book\.toml|(?:hugo|config)\.(?:toml|ya?ml)|(?:vite|vue|next|nuxt|svelte|astro|docusaurus|webpack|craco|gatsby|eleventy|farm|rspack|rsbuild)[\w.-]*\.(?:[cm]?[jt]s)|\.eleventy\.js)$/;

/** Whether a file may say something about its project. */
export function isConfigFile(path: string): boolean {
	return (
		CONFIG.test(baseOf(path)) ||
		/(?:^|\/)\.(?:vitepress|vuepress)\/config\.\w+$/.test(path)
	);
}

/**
 * Finds the projects.
 *
 * @param texts  of the configuration files, by path
 */
export function detectProjects(
	index: FileIndex,
	texts: ReadonlyMap<string, string>,
): Project[] {
	const drafts = new Map<string, ProjectDraft>();
	const draftOf = (folder: string): ProjectDraft => {
		let draft = drafts.get(folder);
		if (draft === undefined) {
			draft = {
				folder,
				kinds: new Set(),
				roots: [],
				aliases: [],
				basePaths: [],
				mounts: [],
				moduleRoots: [],
			};
			drafts.set(folder, draft);
		}
		return draft;
	};
	const used = new Map<ProjectDraft, Set<Framework>>();
	for (const path of [...texts.keys(), ...markFolders(index)]) {
		const draft = draftOf(projectFolderOf(path, texts));
		const found = used.get(draft) ?? new Set();
		used.set(draft, found);
		for (const framework of frameworks)
			if (framework.files?.test(baseOf(path))) found.add(framework);
		const text = texts.get(path);
		if (text !== undefined && baseOf(path) === "package.json")
			for (const framework of frameworksOfPackage(text)) found.add(framework);
	}
	for (const [draft, found] of used) addFrameworks(draft, found);
	// What a framework always serves comes before folders that some setting names, which may be a plugin's.
	for (const [path, text] of texts)
		readConfig(path, text, draftOf(projectFolderOf(path, texts)), texts);
	for (const draft of drafts.values()) {
		addThemes(draft, index);
		// VitePress serves whole folders of pages, but new pictures belong into a public folder.
		if (draft.kinds.has("vitepress")) draft.roots.sort(ownFolderLast(draft));
	}
	return [...drafts.values()];
}

// The bundler below a framework serves what the framework tells it to.
function addFrameworks(
	draft: ProjectDraft,
	found: ReadonlySet<Framework>,
): void {
	const isFirm = [...found].some(({ kind }) => firmKinds.has(kind));
	for (const framework of frameworks)
		if (found.has(framework))
			addFramework(
				draft,
				isFirm && ["vite", "webpack"].includes(framework.kind)
					? { ...framework, roots: [] }
					: framework,
			);
}

function ownFolderLast({ folder }: ProjectDraft) {
	return (a: string, b: string): number =>
		Number(a === folder) - Number(b === folder);
}

function projectFolderOf(
	path: string,
	texts: ReadonlyMap<string, string>,
): string {
	const folder = folderOf(path);
	if (/^\.(?:vitepress|vuepress)$/.test(baseOf(folder)))
		return folderOf(folder);
	if (baseOf(path) !== "project.json" || folder === "") return folder;
	// Nx writes paths from the root of the workspace.
	const above = ancestorsOf(folderOf(folder));
	return (
		above.find((at) => texts.has(joinPath(at, "package.json") ?? "")) ?? ""
	);
}

// Folders, and files that are not read, whose mere presence tells.
function* markFolders(index: FileIndex): Generator<string> {
	for (const folder of index.folders)
		if (/(?:^|\/)(?:\.vitepress|\.vuepress|archetypes)$/.test(folder))
			yield folder;
	for (const name of ["manage.py", "artisan", "config.ru"])
		yield* index.withName(name);
}

function addThemes(draft: ProjectDraft, index: FileIndex): void {
	if (!draft.kinds.has("hugo") && !draft.kinds.has("hexo")) return;
	const themes = joinPath(draft.folder, "themes") ?? "themes";
	for (const folder of index.folders) {
		if (folderOf(folder) !== themes) continue;
		for (const name of ["static", "assets", "source"])
			if (index.folders.has(`${folder}/${name}`))
				draft.roots.push(`${folder}/${name}`);
	}
}

/** The projects around a document, the nearest first. */
export function projectsAround(
	projects: ReadonlyMap<string, Project>,
	file: string,
): Project[] {
	return ancestorsOf(folderOf(file)).flatMap((folder) => {
		const project = projects.get(folder);
		return project === undefined ? [] : [project];
	});
}
