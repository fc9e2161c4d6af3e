// Sizes that utility classes of Tailwind give a box: w-64, h-[300px], size-10, aspect-video.
import type { SelectorSize } from "./extraction.js";

const CLASS =
	/(?:^|\s)(w|h|size)-(?:(\d+(?:\.5)?)|\[(\d+(?:\.\d+)?)(px|rem)\]|px)(?=\s|$)/g;
const ASPECT = /(?:^|\s)aspect-(?:(square|video)|\[(\d+)\/(\d+)\])(?=\s|$)/;
// One step of Tailwind's spacing scale is 0.25 rem.
const STEP_PX = 4;
const REM_PX = 16;

/** Pixels that the class list gives width and height; classes of breakpoints (`md:`) do not count. */
export function sizeOfClasses(classes: string): SelectorSize {
	if (!/(?:^|\s)(?:[wh]|size|aspect)-/.test(classes)) return {};
	let width: number | undefined;
	let height: number | undefined;
	for (const [, name, steps, length, unit] of classes.matchAll(CLASS)) {
		const px =
			steps !== undefined
				? Number(steps) * STEP_PX
				: Number(length ?? 1) * (unit === "rem" ? REM_PX : 1);
		if (name !== "h") width = Math.round(px);
		if (name !== "w") height = Math.round(px);
	}
	const [, word, across, down] = ASPECT.exec(classes) ?? [];
	const aspectRatio =
		word === "square"
			? 1
			: word === "video"
				? 16 / 9
				: across === undefined
					? undefined
					: Number(across) / Number(down);
	return { width, height, aspectRatio };
}
