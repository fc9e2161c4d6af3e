const LONGEST = 40;

/** A file name from words: lower case, hyphens, whole words; empty when nothing is left. */
export function slugOf(words: string): string {
	const slug = words
		.normalize("NFKD")
		.toLowerCase()
		.replace(/[^a-z\d]+/g, "-")
		.replace(/^-+|-+$/g, "");
	if (slug.length <= LONGEST) return slug;
	const cut = slug.slice(0, LONGEST + 1).lastIndexOf("-");
	return slug.slice(0, cut > 0 ? cut : LONGEST);
}
