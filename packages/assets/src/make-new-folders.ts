import { lstatSync, mkdirSync, rmdirSync } from "node:fs";
import { dirname } from "node:path";

/** Folders that were made for a file. */
export interface NewFolders {
	/** The uppermost of them; undefined when all were there. */
	readonly first: string | undefined;
	/** Takes away those that are empty; what others put there meanwhile stays, a folder of the same name too. */
	undo(): void;
}

/**
 * Makes a folder and those above it.
 *
 * @throws Error of the file system
 */
export function makeNewFolders(folder: string): NewFolders {
	const first = mkdirSync(folder, { recursive: true });
	const made = new Map<string, string>();
	if (first !== undefined)
		for (let at = folder; at.startsWith(first); at = dirname(at))
			made.set(at, identify(at));
	return {
		first,
		undo() {
			for (const [at, identity] of made)
				try {
					if (identify(at) === identity) rmdirSync(at);
				} catch {
					// Something lies in it by now, or it is gone.
				}
		},
	};
}

/** What tells a folder from a later one of the same name. */
function identify(folder: string): string {
	const { dev, ino, birthtimeNs } = lstatSync(folder, { bigint: true });
	return `${dev} ${ino} ${birthtimeNs}`;
}
