import { clip } from "./parse-options.js";
import { UsageError } from "./usage-error.js";

/**
 * Reads `N` or `WxH` (px); the range is checked by core.
 *
 * @throws UsageError for anything else
 */
export function parseSize(text: string): { width: number; height: number } {
	const match = /^(-?\d+)(?:x(-?\d+))?$/.exec(text);
	if (match === null)
		throw new UsageError(
			`--size "${clip(text)}" is not a size; write one number such as 512, or width x height such as 640x480.`,
		);
	const width = Number(match[1]);
	return { width, height: match[2] === undefined ? width : Number(match[2]) };
}
