import { addToName } from "./plan-edits.js";

// More pictures of one name than anyone keeps.
const MAX_TRIES = 1000;

/**
 * The first of `name`, `name-1`, `name-2` … that is free.
 *
 * @param target  a path with forward slashes
 * @throws Error when a thousand are taken
 */
export async function findFreeName(
	target: string,
	isFree: (target: string) => Promise<boolean>,
): Promise<string> {
	const slash = target.lastIndexOf("/") + 1;
	for (let i = 0; i < MAX_TRIES; i++) {
		const candidate =
			i === 0
				? target
				: target.slice(0, slash) + addToName(target.slice(slash), `-${i}`);
		if (await isFree(candidate)) return candidate;
	}
	throw new Error(
		`There are ${MAX_TRIES} files called like "${target}" already; choose another name.`,
	);
}
