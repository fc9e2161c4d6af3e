// How well a model knows what a prompt names, before anything is drawn: from the words and names that it was trained on.
// They are kept as a Bloom filter (Kirsch and Mitzenmacher 2006): small, and wrong only in taking a few unknown ones for known.
import { ModelError } from "../errors.js";
import type { ModelManifest } from "../models/manifest.js";
import { fnv1a } from "../tokenizers/fnv1a.js";
import type { Word } from "../tokenizers/split-words.js";
import { type PromptWord, readPromptWords } from "./prompt-words.js";

/** Below this a picture is a guess. */
export const lowConfidence = 0.5;

/** How well a model knows a prompt. */
export interface Confidence {
	/** 0 to 1. */
	readonly confidence: number;
	/** Lower-case, in the prompt's order, each once. */
	readonly unknownWords: readonly string[];
}

/** What a model was trained on. */
export interface KnownWords {
	/** Whether the model learnt a word; lower-case, as the tokenizer splits it. */
	hasWord(word: string): boolean;
	/** Whether the model learnt a whole name, given by its words. */
	hasName(words: readonly string[]): boolean;
}

/** More words tell no more, and no name is longer. */
const maxWordCount = 8;

/**
 * Opens the file of `manifest.knownWords`.
 *
 * @returns nothing if the model has none
 * @throws ModelError `model/file-invalid` if the file is too short
 */
export function openKnownWords(
	bytes: Uint8Array,
	{ knownWords }: ModelManifest,
): KnownWords | undefined {
	if (knownWords === undefined) return undefined;
	const { file, bits, hashes, phrases = true } = knownWords;
	if (8 * bytes.length < bits)
		throw new ModelError("model/file-invalid", { details: { file } });
	const has = (entry: string): boolean => {
		const first = fnv1a(entry);
		const second = fnv1a(`#${entry}`) | 1;
		for (let j = 0; j < hashes; j++) {
			const bit = ((first + Math.imul(j, second)) >>> 0) % bits;
			if ((bytes[bit >> 3] & (1 << (bit & 7))) === 0) return false;
		}
		return true;
	};
	return {
		hasWord: has,
		hasName: (words) => phrases && has(`=${words.join(" ")}`),
	};
}

/** What is counted in a prompt; a logistic function of the numbers is the confidence. */
export interface KnownCounts {
	/** Share of the words that the model learnt; 1 if there are none. */
	readonly knownShare: number;
	/** Share of the words that the known name at their end has; 1 if there are none. */
	readonly knownPhrase: number;
	/** At most 8. */
	readonly wordCount: number;
	readonly unknownWords: readonly string[];
}

/**
 * Judges how well a model knows a prompt; a pure function, which runs no network.
 *
 * @param known  from `openKnownWords`; without it nothing can be said
 */
export function judgeConfidence(
	prompt: string,
	manifest: ModelManifest,
	known: KnownWords | undefined,
): Confidence | undefined {
	if (known === undefined || manifest.knownWords === undefined)
		return undefined;
	const { calibration } = manifest.knownWords;
	const counts = countKnownWords(prompt, manifest, known);
	const logit =
		calibration.intercept +
		calibration.knownShare * counts.knownShare +
		calibration.knownPhrase * counts.knownPhrase +
		calibration.wordCount * counts.wordCount;
	return {
		confidence: 1 / (1 + Math.exp(-logit)),
		unknownWords: counts.unknownWords,
	};
}

/** Judges several prompts that are drawn one by one: the picture is as good as its worst part. */
export function judgeLowestConfidence(
	prompts: readonly string[],
	manifest: ModelManifest,
	known: KnownWords | undefined,
): Confidence | undefined {
	const judged = prompts
		.map((prompt) => judgeConfidence(prompt, manifest, known))
		.filter((each) => each !== undefined);
	if (judged.length === 0) return undefined;
	return {
		confidence: Math.min(...judged.map(({ confidence }) => confidence)),
		unknownWords: [
			...new Set(judged.flatMap(({ unknownWords }) => unknownWords)),
		],
	};
}

/** Counts what the calibration of `manifest.knownWords` is fitted to. */
export function countKnownWords(
	prompt: string,
	manifest: ModelManifest,
	known: KnownWords,
): KnownCounts {
	const words = readPromptWords(prompt, manifest);
	const content = words.filter(({ isPlain }) => !isPlain);
	const unknown = content.filter(({ text }) => !known.hasWord(text));
	return {
		knownShare: content.length === 0 ? 1 : 1 - unknown.length / content.length,
		knownPhrase: content.length === 0 ? 1 : measureName(words, known),
		// "Blue gradient" names one thing as well: a ground.
		wordCount: Math.min(
			Math.max(content.length, Math.min(1, words.length)),
			maxWordCount,
		),
		unknownWords: listOnce(unknown),
	};
}

/** The share of the words that the longest known name at their end has; plain words count only within it. */
function measureName(words: readonly PromptWord[], known: KnownWords): number {
	const texts = words.map(({ text }) => text);
	const content = words.filter(({ isPlain }) => !isPlain).length;
	// After a name may stand how to draw it: "fox outline".
	for (let end = words.length; end > 0; end--) {
		for (let start = Math.max(0, end - maxWordCount); start < end; start++) {
			if (!known.hasName(texts.slice(start, end))) continue;
			// A word of colour within the name belongs to it: "ice cream".
			const inside = words.slice(start, end);
			const plain = inside.filter(({ isPlain }) => isPlain).length;
			return inside.length / (content + plain);
		}
		if (!words[end - 1].isPlain) return 0;
	}
	return 0;
}

/** Characters of a script without spaces that stand together are one word to a reader. */
function listOnce(words: readonly Word[]): readonly string[] {
	const listed: string[] = [];
	for (const [i, { text, before }] of words.entries()) {
		const follows = before !== "" && words[i - 1]?.text === before;
		if (follows) listed.push(`${listed.pop() ?? ""}${text}`);
		else listed.push(text);
	}
	return [...new Set(listed)];
}
