// The first half of the hashed n-gram tokenizer, and what triage looks at; recipe/tokenizer.py is its twin.

/** A word of a prompt, lower case. */
export interface PromptWord {
	readonly text: string;
	/** The character before, when both are written without spaces; else empty. */
	readonly before: string;
	/** The character after, when both are written without spaces; else empty. */
	readonly after: string;
}

const wordCharacter = /^[\p{L}\p{M}\p{N}]$/u;
// Chooses between the emoji and the text form of one and the same character.
const variationSelectors = /[\ufe00-\ufe0f]/g;

/** Kana, Han and Thai have no spaces: every character counts as a word. */
const spacelessRanges = [
	[0x3040, 0x30ff],
	[0x3400, 0x4dbf],
	[0x4e00, 0x9fff],
	[0xf900, 0xfaff],
	[0x20000, 0x323af],
	[0x0e00, 0x0e7f],
] as const;

const pictographRanges = [
	[0x1f300, 0x1faff],
	[0x2600, 0x27bf],
] as const;

/** Splits a prompt in any script into words, in order. */
export function splitWords(prompt: string): PromptWord[] {
	const text = prompt
		.normalize("NFKC")
		.toLowerCase()
		.replace(variationSelectors, "");
	const characters = [...text, " "];
	const words: PromptWord[] = [];
	let run = "";
	characters.forEach((character, i) => {
		const spaceless = isSpaceless(character);
		if (!spaceless && wordCharacter.test(character)) {
			run += character;
			return;
		}
		if (run) words.push({ text: run, before: "", after: "" });
		run = "";
		if (spaceless) {
			const before = neighbour(characters[i - 1]);
			words.push({
				text: character,
				before,
				after: neighbour(characters[i + 1]),
			});
		} else if (isInside(character, pictographRanges)) {
			words.push({ text: character, before: "", after: "" });
		}
	});
	return words;
}

function neighbour(character: string | undefined): string {
	return character !== undefined && isSpaceless(character) ? character : "";
}

function isSpaceless(character: string): boolean {
	return isInside(character, spacelessRanges) && wordCharacter.test(character);
}

function isInside(
	character: string,
	ranges: readonly (readonly [number, number])[],
): boolean {
	const code = character.codePointAt(0) ?? 0;
	return ranges.some(([first, last]) => code >= first && code <= last);
}
