// The editor takes back the files of a picture on undo, and leaves the folders that came with them.
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
	const foldersOf = new Map<string, NewFolders>();
	const announced = new Set<string>();
	const listeners = Disposable.from(
		// Told before people delete, and not before an undo does: what people empty, they may want to fill.
		workspace.onWillDeleteFiles(({ files }) => {
			for (const uri of files) announced.add(uri.toString());
		}),
		workspace.onDidDeleteFiles(({ files }) => {
			for (const uri of files)
				if (!announced.delete(uri.toString()))
					foldersOf.get(uri.toString())?.undo();
		}),
	);
	return {
		note(folders, files) {
			for (const uri of files) foldersOf.set(uri.toString(), folders);
		},
		dispose: () => listeners.dispose(),
	};
}
