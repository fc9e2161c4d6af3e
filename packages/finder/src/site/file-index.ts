// All paths of a workspace in memory, so that asking whether an image is there costs nothing.
import { ancestorsOf, baseOf, folderOf, joinPath } from "../paths.js";

/** Whether a path is there; `unknown` where nobody looked: ignored folders and links that lead out. */
export type Presence = "present" | "absent" | "unknown";

/** The paths of a workspace. */
export interface FileIndex {
	readonly files: ReadonlySet<string>;
	readonly folders: ReadonlySet<string>;
	presenceOf(path: string): Presence;
	hasFolder(folder: string): boolean;
	/** A present file whose path differs from `path` in case only. */
	otherCaseOf(path: string): string | undefined;
	/** Present files with this name, in any folder. */
	withName(name: string): readonly string[];
	addFile(path: string): void;
	/** Removes a file, or a folder with all that is in it. */
	remove(path: string): void;
	addFolder(path: string): void;
	/** A folder that exists but is not looked into. */
	addClosedFolder(path: string): void;
	addLink(path: string, leadsTo: string | undefined): void;
	/** `path` with the links in it followed; undefined when one leads out. */
	follow(path: string): string | undefined;
}

/** An empty index with its root. */
export function makeFileIndex(): FileIndex {
	const files = new Set<string>();
	const folders = new Set<string>([""]);
	const closed = new Set<string>();
	const links = new Map<string, string | undefined>();
	const byLowerPath = new Map<string, string>();
	const byName = new Map<string, string[]>();

	const follow = (path: string): string | undefined => {
		let at = path;
		// A chain of links longer than this is a circle.
		for (let hops = 0; links.size > 0 && hops < 16; hops++) {
			const link = ancestorsOf(at).find((part) => links.has(part));
			if (link === undefined) return at;
			const target = links.get(link);
			if (target === undefined) return undefined;
			// A link to the root itself leads to the empty path.
			at = joinPath(target, at.slice(link.length)) ?? target;
		}
		return at;
	};
	const presenceOf = (path: string): Presence => {
		if (files.has(path)) return "present";
		const real = follow(path);
		if (real === undefined) return "unknown";
		if (files.has(real)) return "present";
		if (closed.size > 0)
			for (const folder of ancestorsOf(folderOf(real)))
				if (closed.has(folder)) return "unknown";
		return "absent";
	};
	const addFolder = (path: string) => {
		for (const folder of ancestorsOf(path)) {
			if (folders.has(folder)) break;
			folders.add(folder);
		}
	};
	const removeFile = (path: string) => {
		if (!files.delete(path)) return;
		if (byLowerPath.get(path.toLowerCase()) === path)
			byLowerPath.delete(path.toLowerCase());
		const name = baseOf(path).toLowerCase();
		byName.set(
			name,
			(byName.get(name) ?? []).filter((other) => other !== path),
		);
	};

	return {
		files,
		folders,
		presenceOf,
		hasFolder: (folder) =>
			folders.has(folder) || folders.has(follow(folder) ?? "\0"),
		otherCaseOf(path) {
			const other = byLowerPath.get((follow(path) ?? path).toLowerCase());
			return other === path ? undefined : other;
		},
		withName: (name) => byName.get(name.toLowerCase()) ?? [],
		addFile(path) {
			if (files.has(path)) return;
			files.add(path);
			addFolder(folderOf(path));
			byLowerPath.set(path.toLowerCase(), path);
			const name = baseOf(path).toLowerCase();
			const same = byName.get(name);
			if (same === undefined) byName.set(name, [path]);
			else same.push(path);
		},
		remove(path) {
			removeFile(path);
			links.delete(path);
			if (!folders.delete(path)) return;
			const inside = `${path}/`;
			for (const file of [...files])
				if (file.startsWith(inside)) removeFile(file);
			for (const folder of [...folders])
				if (folder.startsWith(inside)) folders.delete(folder);
		},
		addFolder,
		addClosedFolder(path) {
			addFolder(path);
			closed.add(path);
		},
		addLink(path, leadsTo) {
			links.set(path, leadsTo);
			addFolder(folderOf(path));
		},
		follow,
	};
}
