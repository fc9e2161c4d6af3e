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
	...(["style", "colour", "background", "ask", "thing", "link"] as const),
];
/** Signs whose words say what kind of picture it is, beside a word for what is on it. */
const mediumSigns: readonly Sign[] = ["icon", "photo"];
/** More of these words. */
const mediumWords: readonly string[] = [
	...["placeholder", "image", "picture", "thumbnail"],
];

/** A word of a prompt. */
export interface PromptWord extends Word {
	/** Whether it only says how to draw, not what. */
	readonly isPlain: boolean;
}

/** The words of a prompt without those that the tokenizer ignores. "Icon" on its own is what is asked for. */
export function readPromptWords(
	prompt: string,
	{ tokenizer, backgroundWords, styles }: ModelManifest,
): readonly PromptWord[] {
	const ignored = new Set(tokenizer.ignoredWords);
	const plain = new Set([...backgroundWords, ...styles.map(({ id }) => id)]);
	const words = splitWords(prompt, (word) => ignored.has(word));
	const read: (PromptWord & { readonly isMedium: boolean })[] = [];
	for (let start = 0; start < words.length; ) {
		const { signs, length } = findSigns(words, start);
		const isPlain = signs.some((sign) => plainSigns.includes(sign));
		const isMedium = signs.some((sign) => mediumSigns.includes(sign));
		for (const word of words.slice(start, start + length))
			read.push({
				...word,
				isPlain: isPlain || plain.has(word.text),
				isMedium: isMedium || mediumWords.includes(word.text),
			});
		start += length;
	}
	const hasSubject = read.some((word) => !word.isPlain && !word.isMedium);
	return read.map(({ isPlain, isMedium, ...word }) => ({
		...word,
		isPlain: isPlain || (isMedium && hasSubject),
	}));
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
