// Words for a placeholder, from what stands around it.

/** What is known of a placeholder. */
export interface Surroundings {
	readonly name: string;
	/** Names of the layers it is in, the nearest first. */
	readonly parentNames: readonly string[];
	/** Text beside it, the nearest first. */
	readonly texts: readonly string[];
}

// Names that Figma gives, and words that tell what a layer is for, not what it shows.
const emptyWords =
	/^(rectangle|ellipse|polygon|star|frame|group|vector|component|instance|section|auto|layout|container|wrapper|row|column|card|item|list|cell|slot|box|content|main|body|page|screen|mobile|desktop|placeholder|image|img|picture|pic|photo|thumbnail|thumb|todo|media|asset|icon|illustration|cover|banner|fill|bg|default|variant|property|state|copy|of|the|a|an|and|\d+)$/i;
const knownNouns: readonly (readonly [RegExp, string])[] = [
	[/\b(avatar|profile|user)\b/i, "smiling face"],
	[/\blogo\b/i, "star"],
	[/\b(hero|background|backdrop)\b/i, "landscape background"],
];
const maxWordCount = 7;

/** Drafts a prompt; never empty. */
export function draftPrompt({
	name,
	parentNames,
	texts,
}: Surroundings): string {
	const named = knownNouns.find(([pattern]) => pattern.test(splitName(name)));
	const own = pickWords(splitName(name));
	const near = texts.map(pickWords).find((words) => words.length > 0) ?? [];
	const around =
		parentNames
			.map((each) => pickWords(splitName(each)))
			.find((words) => words.length > 0) ?? [];
	if (named) return named[1];
	const words = own.length > 0 ? own : near.length > 0 ? near : around;
	return words.slice(0, maxWordCount).join(" ").toLowerCase() || "leaf";
}

function splitName(name: string): string {
	return name
		.replace(/([a-z])([A-Z])/g, "$1 $2")
		.replace(/[_\-/=,.:#@()[\]]+/g, " ");
}

function pickWords(text: string): string[] {
	return text
		.split(/\s+/)
		.filter((word) => word !== "" && !emptyWords.test(word));
}
