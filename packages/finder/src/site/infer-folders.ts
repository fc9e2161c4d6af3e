// Bare names such as "a.png" that code puts a folder before: where most names of a document lie, the others belong.
import { formatOfPath } from "../image-path.js";
import { baseOf, folderOf } from "../paths.js";
import type { ImageUse, Lookup } from "../records.js";
import { cleanReference } from "./clean-reference.js";
import type { Site } from "./project.js";
import type { MissingTarget } from "./resolve.js";

interface BareReference {
	readonly text: string;
	readonly use: ImageUse;
	readonly lookup: Lookup;
}

// One neighbour may lie anywhere; several in one folder are a habit.
const MIN_SIBLINGS = 3;
const MIN_SHARE = 0.75;

/** Says where a bare name belongs that is nowhere; undefined where the document's other names show no habit. */
export function inferFolders(
	references: readonly BareReference[],
	site: Site,
): (reference: BareReference) => MissingTarget | undefined {
	const folders = new Map<ImageUse, Map<string, number>>();
	const bare = references.filter(isBare);
	if (bare.length <= MIN_SIBLINGS) return () => undefined;
	for (const { text, use } of bare) {
		const places = new Set(site.index.withName(text).map(folderOf));
		const counts = folders.get(use) ?? new Map<string, number>();
		folders.set(use, counts);
		for (const folder of places)
			counts.set(folder, (counts.get(folder) ?? 0) + 1);
	}
	return (reference) => {
		if (!isBare(reference)) return undefined;
		const { text, use } = reference;
		if (site.index.withName(text).length > 0) return undefined;
		const total = bare.filter((other) => other.use === use).length;
		const [folder, count] = [...(folders.get(use) ?? [])].sort(
			(a, b) => b[1] - a[1],
		)[0] ?? ["", 0];
		if (count < MIN_SIBLINGS || count < MIN_SHARE * (total - 1))
			return undefined;
		const target = folder === "" ? text : `${folder}/${text}`;
		return site.isIgnored(target) ? undefined : { target, certainty: 0.9 };
	};
}

function isBare({ text, use, lookup }: BareReference): boolean {
	const isLoose =
		lookup === "content" || use === "string" || use === "component";
	return (
		isLoose &&
		baseOf(text) === text &&
		formatOfPath(text) !== undefined &&
		cleanReference(text) === text
	);
}
