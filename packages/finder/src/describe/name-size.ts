import { baseOf } from "../paths.js";

/** Pixels that a file's name states: `icon-512x512.png`, `logo-192.png`, `icon@2x.png` has none. */
export function sizeOfName(
	path: string,
): { width: number; height: number } | undefined {
	const name = baseOf(path).replace(/\.\w+$/, "");
	const both = /(?:^|\D)(\d{2,4})\s*[x×]\s*(\d{2,4})(?!\d)/i.exec(name);
	if (both) return { width: Number(both[1]), height: Number(both[2]) };
	// A single number means a square only in the names of icons.
	const side =
		/(?:icon|favicon|chrome|tile|logo|touch)\D*?[-_](\d{2,4})(?:px)?$/i.exec(
			name,
		)?.[1];
	if (side !== undefined && Number(side) >= 16 && Number(side) <= 1024)
		return { width: Number(side), height: Number(side) };
	return undefined;
}
