// Walks a workspace once: its paths, its ignore rules, its configuration.
import type { FileSystem, FolderEntry } from "../file-system.js";
import type { Pacer } from "../pacer.js";
import { baseOf } from "../paths.js";
import { detectProjects, isConfigFile } from "./detect-projects.js";
import { type FileIndex, makeFileIndex } from "./file-index.js";
import {
	type IgnoreRules,
	isClosedFolder,
	makeIgnoreRules,
} from "./ignore-rules.js";
import type { Project } from "./project.js";

/** What one walk finds. */
export interface Workspace {
	readonly index: FileIndex;
	readonly rules: IgnoreRules;
	/** By folder. */
	readonly projects: ReadonlyMap<string, Project>;
}

const MAX_CONFIG_BYTES = 500_000;
const MAX_DEPTH = 64;

/**
 * Lists a workspace; folders that cannot be read count as not looked into.
 *
 * @throws AbortError
 */
export async function listWorkspace(
	signal: AbortSignal,
	files: FileSystem,
	pacer: Pacer,
	onFolder: (fileCount: number) => void,
): Promise<Workspace> {
	const index = makeFileIndex();
	const rules = makeIgnoreRules();
	const configs: string[] = [];
	const modules = new Set<string>();
	const queue: string[] = [""];
	for (let folder = queue.pop(); folder !== undefined; folder = queue.pop()) {
		signal.throwIfAborted();
		const entries = await listFolder(files, folder, index);
		const names = new Set(entries.map(({ name }) => name));
		if (names.has(".gitignore"))
			rules.add(folder, await readText(files, join(folder, ".gitignore")));
		if (folder === "" && names.has(".gitmodules"))
			for (const path of modulePaths(await readText(files, ".gitmodules")))
				modules.add(path);
		if (modules.has(folder) && entries.every(({ name }) => name === ".git"))
			index.addClosedFolder(folder);
		for (const entry of entries) {
			const path = join(folder, entry.name);
			if (entry.kind === "file") {
				index.addFile(path);
				if (isConfigFile(path) && !rules.isIgnored(path)) configs.push(path);
			} else if (entry.kind === "link")
				index.addLink(path, entry.leadsTo?.path);
			else if (
				isClosedFolder(path) ||
				rules.isIgnored(`${path}/`) ||
				folder.split("/").length > MAX_DEPTH
			)
				index.addClosedFolder(path);
			else {
				index.addFolder(path);
				queue.push(path);
			}
		}
		onFolder(index.files.size);
		await pacer.pause();
	}
	const texts = new Map<string, string>();
	for (const path of configs) {
		signal.throwIfAborted();
		texts.set(path, await readText(files, path));
		await pacer.pause();
	}
	const projects = detectProjects(index, texts);
	return {
		index,
		rules,
		projects: new Map(projects.map((project) => [project.folder, project])),
	};
}

async function listFolder(
	files: FileSystem,
	folder: string,
	index: FileIndex,
): Promise<readonly FolderEntry[]> {
	try {
		return await files.list(folder);
	} catch (error) {
		// The root itself must be readable; anything below may be somebody else's.
		if (folder === "") throw error;
		index.addClosedFolder(folder);
		return [];
	}
}

async function readText(files: FileSystem, path: string): Promise<string> {
	try {
		const bytes = await files.read(path, MAX_CONFIG_BYTES);
		return bytes === undefined ? "" : new TextDecoder().decode(bytes);
	} catch {
		return "";
	}
}

function modulePaths(text: string): string[] {
	return [...text.matchAll(/^\s*path\s*=\s*(.+?)\s*$/gm)].map(
		(match) => match[1] ?? "",
	);
}

function join(folder: string, name: string): string {
	return folder === "" ? baseOf(name) : `${folder}/${name}`;
}
