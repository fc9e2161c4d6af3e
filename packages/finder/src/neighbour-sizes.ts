// The size that pictures in one folder share: a new one most likely wants it too.
import { headerBytes, sizeOfHeader } from "./describe/image-header.js";
import type { FileSystem } from "./file-system.js";
import { formatOfPath } from "./image-path.js";
import { folderOf } from "./paths.js";
import type { ImageSize } from "./records.js";
import type { FileIndex } from "./site/file-index.js";

// Enough to tell a family from a mixed bag.
const SAMPLE = 6;

/** Looks at the pictures beside a path; remembers what it saw per folder and format. */
export function makeNeighbourSizes(
	files: FileSystem,
	index: FileIndex,
): { sizeFor(target: string): Promise<ImageSize | undefined>; forget(): void } {
	const known = new Map<string, Promise<ImageSize | undefined>>();
	let byFolder: Map<string, string[]> | undefined;
	const imagesIn = (folder: string): string[] => {
		if (byFolder === undefined) {
			byFolder = new Map();
			for (const file of index.files) {
				if (formatOfPath(file) === undefined) continue;
				const list = byFolder.get(folderOf(file));
				if (list === undefined) byFolder.set(folderOf(file), [file]);
				else list.push(file);
			}
		}
		return byFolder.get(folder) ?? [];
	};
	const look = async (
		folder: string,
		format: string,
	): Promise<ImageSize | undefined> => {
		const names = imagesIn(folder)
			.filter((file) => formatOfPath(file) === format)
			.sort()
			.slice(0, SAMPLE);
		const sizes: ImageSize[] = [];
		for (const name of names) {
			const bytes = await files
				.readStart(name, headerBytes)
				.catch(() => undefined);
			const size = bytes && sizeOfHeader(bytes);
			if (size !== undefined) sizes.push(size);
		}
		// A single neighbour proves nothing, and a majority is needed.
		const [first] = sizes;
		for (const size of sizes) {
			const same = sizes.filter(
				({ width, height }) => width === size.width && height === size.height,
			);
			if (same.length >= 2 && same.length * 2 > sizes.length) return size;
		}
		return sizes.length === 0
			? undefined
			: shareRatio(sizes, first as ImageSize);
	};
	return {
		sizeFor(target) {
			const folder = folderOf(target);
			const format = formatOfPath(target) ?? "png";
			const key = `${format} ${folder}`;
			let size = known.get(key);
			if (size === undefined) {
				size = look(folder, format);
				known.set(key, size);
			}
			return size;
		},
		forget() {
			known.clear();
			byFolder = undefined;
		},
	};
}

// Pictures of one shape in several sizes: take the middle one.
function shareRatio(
	sizes: readonly ImageSize[],
	first: ImageSize,
): ImageSize | undefined {
	const ratio = first.width / first.height;
	const isSame =
		sizes.length >= 2 &&
		sizes.every(
			({ width, height }) => Math.abs(width / height / ratio - 1) < 0.02,
		);
	if (!isSame) return undefined;
	return [...sizes].sort((a, b) => a.width - b.width)[sizes.length >> 1];
}
