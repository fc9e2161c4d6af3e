import type { TextChange } from "./plan-edits.js";

/**
 * Two changes that together change nothing; none when the text has no doubled letter to do it with.
 *
 * An edit without a change of text is no step of a document's undo, and undo there could not take back what came with
 * it. The editor drops changes that change nothing and joins those that touch, so this takes a letter away from a pair
 * and gives it back behind the other: `oo|n` becomes `o|on`.
 *
 * @param near  where in the text it should happen, if it can
 */
export function touchText(text: string, near: number): TextChange[] {
	let best = -1;
	for (const { index } of text.matchAll(
		/([^\r\n\ud800-\udfff])\1(?=[^\r\n\ud800-\udfff])/g,
	))
		if (best < 0 || Math.abs(index - near) < Math.abs(best - near))
			best = index;
	if (best < 0) return [];
	return [
		{ start: best, end: best + 1, text: "" },
		{ start: best + 2, end: best + 3, text: text.slice(best + 1, best + 3) },
	];
}
