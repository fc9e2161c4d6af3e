// The finder's port to Node's files.
import { open, readdir, realpath, stat } from "node:fs/promises";
import { isAbsolute, join, relative, sep } from "node:path";
import type { FileSystem, FolderEntry } from "./file-system.js";

/** The files below `root`, links followed only where they stay inside. */
export function nodeFiles(root: string): FileSystem {
	const realRoot = realpath(root);
	const read = async (path: string, bytes: number): Promise<Uint8Array> => {
		const handle = await open(join(root, path), "r");
		try {
			const buffer = new Uint8Array(bytes);
			let length = 0;
			while (length < bytes) {
				const { bytesRead } = await handle.read(
					buffer,
					length,
					bytes - length,
					length,
				);
				if (bytesRead === 0) break;
				length += bytesRead;
			}
			return buffer.subarray(0, length);
		} finally {
			await handle.close();
		}
	};
	return {
		async list(folder) {
			const entries = await readdir(join(root, folder), {
				withFileTypes: true,
			});
			const list: FolderEntry[] = [];
			for (const entry of entries) {
				const { name } = entry;
				if (entry.isFile()) list.push({ name, kind: "file" });
				else if (entry.isDirectory()) list.push({ name, kind: "folder" });
				else if (entry.isSymbolicLink()) {
					const leadsTo = await followLink(
						join(root, folder, name),
						await realRoot,
					);
					list.push(
						leadsTo === undefined
							? { name, kind: "link" }
							: { name, kind: "link", leadsTo },
					);
				}
			}
			return list;
		},
		async read(path, maxBytes) {
			const { size } = await stat(join(root, path));
			if (size > maxBytes) return undefined;
			return read(path, size);
		},
		readStart: read,
	};
}

async function followLink(
	path: string,
	root: string,
): Promise<FolderEntry["leadsTo"]> {
	try {
		const real = await realpath(path);
		const inside = relative(root, real);
		if (isAbsolute(inside) || inside === ".." || inside.startsWith(`..${sep}`))
			return undefined;
		const kind = (await stat(real)).isDirectory() ? "folder" : "file";
		return { path: inside.replaceAll(sep, "/"), kind };
	} catch {
		// Broken or circular.
		return undefined;
	}
}
