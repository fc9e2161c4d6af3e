// Whether a picture may and can be written at a path, before anything is drawn.
import { constants } from "node:fs";
import { access, lstat, realpath, statfs } from "node:fs/promises";
import { dirname, isAbsolute, relative, resolve, sep } from "node:path";
import { codeOf, diskSentence } from "./disk-sentence.js";

/** What stands at a path. */
export type TargetCheck =
	| { readonly state: "free"; readonly path: string }
	| { readonly state: "taken"; readonly path: string }
	/** In one plain sentence, or two. */
	| { readonly state: "refused"; readonly sentence: string };

// A picture with its sidecar and what an editor keeps beside it.
const ROOM_BYTES = 64 * 2 ** 20;

/**
 * Looks at a path below `root`: links are followed only inside it, read-only and full disks are told.
 *
 * @param target  relative to `root`, with forward slashes
 */
export async function checkTarget(
	root: string,
	target: string,
): Promise<TargetCheck> {
	const refuse = (sentence: string): TargetCheck => ({
		state: "refused",
		sentence,
	});
	const path = resolve(root, target);
	if (isAbsolute(target) || !isBelow(root, path))
		return refuse(
			`"${target}" leads out of the folder; nothing is written there.`,
		);
	let realRoot: string;
	let existing: string | undefined;
	try {
		realRoot = await realpath(root);
		existing = await nearestExisting(dirname(path), root);
	} catch {
		return refuse(`The folder of "${target}" can't be read.`);
	}
	if (existing === undefined)
		return refuse(
			`A link on the way to "${target}" leads nowhere; nothing is written there.`,
		);
	if (existing !== realRoot && !isBelow(realRoot, existing))
		return refuse(
			`A link on the way to "${target}" leads out of the folder; nothing is written there.`,
		);
	// A link at the target itself counts as taken, wherever it leads.
	const found = await lstat(path).catch((error: unknown) => codeOf(error));
	if (typeof found !== "string") return { state: "taken", path };
	if (found === "ENOTDIR" || found === "ENAMETOOLONG")
		return refuse(diskSentence({ code: found }, target));
	try {
		await access(existing, constants.W_OK | constants.X_OK);
	} catch (error) {
		return refuse(diskSentence(error, target));
	}
	const space = await statfs(existing).catch(() => undefined);
	if (
		space !== undefined &&
		space.blocks > 0 &&
		space.bavail * space.bsize < ROOM_BYTES
	)
		return refuse(diskSentence({ code: "ENOSPC" }, target));
	return { state: "free", path };
}

/** The real path of the nearest folder that exists; undefined when a link on the way leads nowhere. */
async function nearestExisting(
	folder: string,
	root: string,
): Promise<string | undefined> {
	for (let at = folder; ; at = dirname(at))
		try {
			return await realpath(at);
		} catch (error) {
			if (codeOf(error) !== "ENOENT" || !isBelow(root, at)) throw error;
			// Writing would follow it, so it counts as being there.
			const entry = await lstat(at).catch(() => undefined);
			if (entry !== undefined) return undefined;
		}
}

function isBelow(root: string, path: string): boolean {
	const inside = relative(root, path);
	return (
		inside !== "" &&
		inside !== ".." &&
		!inside.startsWith(`..${sep}`) &&
		!isAbsolute(inside)
	);
}

/**
 * Why a file that was free could not be written, in one plain sentence or two.
 *
 * @param error  of the file system; for a read-only disk it may say that a folder is missing, so the place is looked at again
 */
export async function explainFailure(
	root: string,
	target: string,
	error: unknown,
): Promise<string> {
	const check = await checkTarget(root, target);
	return check.state === "refused"
		? check.sentence
		: diskSentence(error, target);
}
