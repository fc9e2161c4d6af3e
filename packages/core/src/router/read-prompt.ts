// A prompt → what can be seen in its text: words, signs from the lexicon, quotations, numbers, names. No knowledge of
// locales is used, so that every host sees the same.
import {
	chineseSigns,
	chineseStarts,
	englishSigns,
	englishStarts,
	type PhraseStarts,
	type Sign,
	type SignTable,
	signs,
} from "./lexicon.js";

/** Code points of a prompt that are read; what follows changes no verdict that matters. */
const maxLength = 2000;
/** Where phrases are looked up, how their words join, and how many words those have that the weights were fitted to. */
interface PhraseBook {
	readonly signs: SignTable;
	readonly starts: PhraseStarts;
	readonly separator: string;
	readonly longest: number;
}
const english: PhraseBook = {
	signs: englishSigns,
	starts: englishStarts,
	separator: " ",
	longest: 3,
};
const chinese: PhraseBook = {
	signs: chineseSigns,
	starts: chineseStarts,
	separator: "",
	longest: 4,
};

/** What the text of a prompt shows. */
export interface PromptReading {
	/** NFKC, single spaces. */
	readonly text: string;
	/** Lower-case words; a Chinese character is a word of its own. */
	readonly words: readonly string[];
	readonly hanCount: number;
	/** Words in Latin letters. */
	readonly latinCount: number;
	/** Letters of other scripts, kana and Hangul included. */
	readonly foreignCount: number;
	/** How often each sign occurs. */
	readonly counts: Readonly<Record<Sign, number>>;
	/** The first words that showed a sign. */
	readonly evidence: Readonly<Partial<Record<Sign, string>>>;
	/** What stands between quotation marks. */
	readonly quotes: readonly string[];
	/** The largest whole number in digits; 0 if there is none. */
	readonly largestNumber: number;
	/** Capitalised words that do not begin a sentence, joined where they stand together. */
	readonly names: readonly string[];
	readonly sentenceCount: number;
	readonly commaCount: number;
}

/** Reads a prompt; never fails, whatever the text. */
export function readPrompt(prompt: string): PromptReading {
	const text = cut(prompt).normalize("NFKC").replace(/\s+/gu, " ").trim();
	const tokens =
		text.match(
			// A Chinese character ends a word: "8只" is two.
			/\p{Script=Han}|(?:(?!\p{Script=Han})[\p{L}\p{M}\p{N}])+(?:['’-](?:(?!\p{Script=Han})[\p{L}\p{N}])+)*|[^\s]/gu,
		) ?? [];
	const words = tokens
		.filter((token) => /[\p{L}\p{N}]/u.test(token))
		.map((token) => token.toLowerCase().replace(/’/g, "'"));
	const counts = Object.fromEntries(signs.map((sign) => [sign, 0])) as Record<
		Sign,
		number
	>;
	const evidence: Partial<Record<Sign, string>> = {};
	const note = (found: readonly Sign[], shown: string): void => {
		for (const sign of found) {
			counts[sign]++;
			evidence[sign] ??= shown;
		}
	};
	findPhrases(words, english, note);
	const han = words.filter((word) => /^\p{Script=Han}$/u.test(word)).length;
	if (han > 0) findPhrases(words, chinese, note);
	return {
		text,
		words,
		hanCount: han,
		latinCount: words.filter((word) => /^\p{Script=Latin}/u.test(word)).length,
		foreignCount: countForeign(text),
		counts,
		evidence,
		quotes: findQuotes(text),
		largestNumber: findLargestNumber(words),
		names: findNames(tokens),
		sentenceCount: (text.match(/[.!?;。！？；…]+(?=\s|$|\p{L})/gu) ?? [])
			.length,
		commaCount: (text.match(/[,，、:：]/gu) ?? []).length,
	};
}

function cut(text: string): string {
	// Twice as many UTF-16 units hold at least as many code points.
	return Array.from(text.slice(0, 2 * maxLength))
		.slice(0, maxLength)
		.join("");
}

/** Longest phrase first; a word belongs to one phrase only. */
function findPhrases(
	words: readonly string[],
	{ signs: table, starts, separator, longest }: PhraseBook,
	note: (signs: readonly Sign[], shown: string) => void,
): void {
	for (let start = 0; start < words.length; ) {
		let used = 1;
		for (
			let size = Math.min(longest, starts.get(words[start]) ?? 0);
			size > 0;
			size--
		) {
			if (start + size > words.length) continue;
			const phrase = words.slice(start, start + size).join(separator);
			const found = table.get(phrase);
			if (found === undefined) continue;
			note(found, phrase);
			used = size;
			break;
		}
		start += used;
	}
}

function countForeign(text: string): number {
	const letters =
		text
			.match(/\p{L}/gu)
			?.filter((x) => !/[\p{Script=Latin}\p{Script=Han}]/u.test(x)) ?? [];
	return letters.length;
}

function findQuotes(text: string): readonly string[] {
	// An apostrophe inside a word opens nothing.
	const found = text.matchAll(
		/["“”„«「『《]([^"“”„«»「」『』《》]{1,200})["“”»」』》]|(?<![\p{L}\p{N}])['‘]([^'‘’]{1,80})['’](?![\p{L}\p{N}])/gu,
	);
	return [...found]
		.map((match) => (match[1] ?? match[2] ?? "").trim())
		.filter((quote) => quote !== "");
}

function findLargestNumber(words: readonly string[]): number {
	let largest = 0;
	for (const word of words) {
		// Years, resolutions and decades are no counts.
		if (!/^\d{1,3}$/.test(word)) continue;
		largest = Math.max(largest, Number(word));
	}
	return largest;
}

function findNames(tokens: readonly string[]): readonly string[] {
	const names: string[] = [];
	let current: string[] = [];
	let begins = true;
	const finish = (): void => {
		if (current.length > 0) names.push(current.join(" "));
		current = [];
	};
	for (const token of tokens) {
		const isWord = /^[\p{L}\p{N}]/u.test(token);
		if (isWord && !begins && /^\p{Lu}\p{Ll}/u.test(token)) current.push(token);
		else finish();
		begins = isWord ? false : /[.!?;:"“”«»'‘。！？；]/u.test(token) || begins;
	}
	finish();
	// Title Case In Every Word names nothing.
	const capital = names.join(" ").split(" ").length;
	const wordCount = tokens.filter((token) => /^\p{L}/u.test(token)).length;
	return capital > 2 && capital > wordCount * 0.6 ? [] : names;
}
