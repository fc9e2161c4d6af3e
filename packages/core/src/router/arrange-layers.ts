// Things of a prompt → where each lies in the target and how large it is drawn.
import type { ImageSize, Layer } from "../records.js";
import type { LayerSplit } from "./split-layers.js";

/** A layer before it is known how it is drawn. */
export type PlacedLayer = Pick<Layer, "prompt" | "size" | "places">;

interface Region extends ImageSize {
	readonly x: number;
	readonly y: number;
}

/** px; below it a thing is a blot. */
const minSide = 12;

/**
 * Gives every thing a square of its own, all of one size.
 *
 * @returns nothing if the target is too small for so many
 */
export function arrangeLayers(
	{ parts, arrangement }: LayerSplit,
	target: ImageSize,
): readonly PlacedLayer[] | undefined {
	const counts = parts.map(({ count }) => count);
	const groups =
		arrangement === "grid" ? [counts.reduce((a, b) => a + b, 0)] : counts;
	const regions = groups.map((_, i) =>
		divide(target, arrangement, i, groups.length),
	);
	const side = Math.min(
		...groups.map((count, i) => fitSquares(count, regions[i]).side),
	);
	if (side < minSide) return undefined;
	const free = groups.flatMap((count, i) =>
		placeSquares(count, regions[i], side),
	);
	return parts.map(({ prompt, count }) => ({
		prompt,
		size: { width: side, height: side },
		places: free.splice(0, count),
	}));
}

function divide(
	{ width, height }: ImageSize,
	arrangement: LayerSplit["arrangement"],
	index: number,
	count: number,
): Region {
	if (arrangement === "grid") return { x: 0, y: 0, width, height };
	const cut = (length: number): readonly [number, number] => {
		const start = Math.floor((index * length) / count);
		return [start, Math.floor(((index + 1) * length) / count) - start];
	};
	if (arrangement === "row") {
		const [x, across] = cut(width);
		return { x, y: 0, width: across, height };
	}
	const [y, down] = cut(height);
	return { x: 0, y, width, height: down };
}

/** The number of columns with the largest squares; of several the one that fills its rows best, then the widest. */
function fitSquares(
	count: number,
	{ width, height }: ImageSize,
): { readonly side: number; readonly columns: number } {
	let best = { side: 0, columns: count, empty: 0 };
	for (let columns = count; columns > 0; columns--) {
		const rows = Math.ceil(count / columns);
		const side = Math.floor(Math.min(width / columns, height / rows));
		const empty = rows * columns - count;
		if (side > best.side || (side === best.side && empty < best.empty))
			best = { side, columns, empty };
	}
	return best;
}

/** Rows in the middle of the region; the last one may be shorter. */
function placeSquares(
	count: number,
	region: Region,
	side: number,
): readonly { readonly x: number; readonly y: number }[] {
	const { columns } = fitSquares(count, region);
	const rows = Math.ceil(count / columns);
	const top = region.y + ((region.height - rows * side) >> 1);
	return Array.from({ length: count }, (_, i) => {
		const line = Math.floor(i / columns);
		const inLine = Math.min(columns, count - line * columns);
		const left = region.x + ((region.width - inLine * side) >> 1);
		return { x: left + (i % columns) * side, y: top + line * side };
	});
}
