import type { FileSystem } from "../file-system.js";
import { type MusaJsonProblem, parseMusaJson } from "./musa-json.js";
import { makeRuleBook, type RuleBook } from "./rules-for.js";

/** The file's name, in the project's root. */
export const rulesFile = "musa.json";

// Rules are written by hand.
const MAX_BYTES = 1_000_000;
const NO_RULES = makeRuleBook({ ignore: [], images: [] });

/** Reads the musa.json of a folder; without one, or with mistakes in it, nothing is demanded. */
export async function readRuleBook(files: FileSystem): Promise<{
	readonly book: RuleBook;
	readonly problems: readonly MusaJsonProblem[];
}> {
	const bytes = await files.read(rulesFile, MAX_BYTES).catch(() => undefined);
	if (bytes === undefined) return { book: NO_RULES, problems: [] };
	const parsed = parseMusaJson(new TextDecoder().decode(bytes));
	return "rules" in parsed
		? { book: makeRuleBook(parsed.rules), problems: [] }
		: { book: NO_RULES, problems: parsed.problems };
}
