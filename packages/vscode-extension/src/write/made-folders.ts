// The editor takes back the files of a picture on undo, and leaves the folders that came with them.
import { sep } from "node:path";
import type { NewFolders } from "@musa/assets/node";
import { Disposable, type Uri, workspace } from "vscode";

/** Folders that pictures brought along; undo takes those that it leaves empty. */
export interface MadeFolders {
	/** Remembers folders that were made for files. */
	note(folders: NewFolders, files: readonly Uri[]): void;
	dispose(): void;
}

/** Starts watching. */
export function watchMadeFolders(): MadeFolders {
	const written = new Set<string>();
	const made: NewFolders[] = [];
	const announced = new Set<string>();
	// Another picture may have brought the folder along, and gone before this one.
	const takeEmptyAround = ({ fsPath }: Uri): void => {
		for (const { first, undo } of made)
			if (first !== undefined && fsPath.startsWith(`${first}${sep}`)) undo();
	};
	const listeners = Disposable.from(
		// Told before people delete, and not before an undo does: what people empty, they may want to fill.
		workspace.onWillDeleteFiles(({ files }) => {
			for (const uri of files) announced.add(uri.toString());
		}),
		workspace.onDidDeleteFiles(({ files }) => {
			for (const uri of files)
				if (!announced.delete(uri.toString()) && written.has(uri.toString()))
					takeEmptyAround(uri);
		}),
	);
	return {
		note(folders, files) {
			for (const uri of files) written.add(uri.toString());
			if (folders.first !== undefined) made.push(folders);
		},
		dispose: () => listeners.dispose(),
	};
}
