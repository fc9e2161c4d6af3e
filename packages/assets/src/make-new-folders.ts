import { mkdirSync, rmdirSync } from "node:fs";
import { dirname } from "node:path";

/** Folders that were made for a file. */
export interface NewFolders {
	/** Takes away those that are still empty; whoever came meanwhile keeps his place. */
	undo(): void;
}

/**
 * Makes a folder and those above it.
 *
 * @throws Error of the file system
 */
export function makeNewFolders(folder: string): NewFolders {
	const first = mkdirSync(folder, { recursive: true });
	return {
		undo() {
			if (first === undefined) return;
			for (let at = folder; at.startsWith(first); at = dirname(at))
				try {
					rmdirSync(at);
				} catch {
					// Something lies in it by now.
					return;
				}
		},
	};
}
