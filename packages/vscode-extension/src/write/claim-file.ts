// A new file, whole or not at all, and only where nothing is.
import { randomUUID } from "node:crypto";
import { constants } from "node:fs";
import { copyFile, link, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { makeNewFolders } from "@musa/assets/node";

/**
 * Puts a file at a free path, at once. The editor's own way looks first and writes then, and would replace what came
 * in between.
 *
 * @returns false when something is there already; it is left alone
 * @throws Error of the file system; nothing is left behind then
 */
export async function claimFile(
	path: string,
	bytes: Uint8Array,
): Promise<boolean> {
	const folder = dirname(path);
	const folders = makeNewFolders(folder);
	const temporary = join(folder, `.musa-${randomUUID()}.tmp`);
	let isClaimed = false;
	try {
		await writeFile(temporary, bytes, { flag: "wx", flush: true });
		await link(temporary, path).catch((error: unknown) => {
			if (codeOf(error) === "EEXIST") throw error;
			// Some file systems know no hard links.
			return copyFile(temporary, path, constants.COPYFILE_EXCL);
		});
		isClaimed = true;
	} catch (error) {
		if (codeOf(error) !== "EEXIST") throw error;
	} finally {
		await rm(temporary, { force: true });
		if (!isClaimed) folders.undo();
	}
	return isClaimed;
}

function codeOf(error: unknown): unknown {
	return error instanceof Error && "code" in error ? error.code : undefined;
}
