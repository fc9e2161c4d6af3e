// The references of one document whose picture is there: stand-ins, and files far from the size at which they show.
import { headerBytes, sizeOfHeader } from "./describe/image-header.js";
import { slugOf } from "./describe/slug.js";
import type { FileSystem } from "./file-system.js";
import {
	describe,
	type FindContext,
	type ReadDocument,
	siteOf,
	styleOf,
} from "./find-missing.js";
import { formatOfPath } from "./image-path.js";
import type { FoundReference } from "./languages/extraction.js";
import { folderOf } from "./paths.js";
import { placeholderOf } from "./placeholder-url.js";
import type { ImageSize, PoorImage } from "./records.js";
import type { Site } from "./site/project.js";
import { resolvePresent } from "./site/resolve.js";
import { makeLineMap } from "./text-lines.js";

// Sharp screens show twice the pixels; beyond that nobody sees them.
const OVERSIZE = 2.5;
// Less than this share of its place looks blurred.
const LOW_RESOLUTION = 0.9;
// Nobody draws a picture of fewer pixels for a place that is larger.
const TINY_PX = 16;
// A flat picture packs to next to nothing.
const FLAT_BYTES = 4096;
const FLAT_SHARE = 1 / 100;

type Poor = Pick<
	PoorImage,
	"kind" | "actual" | "service" | "isSuspect" | "sizeKind"
>;

/** Finds the pictures of one document that are not right, in source order. */
export async function findPoor(
	{ file, text, extraction }: ReadDocument,
	context: FindContext,
	files: FileSystem,
): Promise<PoorImage[]> {
	const site = siteOf({ file, extraction }, context);
	const place = makeLineMap(text);
	const found: PoorImage[] = [];
	for (const reference of extraction.references) {
		const { start, end, hints } = reference;
		const style = styleOf(reference, extraction, site, context);
		const shown = {
			width: hints.width ?? style?.width,
			height: hints.height ?? style?.height,
		};
		const poor =
			judgeAddress(reference, site) ??
			(await judgeFile(reference, shown, site, files));
		if (poor === undefined) continue;
		const { target, replacement, asked, ...judged } = poor;
		const described = await describe(
			{ ...reference, hints: { ...asked, ...dropUnknown(hints) } },
			{ target, certainty: 1 },
			extraction,
			site,
			context,
		);
		const { existing: _, ...rest } = described;
		found.push({
			...{ file, start, end, ...place(start) },
			reference: text.slice(start, end),
			...rest,
			...judged,
			replacement: replacement ?? text.slice(start, end),
		});
	}
	return found.sort((a, b) => a.start - b.start);
}

type Judged = Poor & {
	readonly target: string;
	readonly replacement?: string;
	/** The size that the address asks for. */
	readonly asked?: Partial<ImageSize>;
};

function judgeAddress(
	{ text, hints, lookup }: FoundReference,
	site: Site,
): Judged | undefined {
	const stand = placeholderOf(text);
	if (stand === undefined) return undefined;
	const { service, width, height } = stand;
	const words = hints.alt ?? hints.label ?? hints.heading ?? stand.text;
	const name = slugOf(words ?? "") || "picture";
	const [root] = site.projects[0]?.roots ?? [];
	// A framework serves its own folder at "/"; elsewhere a path beside the document is right.
	const isServed = lookup !== "file" && root !== undefined && root !== "";
	const folder = isServed ? root : folderOf(site.file);
	const free = freePath(
		folder === "" ? "images" : `${folder}/images`,
		name,
		site,
	);
	const path = folder === "" ? free : free.slice(folder.length + 1);
	return {
		...{ kind: "placeholder", actual: null, service, isSuspect: false },
		sizeKind: null,
		target: free,
		replacement: isServed ? `/${path}` : path,
		asked: {
			...(width === undefined ? {} : { width }),
			...(height === undefined ? {} : { height }),
		},
	};
}

async function judgeFile(
	reference: FoundReference,
	shown: {
		readonly width?: number | undefined;
		readonly height?: number | undefined;
	},
	site: Site,
	files: FileSystem,
): Promise<Judged | undefined> {
	const target = resolvePresent(reference, site);
	if (target === undefined || formatOfPath(target) === "svg") return undefined;
	const bytes = await files
		.readStart(target, headerBytes)
		.catch(() => undefined);
	const actual = bytes && sizeOfHeader(bytes);
	if (bytes === undefined || actual === undefined) return undefined;
	const scales = [
		...(shown.width ? [actual.width / shown.width] : []),
		...(shown.height ? [actual.height / shown.height] : []),
	];
	const smallest = Math.min(...scales);
	const sizeKind =
		scales.length === 0
			? null
			: smallest < LOW_RESOLUTION
				? "low-resolution"
				: smallest > OVERSIZE
					? "oversize"
					: null;
	const common = { target, actual, service: null, sizeKind } as const;
	const isTiny = Math.max(actual.width, actual.height) <= TINY_PX;
	if (isTiny && scales.length > 0 && smallest < 0.5)
		return { ...common, kind: "placeholder", isSuspect: false };
	const pixels = actual.width * actual.height;
	const isFlat =
		bytes.length < headerBytes &&
		bytes.length < FLAT_BYTES + FLAT_SHARE * pixels &&
		pixels >= 32 * 32;
	if (isFlat) return { ...common, kind: "placeholder", isSuspect: true };
	return sizeKind === null
		? undefined
		: { ...common, kind: sizeKind, isSuspect: false };
}

function freePath(folder: string, name: string, { index }: Site): string {
	for (let i = 1; ; i++) {
		const path = `${folder}/${name}${i === 1 ? "" : `-${i}`}.png`;
		if (!index.files.has(path)) return path;
	}
}

function dropUnknown<T extends object>(hints: T): Partial<T> {
	return Object.fromEntries(
		Object.entries(hints).filter(([, value]) => value !== undefined),
	) as Partial<T>;
}
