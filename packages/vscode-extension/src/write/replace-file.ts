// A picture in place of another: written beside, then renamed, with the old one kept aside.
import { createHash, randomUUID } from "node:crypto";
import {
	copyFile,
	lstat,
	mkdir,
	readdir,
	rename,
	rm,
	writeFile,
} from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { FileStamp } from "../jobs/job.js";

// Enough to think better of it.
const KEPT_BACKUPS = 50;

/** The stamp of a file; undefined when it is no ordinary file. */
export async function stampOf(path: string): Promise<FileStamp | undefined> {
	const info = await lstat(path).catch(() => undefined);
	return info?.isFile()
		? { sizeBytes: info.size, modifiedMs: info.mtimeMs }
		: undefined;
}

/**
 * Puts `bytes` in place of the file at `path`, at once.
 *
 * @param backups  folder that keeps the latest replaced files
 * @returns false when the file is not the one that the stamp says; it is left alone then
 * @throws Error of the file system; the old file is left alone then
 */
export async function replaceFile(
	stamp: FileStamp,
	bytes: Uint8Array,
	path: string,
	backups: string,
): Promise<boolean> {
	await mkdir(backups, { recursive: true });
	const backup = join(backups, `${Date.now()}${endingFor(path)}`);
	const temporary = join(dirname(path), `.musa-${randomUUID()}.tmp`);
	try {
		await writeFile(temporary, bytes, { flag: "wx", flush: true });
		if (!isSame(await stampOf(path), stamp)) return false;
		await copyFile(path, backup);
		// Once more, for whoever wrote while it was copied.
		if (!isSame(await stampOf(path), stamp)) return false;
		await rename(temporary, path);
		await forgetOld(backups);
		return true;
	} finally {
		await rm(temporary, { force: true });
	}
}

/** The latest backup of a file, or undefined. */
export async function findBackup(
	path: string,
	backups: string,
): Promise<string | undefined> {
	const names = await readdir(backups).catch(() => []);
	const own = names.filter((name) => name.endsWith(endingFor(path))).sort();
	const latest = own.at(-1);
	return latest && join(backups, latest);
}

/** Files of one name lie in many folders. */
function endingFor(path: string): string {
	const hash = createHash("sha256").update(path).digest("hex");
	return ` ${hash.slice(0, 16)} ${basename(path)}`;
}

function isSame(found: FileStamp | undefined, wanted: FileStamp): boolean {
	return (
		found?.sizeBytes === wanted.sizeBytes &&
		found.modifiedMs === wanted.modifiedMs
	);
}

async function forgetOld(backups: string): Promise<void> {
	const names = (await readdir(backups)).sort();
	for (const name of names.slice(0, -KEPT_BACKUPS))
		await rm(join(backups, name), { force: true });
}
