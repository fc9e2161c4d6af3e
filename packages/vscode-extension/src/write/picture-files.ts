// The files of a picture on the disk, and what became of them.
import { type Uri, workspace } from "vscode";

/** A file and what is to be in it. */
export interface PlannedFile {
	/** Relative to the folder. */
	readonly path: string;
	readonly uri: Uri;
	readonly bytes: Uint8Array;
}

/** What lies at a path: the whole picture, a part of it, nothing, or something else. */
export type FileState = "whole" | "part" | "none" | "other";

/** Looks at what lies where a file should be. */
export async function readState({
	uri,
	bytes,
}: PlannedFile): Promise<FileState> {
	let found: Uint8Array;
	try {
		found = await workspace.fs.readFile(uri);
	} catch {
		return "none";
	}
	if (found.length > bytes.length) return "other";
	if (Buffer.compare(found, bytes.subarray(0, found.length)) !== 0)
		return "other";
	return found.length === bytes.length ? "whole" : "part";
}

/** Removes what is of the picture, and nothing of others. */
export async function removeRemains(
	files: readonly PlannedFile[],
	states: readonly FileState[],
): Promise<void> {
	for (const [i, { uri }] of files.entries())
		if (states[i] === "whole" || states[i] === "part")
			try {
				await workspace.fs.delete(uri);
			} catch {
				// Where nothing can be written, nothing can be removed.
			}
}
