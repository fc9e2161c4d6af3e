// Prompt → token ids. A word is a bag of hashed character n-grams, so that unknown and misspelt words land near known ones
// and no vocabulary has to ship (the idea of fastText, arXiv:1607.04606).
import { fnv1a } from "./fnv1a.js";
import { splitWords, type Word } from "./split-words.js";

/** Settings of the tokenizer, as in a model's manifest. */
export interface HashedNgramSettings {
	/** Tokens per prompt, the style token included. */
	readonly tokenCount: number;
	/** Hashed features per token. */
	readonly featureCount: number;
	/** Ids run from 1 to `buckets`. */
	readonly buckets: number;
	/** Code points per n-gram, in order. */
	readonly ngramSizes: readonly number[];
	readonly ignoredWords: readonly string[];
}

/** What the text encoder reads. */
export interface TokenizedPrompt {
	/** [1, tokenCount, featureCount]; 0 = nothing. */
	readonly tokenIds: {
		readonly shape: readonly [1, number, number];
		readonly data: Int32Array;
	};
	/** Words beyond `tokenCount`, which the model does not see. */
	readonly truncatedWords: number;
}

/**
 * Turns a prompt into token ids; never fails, whatever the text.
 *
 * @param style  id of a style, or empty for none
 */
export function tokenizeHashedNgram(
	prompt: string,
	style: string,
	settings: HashedNgramSettings,
): TokenizedPrompt {
	const { tokenCount, featureCount, buckets } = settings;
	const data = new Int32Array(tokenCount * featureCount);
	if (style !== "") data[0] = hashFeature(`style:${style}`, buckets);
	const ignored = new Set(settings.ignoredWords);
	const words = splitWords(prompt, (word) => ignored.has(word));
	const room = tokenCount - 1;
	for (const [i, word] of words.slice(0, room).entries()) {
		const features = listFeatures(word, settings);
		for (const [j, feature] of features.entries()) {
			data[(i + 1) * featureCount + j] = hashFeature(feature, buckets);
		}
	}
	return {
		tokenIds: { shape: [1, tokenCount, featureCount], data },
		truncatedWords: Math.max(0, words.length - room),
	};
}

/** Ids that stand for no prompt at all, as guidance needs them. */
export function tokenizeNothing({
	tokenCount,
	featureCount,
}: HashedNgramSettings): TokenizedPrompt["tokenIds"] {
	return {
		shape: [1, tokenCount, featureCount],
		data: new Int32Array(tokenCount * featureCount),
	};
}

function listFeatures(
	{ text, before, after }: Word,
	{ ngramSizes, featureCount }: HashedNgramSettings,
): string[] {
	const whole = [`<`, ...text, `>`];
	const features = [whole.join("")];
	if (before !== "") features.push(before + text);
	if (after !== "") features.push(text + after);
	for (const size of ngramSizes) {
		if (size === whole.length) continue;
		for (
			let start = 0;
			start + size <= whole.length && features.length < featureCount;
			start++
		) {
			features.push(whole.slice(start, start + size).join(""));
		}
	}
	return features.slice(0, featureCount);
}

function hashFeature(feature: string, buckets: number): number {
	return 1 + (fnv1a(feature) % buckets);
}
