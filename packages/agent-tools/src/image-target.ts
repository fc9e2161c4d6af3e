// Where an agent may write: picture files inside the folder, at plain relative paths.
import type { ImageFormat } from "@musa/finder";
import { formatOfPath } from "@musa/finder/names";
import { ToolRefusal } from "./tool-refusal.js";

/** A format that Musa writes. */
export type WritableFormat = Extract<ImageFormat, "png" | "webp" | "jpeg">;

/** The extensions that Musa writes, for schemas and messages. */
export const writableFormats: readonly WritableFormat[] = [
	"png",
	"webp",
	"jpeg",
];

/** Longer paths are no file of a project. */
export const maxPathLength = 1000;

/**
 * A path from the folder's root, normalised.
 *
 * @throws ToolRefusal when it is absolute, leads out, or lies where programs keep their own files
 */
export function parseTarget(path: string): string {
	const plain = path.replaceAll("\\", "/");
	if (/\p{Cc}/u.test(plain))
		throw new ToolRefusal("The path holds control characters; leave them out.");
	if (/^(?:\/|[A-Za-z]:|~)/.test(plain) || /^[a-z][a-z\d+.-]*:/i.test(plain))
		throw new ToolRefusal(
			`The path "${path}" must start at the folder's root, as in "public/img/hero.png".`,
		);
	const parts: string[] = [];
	for (const part of plain.split("/")) {
		if (part === "" || part === ".") continue;
		if (part !== "..") parts.push(part);
		else if (parts.pop() === undefined)
			throw new ToolRefusal(
				`The path "${path}" leads out of the folder; nothing is written there.`,
			);
	}
	// Compared without case: on some disks ".GIT" is ".git".
	const closed = parts.find((part) =>
		/^(?:\.git|\.hg|\.svn|node_modules)$/i.test(part.replace(/[. ]+$/, "")),
	);
	if (closed !== undefined)
		throw new ToolRefusal(
			`"${closed}" belongs to a program; choose another folder.`,
		);
	return parts.join("/");
}

/**
 * The format that the path's extension names; `asked` must agree.
 *
 * @throws ToolRefusal
 */
export function parseTargetFormat(
	path: string,
	asked: string | undefined,
): WritableFormat {
	const implied = formatOfPath(path);
	const format = writableFormats.find((known) => known === implied);
	if (format === undefined)
		throw new ToolRefusal(
			`Musa can't write "${path}"; end it with .png, .webp or .jpg.`,
		);
	if (asked !== undefined && asked !== format)
		throw new ToolRefusal(
			`The format ${JSON.stringify(asked.slice(0, 20))} and the path "${path}" disagree; change one of them.`,
		);
	return format;
}
