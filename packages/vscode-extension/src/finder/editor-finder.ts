// A finder over the editor's own files, for workspaces that are on no disk and for browsers. It gives the thread back in slices.
import type { FileSystem, Finder, FolderEntry } from "@musa/finder";
import { FileType, Uri, workspace } from "vscode";
import type { WorkspaceFinder } from "./workspace-finder.js";

/** Opens a finder over any folder that the editor can read. */
export function openEditorFinder(folder: Uri): WorkspaceFinder {
	let finder: Finder | undefined;
	const never = new AbortController().signal;
	return {
		async scan(signal, onProgress) {
			const { scanFolder } = await import("./scan-folder.js");
			const keep = (opened: Finder): void => {
				finder = opened;
			};
			return scanFolder(signal, editorFiles(folder), keep, onProgress);
		},
		rescan: async (file, text) => (await finder?.rescan(file, text)) ?? [],
		async noteChanges({ added, removed }) {
			for (const path of removed) finder?.noteRemoved(path);
			for (const path of added) finder?.noteAdded(path);
			return (await finder?.check(never)) ?? [];
		},
		checkPresent: async (signal) => (await finder?.checkPresent(signal)) ?? [],
		dispose() {
			finder = undefined;
		},
	};
}

function editorFiles(folder: Uri): FileSystem {
	const at = (path: string): Uri =>
		path === "" ? folder : Uri.joinPath(folder, path);
	return {
		async list(path) {
			const entries = await workspace.fs.readDirectory(at(path));
			return entries.map(
				([name, type]): FolderEntry => ({
					name,
					// Where links lead is not told here, so they are not followed.
					kind:
						type & FileType.SymbolicLink
							? "link"
							: type === FileType.Directory
								? "folder"
								: "file",
				}),
			);
		},
		async read(path, maxBytes) {
			const { size } = await workspace.fs.stat(at(path));
			return size > maxBytes ? undefined : workspace.fs.readFile(at(path));
		},
		async readStart(path, bytes) {
			return (await workspace.fs.readFile(at(path))).subarray(0, bytes);
		},
	};
}
