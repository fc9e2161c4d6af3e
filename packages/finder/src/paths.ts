// Paths of a workspace: relative to its root, forward slashes, "" is the root itself.

/** The folder of a path; "" for what lies in the root. */
export function folderOf(path: string): string {
	const slash = path.lastIndexOf("/");
	return slash < 0 ? "" : path.slice(0, slash);
}

/** The last part of a path. */
export function baseOf(path: string): string {
	return path.slice(path.lastIndexOf("/") + 1);
}

/** Joins and normalises; undefined when `..` leads out of the workspace. */
export function joinPath(folder: string, path: string): string | undefined {
	const parts = folder === "" ? [] : folder.split("/");
	for (const part of path.split("/")) {
		if (part === "" || part === ".") continue;
		if (part !== "..") parts.push(part);
		else if (parts.pop() === undefined) return undefined;
	}
	return parts.join("/");
}

/** Joins as a browser does: `..` above the root stays at the root. */
export function joinClamped(folder: string, path: string): string {
	const parts: string[] = [];
	for (const part of path.split("/")) {
		if (part === "" || part === ".") continue;
		if (part !== "..") parts.push(part);
		else parts.pop();
	}
	return folder === "" ? parts.join("/") : [folder, ...parts].join("/");
}

/** The folder itself and all folders above it, nearest first, ending with the root. */
export function ancestorsOf(folder: string): string[] {
	const list = [folder];
	for (let at = folder; at !== ""; list.push(at)) at = folderOf(at);
	return list;
}

/** Whether `path` is `folder` or lies in it. */
export function isInside(path: string, folder: string): boolean {
	return folder === "" || path === folder || path.startsWith(`${folder}/`);
}

/** `path` as seen from `folder`, in which it must lie. */
export function pathWithin(path: string, folder: string): string {
	return folder === "" ? path : path.slice(folder.length + 1);
}
