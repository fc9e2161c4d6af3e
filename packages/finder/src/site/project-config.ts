// What each kind of configuration file says about a project, taken literally.
import { baseOf, folderOf, joinPath } from "../paths.js";
import {
	fieldAt,
	keysAt,
	lineValue,
	readJson,
	readScriptConfig,
} from "./config-data.js";
import { type Framework, frameworks } from "./frameworks.js";
import type { Alias, Mount } from "./project.js";

/** A project while its files are being read. */
export interface ProjectDraft {
	readonly folder: string;
	readonly kinds: Set<string>;
	readonly roots: string[];
	readonly aliases: Alias[];
	readonly basePaths: string[];
	readonly mounts: Mount[];
	readonly moduleRoots: string[];
}

/** Adds what a framework brings. */
export function addFramework(draft: ProjectDraft, framework: Framework): void {
	if (draft.kinds.has(framework.kind)) return;
	draft.kinds.add(framework.kind);
	const inside = (path: string) => joinPath(draft.folder, path) ?? draft.folder;
	draft.roots.push(...framework.roots.map(inside));
	for (const [prefix, folders] of Object.entries(framework.aliases ?? {}))
		draft.aliases.push({ prefix, folders: folders.map(inside) });
}

/** Adds what one configuration file says. */
export function readConfig(
	path: string,
	text: string,
	draft: ProjectDraft,
	texts: ReadonlyMap<string, string>,
): void {
	const name = baseOf(path);
	if (name === "package.json") readPackage(text, draft);
	else if (/^[jt]sconfig/.test(name)) readTsconfig(path, text, draft, texts, 0);
	else if (name === "angular.json" || name === "project.json")
		readAngular(text, draft);
	else if (/\.(?:ya?ml|toml)$/.test(name)) readLines(name, text, draft);
	else readScriptSettings(path, text, draft);
}

/** The frameworks that a package.json depends on; those that it leaves to its users are not its own. */
export function frameworksOfPackage(text: string): Framework[] {
	const data = readJson(text);
	const own = new Set(
		["dependencies", "devDependencies"].flatMap((field) => keysAt(data, field)),
	);
	const peers = keysAt(data, "peerDependencies");
	return frameworks.filter(
		({ packages = [] }) =>
			packages.some((name) => own.has(name)) &&
			!packages.some((name) => peers.includes(name)),
	);
}

function readPackage(text: string, draft: ProjectDraft): void {
	const data = readJson(text);
	draft.kinds.add("package");
	const peers = keysAt(data, "peerDependencies");
	if (
		frameworks.some(({ packages = [] }) =>
			packages.some((name) => peers.includes(name)),
		)
	)
		draft.kinds.add("library");
	addBase(draft, pathOfUrl(fieldAt(data, "homepage")));
	for (const key of keysAt(data, "imports")) {
		const target = fieldAt(data, "imports", key);
		if (typeof target === "string")
			addAlias(draft, key, [target], draft.folder);
	}
}

function readTsconfig(
	path: string,
	text: string,
	draft: ProjectDraft,
	texts: ReadonlyMap<string, string>,
	depth: number,
): void {
	const data = readJson(text);
	const options = fieldAt(data, "compilerOptions");
	const baseUrl = fieldAt(options, "baseUrl");
	const base = joinPath(
		folderOf(path),
		typeof baseUrl === "string" ? baseUrl : ".",
	);
	if (base === undefined) return;
	if (typeof baseUrl === "string") draft.moduleRoots.push(base);
	for (const key of keysAt(options, "paths")) {
		const targets = fieldAt(options, "paths", key);
		if (Array.isArray(targets))
			addAlias(
				draft,
				key,
				targets.filter((target) => typeof target === "string"),
				base,
			);
	}
	const parent = fieldAt(data, "extends");
	if (typeof parent !== "string" || !parent.startsWith(".") || depth > 4)
		return;
	const file = joinPath(
		folderOf(path),
		parent.endsWith(".json") ? parent : `${parent}.json`,
	);
	const inherited = file === undefined ? undefined : texts.get(file);
	if (file !== undefined && inherited !== undefined)
		readTsconfig(file, inherited, draft, texts, depth + 1);
}

// Angular's and Nx's: paths count from where the workspace's root is.
function readAngular(text: string, draft: ProjectDraft): void {
	const data = readJson(text);
	const projects = keysAt(data, "projects").map((name) =>
		fieldAt(data, "projects", name),
	);
	for (const project of [data, ...projects]) {
		const assets = ["architect", "targets"].map((builds) =>
			fieldAt(project, builds, "build", "options", "assets"),
		);
		for (const list of assets) readAssets(list, draft);
		const sourceRoot = fieldAt(project, "sourceRoot");
		if (typeof sourceRoot === "string" && assets.some(Array.isArray))
			addRoot(draft, sourceRoot);
	}
}

function readAssets(list: unknown, draft: ProjectDraft): void {
	for (const asset of Array.isArray(list) ? list : []) {
		if (typeof asset === "string") {
			addRoot(draft, folderOf(asset));
			continue;
		}
		const input = fieldAt(asset, "input");
		const output = fieldAt(asset, "output");
		if (typeof input === "string")
			addMount(draft, typeof output === "string" ? output : "", input);
	}
}

function readLines(name: string, text: string, draft: ProjectDraft): void {
	if (/^mkdocs/.test(name)) addRoot(draft, lineValue(text, "docs_dir"), true);
	else if (/^book/.test(name)) addRoot(draft, lineValue(text, "src"), true);
	else if (/^_config/.test(name)) {
		addRoot(draft, lineValue(text, "source"), true);
		addRoot(draft, lineValue(text, "source_dir"), true);
		addBase(draft, lineValue(text, "baseurl") ?? lineValue(text, "root"));
	} else {
		const baseUrl = lineValue(text, "base_?URL") ?? lineValue(text, "base_url");
		if (baseUrl === undefined) return;
		for (const framework of frameworks)
			if (framework.kind === "hugo") addFramework(draft, framework);
		for (const folder of listOf(lineValue(text, "staticDir")).reverse())
			addRoot(draft, folder, true);
		addBase(draft, pathOfUrl(baseUrl));
	}
}

const ROOT_KEYS = ["publicDir", "staticDirectories", "contentBase"] as const;
const BASE_KEYS = [
	"base",
	"basePath",
	"baseUrl",
	"baseURL",
	"publicPath",
	"pathPrefix",
	"assetPrefix",
] as const;

function readScriptSettings(
	path: string,
	text: string,
	draft: ProjectDraft,
): void {
	const config = readScriptConfig(text);
	for (const key of ROOT_KEYS)
		for (const value of config.texts.get(key) ?? [])
			addRoot(draft, value, true);
	if (/svelte/.test(baseOf(path)))
		for (const value of config.texts.get("assets") ?? [])
			addRoot(draft, value, true);
	for (const key of ["srcDir", "root", "input"])
		for (const value of config.texts.get(key) ?? []) {
			addRoot(draft, `${value}/public`);
			addRoot(draft, value);
			if (key === "srcDir") addAlias(draft, "@/*", [value], draft.folder);
		}
	for (const key of BASE_KEYS)
		for (const value of config.texts.get(key) ?? []) addBase(draft, value);
	for (const [prefix, target] of config.aliases) {
		const tail = prefix.endsWith("/") ? "*" : prefix.includes("*") ? "" : "/*";
		addAlias(draft, `${prefix}${tail}`, [target], draft.folder);
	}
	for (const [from, to] of config.copies) {
		// "src/img" is served as it lies, and without the folder of the input.
		if (to === undefined)
			addRoot(draft, folderOf((from ?? "").replace(/\/$/, "")));
		else addMount(draft, to, from);
	}
}

/** The scalars of a value that is one, or a list in brackets. */
function listOf(value: string | undefined): string[] {
	return (value ?? "")
		.replace(/^\[|\]$/g, "")
		.split(",")
		.map((item) => item.trim().replace(/^(["'])(.*)\1$/, "$2"))
		.filter((item) => item !== "");
}

function addMount(
	draft: ProjectDraft,
	address: string,
	folder: string | undefined,
): void {
	const at = `/${address.replace(/^[./]+|\/$/g, "")}`;
	const isFile = /\.\w+$/.test(at);
	draft.mounts.push({
		address: isFile || at === "/" ? at : `${at}/`,
		folder: folder === undefined ? undefined : joinPath(draft.folder, folder),
	});
}

function addRoot(
	draft: ProjectDraft,
	path: string | undefined,
	isFirst = false,
): void {
	if (path === undefined || /[*$<{]|^(?:https?:|[a-z]:)/i.test(path)) return;
	const root = joinPath(draft.folder, path.replace(/^\//, ""));
	if (root === undefined || draft.roots.includes(root)) return;
	if (isFirst) draft.roots.unshift(root);
	else draft.roots.push(root);
}

function addBase(draft: ProjectDraft, path: string | undefined): void {
	if (path !== undefined && /^\/[^/*${]/.test(path))
		draft.basePaths.push(path.endsWith("/") ? path : `${path}/`);
}

function addAlias(
	draft: ProjectDraft,
	key: string,
	targets: readonly string[],
	base: string,
): void {
	// A bare star would catch every package.
	if (key === "*" || key === "") return;
	const folders = targets.flatMap((target) => {
		const folder = joinPath(
			base,
			target.replace(/\/?\*.*$/, "").replace(/^\/(?=\w)/, ""),
		);
		return folder === undefined ? [] : [folder];
	});
	const prefix = key.replace(/\*.*$/, "");
	// The project's own word comes before what the framework usually does.
	draft.aliases.unshift({ prefix, folders });
}

function pathOfUrl(url: unknown): string | undefined {
	return typeof url === "string"
		? (/^https?:\/\/[^/]+(\/.*)$/.exec(url)?.[1] ??
				(url.startsWith("/") ? url : undefined))
		: undefined;
}
