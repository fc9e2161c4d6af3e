// What was read of a prompt → numbers for the classifier. The recipe calls this very code, so there is nothing to keep equal.
import { signs } from "./lexicon.js";
import type { PromptReading } from "./read-prompt.js";

/** Hashed features run from 0 to this, exclusive. */
export const bucketCount = 16384;
/** Numbers in `PromptFeatures.structure`. */
export const structureCount: number = 2 * signs.length + 22;

const ngramSizes = [3, 4];

/** The two inputs of the classifier. */
export interface PromptFeatures {
	/** [structureCount], each from 0 to about 3; more of anything never lowers one. */
	readonly structure: readonly number[];
	/** Hashed words, pairs of words and n-grams, each once. */
	readonly hashed: readonly number[];
	/** The length in words as English would count them. */
	readonly wordCount: number;
}

/** Turns a reading into the classifier's inputs. */
export function extractFeatures(reading: PromptReading): PromptFeatures {
	return {
		structure: measure(reading),
		hashed: hashWords(reading),
		wordCount: countWords(reading),
	};
}

/** The length in words as English would count them. */
export function countWords({ words, hanCount }: PromptReading): number {
	// One English word takes 1.6 Chinese characters in parallel prompts.
	return words.length - hanCount + hanCount / 1.6;
}

function measure(reading: PromptReading): readonly number[] {
	const { counts, quotes, largestNumber, names } = reading;
	const { runCount, joinedRunCount } = reading;
	const length = countWords(reading);
	const above = (value: number, limit: number, scale: number): number =>
		Math.min(3, Math.max(0, value - limit) / scale);
	const bindings = Math.min(
		counts.colour + counts.material + counts.shape,
		counts.thing + counts.join,
	);
	const demands = [
		counts.many > 0 || largestNumber > 3,
		counts.space > 0,
		quotes.length > 0 || counts.text > 0,
		counts.panel > 0,
		counts.negation > 0,
		counts.optics > 0,
		counts.colour > 1,
		counts.compare > 0,
		counts.verb > 0,
		counts.join > 0,
	].filter(Boolean).length;
	return [
		...signs.map((sign) => (counts[sign] > 0 ? 1 : 0)),
		...signs.map((sign) => Math.min(3, Math.log2(1 + counts[sign]))),
		Math.log2(1 + length) / 2,
		above(length, 3, 2),
		above(length, 6, 4),
		above(length, 12, 10),
		above(length, 25, 25),
		above(length, 60, 50),
		Math.min(3, reading.sentenceCount / 2),
		above(reading.sentenceCount, 1, 3),
		Math.min(3, reading.commaCount / 2),
		Math.min(2, quotes.length),
		Math.min(3, quotes.join(" ").length / 12),
		largestNumber > 3 ? 1 : 0,
		largestNumber > 1 ? 1 : 0,
		Math.min(2, names.length),
		above(bindings, 1, 1),
		demands / 3,
		above(counts.thing, 1, 1),
		above(runCount, 1, 2),
		above(runCount, 3, 4),
		above(joinedRunCount, 1, 2),
		above(joinedRunCount, 3, 4),
		Math.min(3, reading.places.length),
	];
}

function hashWords({ words }: PromptReading): readonly number[] {
	const found = new Set<number>();
	for (const [i, word] of words.entries()) {
		found.add(hash(`<${word}>`));
		if (i > 0) found.add(hash(`${words[i - 1]} ${word}`));
		const ends = listEnds(`<${word}>`);
		for (const size of ngramSizes)
			for (let start = 0; start + size < ends.length; start++)
				found.add(hash(`<${word}>`, ends[start], ends[start + size]));
	}
	return [...found];
}

/** Where the code points of a text end, from 0 on. */
function listEnds(text: string): readonly number[] {
	const ends = [0];
	for (const letter of text) ends.push((ends.at(-1) ?? 0) + letter.length);
	return ends;
}

/** FNV-1a, 32 bits, of the UTF-16 units of a part. */
function hash(text: string, start = 0, end = text.length): number {
	let value = 0x811c9dc5;
	for (let i = start; i < end; i++) {
		const unit = text.charCodeAt(i);
		value = Math.imul(value ^ (unit & 255), 0x01000193);
		value = Math.imul(value ^ (unit >>> 8), 0x01000193);
	}
	return (value ^ (value >>> 15)) & (bucketCount - 1);
}
