// The files of a picture on the disk: all in their places, or none.
import { rm } from "node:fs/promises";
import { l10n, type Uri, workspace } from "vscode";
import { UserProblem } from "../user-problem.js";
import { claimFile } from "./claim-file.js";

/** A file and what is to be in it. */
export interface PlannedFile {
	/** Relative to the folder. */
	readonly path: string;
	readonly uri: Uri;
	readonly bytes: Uint8Array;
}

/**
 * Puts every file of a picture in its place, or none.
 *
 * @returns false when one of the names is taken
 * @throws UserProblem when the disk does not take them
 */
export async function claimAll(
	files: readonly PlannedFile[],
	path: string,
): Promise<boolean> {
	const claimed: Uri[] = [];
	const giveBack = async (): Promise<void> => {
		for (const uri of claimed) await rm(uri.fsPath, { force: true });
	};
	try {
		for (const { uri, bytes } of files) {
			if (!(await claimFile(uri.fsPath, bytes))) {
				await giveBack();
				return false;
			}
			claimed.push(uri);
		}
		return true;
	} catch (error) {
		await giveBack();
		throw new UserProblem(
			l10n.t(
				"{0} can't be written ({1}). Nothing was left behind.",
				path,
				error instanceof Error && "code" in error ? String(error.code) : "?",
			),
		);
	}
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
