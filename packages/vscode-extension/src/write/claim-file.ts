// A new file, whole or not at all, and only where nothing is.
import { randomUUID } from "node:crypto";
import { constants } from "node:fs";
import { copyFile, link, mkdir, open, rm } from "node:fs/promises";
import { dirname, join } from "node:path";

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
	await mkdir(folder, { recursive: true });
	const temporary = join(folder, `.musa-${randomUUID()}.tmp`);
	try {
		const handle = await open(temporary, "wx");
		try {
			await handle.writeFile(bytes);
			await handle.sync();
		} finally {
			await handle.close();
		}
		await link(temporary, path).catch((error: unknown) => {
			if (codeOf(error) === "EEXIST") throw error;
			// Some file systems know no hard links.
			return copyFile(temporary, path, constants.COPYFILE_EXCL);
		});
		return true;
	} catch (error) {
		if (codeOf(error) === "EEXIST") return false;
		throw error;
	} finally {
		await rm(temporary, { force: true });
	}
}

function codeOf(error: unknown): unknown {
	return error instanceof Error && "code" in error ? error.code : undefined;
}
