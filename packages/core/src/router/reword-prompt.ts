// What people call a thing → what its pictures were called when the model learnt them: "car" → "automobile", "りんご" → "red apple".
import type { ModelManifest } from "../models/manifest.js";
import { englishSigns } from "./lexicon.js";
import { type PromptWord, readPromptWords } from "./prompt-words.js";
import type { SpokenNames } from "./spoken-names.js";

/** UTF-16 units; nothing longer names one thing. */
const maxLength = 200;
/** No name has more words; characters in a script without spaces. */
const maxNameLength = 8;
/** More words say more than a thing and its looks. */
const maxWordCount = 24;
/** No colour or small word has more words; characters in a script without spaces. */
const maxBeside = 4;

const isColour = (word: string): boolean =>
	englishSigns.get(word)?.includes("colour") ?? false;

/**
 * Rewrites a prompt that names one thing in words that the style's pictures had for it.
 *
 * @param names  of the model, for other languages and other words
 * @returns nothing where the prompt can stay as it is, or says more than a thing and how to draw it
 */
export function rewordPrompt(
	prompt: string,
	style: string,
	manifest: ModelManifest,
	names?: SpokenNames,
): string | undefined {
	if (prompt.length > maxLength) return undefined;
	const words = readPromptWords(prompt, manifest);
	if (words.length > maxWordCount) return undefined;
	const nameOf = findNames(words, style, manifest, names);
	for (
		let length = Math.min(maxNameLength, words.length);
		length > 0;
		length--
	) {
		for (let start = 0; start + length <= words.length; start++) {
			const drawn = nameOf(join(words.slice(start, start + length)));
			if (drawn === undefined) continue;
			// In "racing car" the word is part of a name of its own.
			const before = readBeside(words.slice(0, start), names);
			const after = readBeside(words.slice(start + length), names);
			if (before === undefined || after === undefined) continue;
			const colours = [...before, ...after];
			// A colour that the user names goes before the one in the picture's name.
			const name = drawn.split(" ");
			const kept =
				colours.length > 0 ? name.filter((word) => !isColour(word)) : name;
			// What else is said ("icon", "avatar") the style says, or it says nothing.
			const told = [...colours, ...kept].join(" ");
			return told === join(words) ? undefined : told;
		}
	}
	return undefined;
}

/** Looks up what its pictures call a thing; nothing where they call it what it is called, or where it is unknown. */
function findNames(
	words: readonly PromptWord[],
	style: string,
	{ aliases = {}, styles }: ModelManifest,
	names: SpokenNames | undefined,
): (said: string) => string | undefined {
	const table = aliases[style] ?? {};
	const isIcon = styles.some(({ id, oneColour }) => id === style && oneColour);
	const languages = words.flatMap(
		({ text }) => names?.findLanguages(text) ?? [],
	);
	return (said) => {
		const name = names?.findName(said, languages) ?? said;
		const drawn =
			(isIcon ? names?.findIcon(name) : undefined) ??
			(Object.hasOwn(table, name) ? table[name] : name);
		return drawn === said ? undefined : drawn;
	};
}

/** The English colours among words that say only how to draw a thing; nothing where one says more. */
function readBeside(
	words: readonly PromptWord[],
	names: SpokenNames | undefined,
): readonly string[] | undefined {
	const colours: string[] = [];
	for (let start = 0; start < words.length; ) {
		let length = Math.min(maxBeside, words.length - start);
		for (; length > 0; length--) {
			const said = join(words.slice(start, start + length));
			const colour = names?.findColour(said);
			if (colour !== undefined) colours.push(colour);
			if (colour !== undefined || names?.findLanguages(said)) break;
		}
		if (length === 0) {
			const { text, isPlain } = words[start];
			if (!isPlain) return undefined;
			if (isColour(text)) colours.push(text);
			length = 1;
		}
		start += length;
	}
	return colours;
}

function join(words: readonly PromptWord[]): string {
	return words.map(({ text }) => text).join(" ");
}
