import { existsSync, mkdirSync, realpathSync, rmdirSync } from "node:fs";
import { dirname, isAbsolute, relative, resolve, sep } from "node:path";
import { makeNewFolders, type NewFolders } from "@musa/assets/node";
import { codeOf, reasonOf } from "./reason-of.js";
import { UsageError } from "./usage-error.js";

/**
 * Makes the folders of `target` below `root`; `undo` takes away those that are new and still empty.
 *
 * @param target  relative to `root`, with forward slashes
 * @throws UsageError when a link leads out of `root`, or the folders can't be made
 */
export function makeFolders(root: string, target: string): NewFolders {
	const folder = resolve(root, dirname(target));
	let made: NewFolders | undefined;
	try {
		assertInside(root, folder);
		made = makeNewFolders(folder);
		// A link made meanwhile would be followed.
		assertInside(root, folder);
		return made;
	} catch (error) {
		made?.undo();
		if (error instanceof UsageError) throw error;
		throw new UsageError(
			`The folder of "${target}" can't be made (${reasonOf(causeOf(error, folder))}).`,
			{ cause: error },
		);
	}
}

/** Node calls a read-only disk a missing folder when it makes several at once; the first one alone tells. */
function causeOf(error: unknown, folder: string): unknown {
	if (codeOf(error) !== "ENOENT") return error;
	let first = folder;
	while (!existsSync(dirname(first))) first = dirname(first);
	try {
		mkdirSync(first);
		rmdirSync(first);
		return error;
	} catch (own) {
		return own;
	}
}

function assertInside(root: string, folder: string): void {
	let existing = folder;
	let real: string | undefined;
	while (real === undefined)
		try {
			real = realpathSync(existing);
		} catch {
			existing = dirname(existing);
		}
	const inside = relative(realpathSync(root), real);
	if (inside === ".." || inside.startsWith(`..${sep}`) || isAbsolute(inside))
		throw new UsageError(
			`"${folder}" leads out of the folder; nothing is written there.`,
		);
}
