// All files of a picture in their places, or none.
import { rm } from "node:fs/promises";
import { dirname } from "node:path";
import {
	explainFailure,
	makeNewFolders,
	type NewFolders,
} from "@musa/assets/node";
import { UserProblem } from "../user-problem.js";
import { claimFile } from "./claim-file.js";
import type { PlannedFile } from "./picture-files.js";

/**
 * Puts every file of a picture in its place, or none.
 *
 * @param root  the workspace folder on the disk
 * @returns the folders that are new; nothing when one of the names is taken
 * @throws UserProblem when the disk does not take them
 */
export async function claimAll(
	root: string,
	files: readonly Pick<PlannedFile, "path" | "uri" | "bytes">[],
): Promise<NewFolders | undefined> {
	const claimed: string[] = [];
	const folders: NewFolders[] = [];
	const undoFolders = (): void => {
		for (const each of folders.toReversed()) each.undo();
	};
	const giveBack = async (): Promise<void> => {
		for (const path of claimed) await rm(path, { force: true });
		undoFolders();
	};
	for (const { path, uri, bytes } of files)
		try {
			folders.push(makeNewFolders(dirname(uri.fsPath)));
			if (!(await claimFile(uri.fsPath, bytes))) {
				await giveBack();
				return undefined;
			}
			claimed.push(uri.fsPath);
		} catch (error) {
			await giveBack();
			throw new UserProblem(await explainFailure(root, path, error));
		}
	const first = folders.find((each) => each.first !== undefined)?.first;
	return { first, undo: undoFolders };
}
