// The references of one document whose image is there, described like those whose image is not.
import {
	describe,
	type FindContext,
	type ReadDocument,
	siteOf,
} from "./find-missing.js";
import type { MissingImage } from "./records.js";
import { resolvePresent } from "./site/resolve.js";
import { makeLineMap } from "./text-lines.js";

/** A reference to an image that is there, and what its place asks for. */
export type UsedImage = Omit<MissingImage, "existing">;

/** Finds the used images of one document, in source order. */
export async function findUsed(
	{ file, text, extraction }: ReadDocument,
	context: FindContext,
): Promise<UsedImage[]> {
	const site = siteOf({ file, extraction }, context);
	const place = makeLineMap(text);
	const used: UsedImage[] = [];
	for (const reference of extraction.references) {
		const target = resolvePresent(reference, site);
		if (target === undefined) continue;
		const { start, end } = reference;
		const found = { target, certainty: 1 };
		const { existing: _, ...described } = await describe(
			reference,
			found,
			extraction,
			site,
			context,
		);
		used.push({
			...{ file, start, end, ...place(start) },
			reference: text.slice(start, end),
			...described,
		});
	}
	return used.sort((a, b) => a.start - b.start);
}
