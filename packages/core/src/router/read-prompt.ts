// A prompt → what can be seen in its text: words, signs from the lexicon, quotations, numbers, names. No knowledge of
// locales is used, so that every host sees the same.
import { type FoundPhrase, readChineseCount } from "./chinese-words.js";
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
/** Words that name a page at most. */
const maxPageName = 6;
/** Where phrases are looked up, how their words join, and what else is read at a word. */
interface PhraseBook {
	readonly signs: SignTable;
	readonly starts: PhraseStarts;
	readonly separator: string;
	readonly readCount?: typeof readChineseCount;
}
const english: PhraseBook = {
	signs: englishSigns,
	starts: englishStarts,
	separator: " ",
};
const chinese: PhraseBook = {
	signs: chineseSigns,
	starts: chineseStarts,
	separator: "",
	readCount: readChineseCount,
};

const chinesePlace = /在\p{Script=Han}{1,6}?[上下里内外旁前后边]/gu;
/** Signs whose words name something, as words without a sign do. */
const namingSigns: readonly Sign[] = ["animal", "person", "scene", "place"];

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
	/** Runs of words between which stands a sign or a mark: in both languages about as many as things that are told. */
	readonly runCount: number;
	/** The same where "of" and 的 end no run. */
	readonly joinedRunCount: number;
	/** "On the table" as Chinese puts it, around the table. */
	readonly places: readonly string[];
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
		.filter(isWord)
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
	const signsOf = new Array<readonly Sign[]>(words.length).fill([]);
	findPhrases(words, english, note, signsOf);
	const han = words.filter((word) => /^\p{Script=Han}$/u.test(word)).length;
	if (han > 0) findPhrases(words, chinese, note, signsOf);
	return {
		text,
		words,
		hanCount: han,
		latinCount: words.filter((word) => /^\p{Script=Latin}/u.test(word)).length,
		foreignCount: countForeign(text),
		counts,
		evidence,
		runCount: countRuns(tokens, signsOf, namingSigns),
		joinedRunCount: countRuns(tokens, signsOf, namingSigns, ["of"]),
		places: text.match(chinesePlace) ?? [],
		quotes: findQuotes(text),
		largestNumber: findLargestNumber(words),
		names: findNames(tokens),
		sentenceCount: (text.match(/[.!?;。！？；…]+(?=\s|$|\p{L})/gu) ?? [])
			.length,
		commaCount: (text.match(/[,，、:：]/gu) ?? []).length,
	};
}

/** "&" is one, too. */
function isWord(token: string): boolean {
	return /[\p{L}\p{N}&]/u.test(token);
}

function cut(text: string): string {
	// Twice as many UTF-16 units hold at least as many code points.
	return Array.from(text.slice(0, 2 * maxLength))
		.slice(0, maxLength)
		.join("");
}

/** Longest phrase first; a word belongs to one phrase only. `signsOf` is told the signs of each word. */
function findPhrases(
	words: readonly string[],
	{ signs: table, starts, separator, readCount }: PhraseBook,
	note: (signs: readonly Sign[], shown: string) => void,
	signsOf: (readonly Sign[])[],
): void {
	for (let start = 0; start < words.length; ) {
		const phrase = findPhrase(words, start, table, starts, separator);
		const count = readCount?.(words, start);
		const found =
			count !== undefined && count.length >= (phrase?.length ?? 0)
				? count
				: phrase;
		const length = found?.length ?? 1;
		if (found !== undefined) {
			note(found.signs, found.shown);
			signsOf.fill(found.signs, start, start + length);
		}
		start += length;
	}
}

function findPhrase(
	words: readonly string[],
	start: number,
	table: SignTable,
	starts: PhraseStarts,
	separator: string,
): FoundPhrase | undefined {
	const longest = Math.min(starts.get(words[start]) ?? 0, words.length - start);
	for (let length = longest; length > 0; length--) {
		const shown = words.slice(start, start + length).join(separator);
		const signs = table.get(shown);
		if (signs !== undefined) return { signs, shown, length };
	}
	return undefined;
}

function countRuns(
	tokens: readonly string[],
	signsOf: readonly (readonly Sign[])[],
	naming: readonly Sign[],
	joining: readonly Sign[] = [],
): number {
	let runs = 0;
	let isInside = false;
	let word = 0;
	for (const token of tokens) {
		const found = isWord(token) ? signsOf[word++] : undefined;
		if (found?.every((sign) => naming.includes(sign))) {
			if (!isInside) runs++;
			isInside = true;
		} else if (!found?.every((sign) => joining.includes(sign))) {
			isInside = false;
		}
	}
	return runs;
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
		// Years, resolutions and decades are no counts, nor is what a server answers.
		if (!/^\d{1,3}$/.test(word) || isStatus(word, words)) continue;
		largest = Math.max(largest, Number(word));
	}
	return largest;
}

/** "404 page", "500 error": the name of a page, where little else is said. */
function isStatus(word: string, words: readonly string[]): boolean {
	return (
		words.length <= maxPageName &&
		(word === "404" || (/^[45]\d\d$/.test(word) && words.includes("error")))
	);
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
