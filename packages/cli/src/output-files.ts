// Where pictures go. Every path is claimed before anything is drawn, so that a
// run of seconds never ends with "can't write"; a claim is an empty temporary
// file beside the target, and committing it is one rename or link.
import { closeSync, lstatSync, openSync, rmSync, writeFileSync } from "node:fs";
import { link, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { makeFileName } from "@musa/assets";
import {
	EXTENSION_OF_FORMAT,
	formatOfFile,
	type ImageFormat,
} from "./image-format.js";
import { codeOf, reasonOf } from "./reason-of.js";
import { UsageError } from "./usage-error.js";

/** A place for one file, reserved until `commit` or `discard`. */
export interface OutputFile {
	/** As the user wrote it, or as Musa named it. */
	readonly path: string;
	readonly format: ImageFormat;
	/** Puts the whole file in its place at once. @throws UsageError when the place was taken meanwhile */
	commit(bytes: Uint8Array): Promise<void>;
	/** Takes the temporary file away; harmless after `commit`. Synchronous, for use at exit. */
	discard(): void;
}

/** What decides about names and places. */
export interface OutputRequest {
	readonly out: string | undefined;
	readonly format: ImageFormat | undefined;
	readonly count: number;
	readonly prompt: string;
	readonly force: boolean;
}

/**
 * Claims one place per picture.
 *
 * @throws UsageError when a place is taken or can't be written; nothing is left behind then
 */
export async function openOutputFiles(
	request: OutputRequest,
): Promise<OutputFile[]> {
	const claimed: OutputFile[] = [];
	try {
		for (const target of await listTargets(request))
			claimed.push(claim(target.path, target.format, request.force));
	} catch (error) {
		for (const file of claimed) file.discard();
		throw error;
	}
	return claimed;
}

interface Target {
	readonly path: string;
	readonly format: ImageFormat;
}

async function listTargets(request: OutputRequest): Promise<Target[]> {
	const { out, count } = request;
	if (out === "")
		throw new UsageError("--out is empty; give a file or a folder.");
	if (out === undefined || (await isDirectory(out))) return listFree(request);
	if (/[/\\]$/.test(out))
		throw new UsageError(
			`The folder "${out}" does not exist; make it first or choose another --out.`,
		);
	const format = formatOfFile(out, request.format);
	if (count === 1) return [{ path: out, format }];
	const extension = extname(out);
	const stem = join(dirname(out), basename(out, extension));
	return Array.from({ length: count }, (_, i) => ({
		path: `${stem}-${i + 1}${extension}`,
		format,
	}));
}

// Names that Musa chooses step aside for what is there: name, name-1, name-2 …
function listFree(request: OutputRequest): Target[] {
	const format = request.format ?? "png";
	const stem = join(request.out ?? "", makeFileName(request.prompt));
	const targets: Target[] = [];
	for (let i = 0; targets.length < request.count; i++) {
		const suffix = i === 0 ? "" : `-${i}`;
		const path = `${stem}${suffix}${EXTENSION_OF_FORMAT[format]}`;
		if (!exists(path)) targets.push({ path, format });
	}
	return targets;
}

function claim(path: string, format: ImageFormat, force: boolean): OutputFile {
	assertFree(path, force);
	const temporary = join(
		dirname(path),
		`.musa-${process.pid}-${claimCount++}.tmp`,
	);
	try {
		closeSync(openSync(temporary, "wx"));
	} catch (error) {
		throw new UsageError(
			`Can't write "${path}" (${reasonOf(error)}); choose another --out.`,
			{ cause: error },
		);
	}
	return {
		path,
		format,
		async commit(bytes) {
			try {
				writeFileSync(temporary, bytes, { flush: true });
			} catch (error) {
				throw new UsageError(`Can't write "${path}" (${reasonOf(error)}).`, {
					cause: error,
				});
			}
			if (force) await rename(temporary, path);
			else await linkInPlace(temporary, path);
		},
		discard: () => rmSync(temporary, { force: true }),
	};
}

let claimCount = 0;

// link fails when the target exists, which rename would silently replace.
async function linkInPlace(temporary: string, path: string): Promise<void> {
	try {
		await link(temporary, path);
	} catch (error) {
		if (codeOf(error) === "EEXIST" || exists(path)) throw taken(path);
		// Some file systems know no hard links.
		await rename(temporary, path);
		return;
	}
	await rm(temporary, { force: true });
}

function assertFree(path: string, force: boolean): void {
	let isFile: boolean;
	try {
		isFile = lstatSync(path).isFile();
	} catch (error) {
		if (codeOf(error) === "ENOENT") return;
		throw new UsageError(
			`Can't write "${path}" (${reasonOf(error)}); choose another --out.`,
			{ cause: error },
		);
	}
	if (!force) throw taken(path);
	if (!isFile)
		throw new UsageError(
			`"${path}" is not an ordinary file, so --force does not replace it; choose another --out.`,
		);
}

function taken(path: string): UsageError {
	return new UsageError(
		`"${path}" exists already; choose another --out, or add --force to replace it.`,
	);
}

function exists(path: string): boolean {
	return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

async function isDirectory(path: string): Promise<boolean> {
	try {
		return (await stat(path)).isDirectory();
	} catch {
		return false;
	}
}
