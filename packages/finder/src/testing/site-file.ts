// Fixture sites: one text file each, split by lines such as "-- src/index.html --".
import { readFileSync } from "node:fs";
import type { FileSystem, FolderEntry } from "../file-system.js";

/** A site in memory: text by path, or the bytes of a picture. */
export type SiteFiles = Map<string, string | Uint8Array>;

/** The part of a fixture that tells what must be found. */
export const EXPECTED = "expected.json";

/** Reads a fixture; what stands before the first mark is a description. */
export function readSiteFile(path: string | URL): SiteFiles {
	const files: SiteFiles = new Map();
	const parts = readFileSync(path, "utf8").split(
		/^-- (.+?)(?: \(image (\d+)x(\d+)\))? --\n/m,
	);
	for (let i = 1; i < parts.length; i += 4) {
		const [name = "", width, height, text = ""] = parts.slice(i, i + 4);
		files.set(
			name,
			width === undefined ? text : pictureHeader(Number(width), Number(height)),
		);
	}
	return files;
}

/** As much of a PNG as tells its size. */
export function pictureHeader(width: number, height: number): Uint8Array {
	const view = new DataView(new ArrayBuffer(33));
	view.setUint32(0, 0x89504e47);
	view.setUint32(4, 0x0d0a1a0a);
	view.setUint32(8, 13);
	view.setUint32(12, 0x49484452);
	view.setUint32(16, width);
	view.setUint32(20, height);
	return new Uint8Array(view.buffer);
}

/** The port over files in memory. */
export function memoryFiles(files: SiteFiles): FileSystem {
	const folders = new Map<string, Map<string, FolderEntry>>([["", new Map()]]);
	const add = (path: string, kind: "file" | "folder"): void => {
		const slash = path.lastIndexOf("/");
		const folder = slash < 0 ? "" : path.slice(0, slash);
		if (!folders.has(folder)) {
			folders.set(folder, new Map());
			add(folder, "folder");
		}
		const name = path.slice(slash + 1);
		folders.get(folder)?.set(name, { name, kind });
	};
	for (const path of files.keys()) add(path, "file");
	const bytesOf = (path: string): Uint8Array => {
		const content = files.get(path);
		if (content === undefined) throw new Error(`no file ${path}`);
		return typeof content === "string"
			? new TextEncoder().encode(content)
			: content;
	};
	return {
		async list(folder) {
			const entries = folders.get(folder);
			if (entries === undefined) throw new Error(`no folder ${folder}`);
			return [...entries.values()];
		},
		async read(path, maxBytes) {
			const bytes = bytesOf(path);
			return bytes.length > maxBytes ? undefined : bytes;
		},
		async readStart(path, bytes) {
			return bytesOf(path).subarray(0, bytes);
		},
	};
}
