// Text → words, the same way as the recipe: golden/tokenizer.json holds both to it.

/** A word; the neighbours are set only for a character of a script that has no spaces. */
export interface Word {
	readonly text: string;
	/** The character before it, if that is a word of its own too. */
	readonly before: string;
	readonly after: string;
}

// Presentation selectors say how a character looks, not which one it is.
const variationSelectors = /[\uFE00-\uFE0F]/gu;
const wordCharacter = /^[\p{L}\p{M}\p{N}]$/u;
// Kana, Han and Thai are written without spaces: every character is a word.
const scriptWithoutSpaces =
	/^[\u3040-\u30FF\u3400-\u4DBF\u4E00-\u9FFF\uF900-\uFAFF\u{20000}-\u{323AF}\u0E00-\u0E7F]$/u;
const pictograph = /^[\u{1F300}-\u{1FAFF}\u2600-\u27BF]$/u;

/**
 * Finds the words of a text: compatibility-normalised, lower case, without punctuation.
 *
 * @param isIgnored  words that carry no meaning here; asked for runs of letters only
 */
export function splitWords(
	text: string,
	isIgnored: (word: string) => boolean = () => false,
): Word[] {
	const normalised = text
		.normalize("NFKC")
		.toLowerCase()
		.replace(variationSelectors, "");
	const characters = [...normalised, " "];
	const words: Word[] = [];
	let run = "";
	for (const [i, character] of characters.entries()) {
		const isSingle = isSingleWord(character);
		if (!isSingle && wordCharacter.test(character)) {
			run += character;
			continue;
		}
		if (run !== "" && !isIgnored(run))
			words.push({ text: run, before: "", after: "" });
		run = "";
		if (isSingle) {
			words.push({
				text: character,
				before: singleOrNothing(characters[i - 1]),
				after: singleOrNothing(characters[i + 1]),
			});
		} else if (pictograph.test(character))
			words.push({ text: character, before: "", after: "" });
	}
	return words;
}

function singleOrNothing(character: string | undefined): string {
	return character !== undefined && isSingleWord(character) ? character : "";
}

function isSingleWord(character: string): boolean {
	return scriptWithoutSpaces.test(character) && wordCharacter.test(character);
}
