// A prompt as the tokenizer splits it, with the words that only say how to draw told apart.
import type { ModelManifest } from "../models/manifest.js";
import { splitWords, type Word } from "../tokenizers/split-words.js";
import {
	chineseSigns,
	chineseStarts,
	englishSigns,
	englishStarts,
	type Sign,
} from "./lexicon.js";

/** Signs whose words say how to draw, not what. */
const plainSigns: readonly Sign[] = [
	...(["style", "colour", "background", "ask", "thing"] as const),
	...(["link", "where", "of", "be", "self"] as const),
];
/** Signs whose words say what kind of picture it is, beside a word for what is on it. */
const mediumSigns: readonly Sign[] = ["icon", "photo"];
/** More of these words. */
export const mediumWords: readonly string[] = [
	...["placeholder", "image", "picture", "thumbnail"],
];

/** What a word says: what is on the picture, how to draw it, what kind of picture it is, or whose or what for. */
type Says = "thing" | "how" | "medium" | "use";
const subjects: readonly Says[] = ["thing", "use", "medium"];

/** Whether a word is one for a colour, in English. */
export const isColour = (word: string): boolean =>
	englishSigns.get(word)?.includes("colour") ?? false;

/** A word of a prompt. */
export interface PromptWord extends Word {
	/** Whether it only says how to draw, not what. */
	readonly isPlain: boolean;
}

/** The words of a prompt without those that the tokenizer ignores. "Icon" on its own is what is asked for, and "company" in "company logo". */
export function readPromptWords(
	prompt: string,
	{ tokenizer, backgroundWords, styles }: ModelManifest,
): readonly PromptWord[] {
	const ignored = new Set(tokenizer.ignoredWords);
	const plain = new Set([...backgroundWords, ...styles.map(({ id }) => id)]);
	const words = splitWords(prompt, (word) => ignored.has(word));
	const says: Says[] = [];
	while (says.length < words.length) {
		const { signs, length } = findSigns(words, says.length);
		const end = says.length + length;
		while (says.length < end) {
			const { text } = words[says.length];
			says.push(plain.has(text) ? "how" : judgeSays(signs, text));
		}
	}
	// What a picture is of, or else what it is for, or else what kind of picture it is.
	const subject = subjects.find((kind) => says.includes(kind));
	return words.map((word, i) => ({ ...word, isPlain: says[i] !== subject }));
}

function judgeSays(signs: readonly Sign[], word: string): Says {
	// What "company's" leaves behind its apostrophe.
	if (word === "s" || signs.some((sign) => plainSigns.includes(sign)))
		return "how";
	if (
		signs.some((sign) => mediumSigns.includes(sign)) ||
		mediumWords.includes(word)
	)
		return "medium";
	return signs.includes("use") ? "use" : "thing";
}

/** The signs of the longest phrase of the lexicon that begins there. */
function findSigns(
	words: readonly Word[],
	start: number,
): {
	readonly signs: readonly Sign[];
	readonly length: number;
} {
	const { text: first } = words[start];
	const longest = Math.max(
		englishStarts.get(first) ?? 0,
		chineseStarts.get(first) ?? 0,
	);
	for (
		let length = Math.min(longest, words.length - start);
		length > 0;
		length--
	) {
		const phrase = words.slice(start, start + length).map(({ text }) => text);
		const signs =
			englishSigns.get(phrase.join(" ")) ?? chineseSigns.get(phrase.join(""));
		if (signs) return { signs, length };
	}
	return { signs: [], length: 1 };
}
