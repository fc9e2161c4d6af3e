// What people call things, in several languages → their English names: "りんご" → "apple", "canine" → "dog".
import { ModelError } from "../errors.js";
import { fnv1a } from "../tokenizers/fnv1a.js";

/** The table of `models/words`; keys are words as the tokenizer splits them, joined by a space. */
export interface SpokenNames {
	/** The English name of what is said, by someone who speaks one of these languages. */
	findName(said: string, languages: readonly string[]): string | undefined;
	/** The name that an icon of it has: "home" is a "house". */
	findIcon(name: string): string | undefined;
	/** The English colour word. */
	findColour(said: string): string | undefined;
	/** Whether a word is part of an English name. */
	isEnglish(word: string): boolean;
	/** Whether this is a whole English name. */
	isName(said: string): boolean;
	/** The languages in which this word, beside the name of a thing, means nothing by itself: "ein", "の". */
	findLanguages(said: string): readonly string[] | undefined;
}

const countBytes = 4;
const hashBytes = 4;
const placeBytes = 2;

/**
 * Opens spoken-names.bin of `models/words`: uint32 n, n ascending uint32 hashes (FNV-1a), n uint16 places in the list of
 * names, and the names in UTF-8, one a line; little endian. Only hashes are kept, so one unknown word in 100,000 is taken
 * for a known one.
 *
 * @param bytes  the host verifies their hash
 * @throws ModelError `model/file-invalid` if they are too few
 */
export function openSpokenNames(bytes: Uint8Array): SpokenNames {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const count = bytes.length < countBytes ? 0 : view.getUint32(0, true);
	const places = countBytes + hashBytes * count;
	const text = places + placeBytes * count;
	if (count === 0 || text >= bytes.length)
		throw new ModelError("model/file-invalid", {
			details: { file: "spoken-names.bin" },
		});
	const names = new TextDecoder().decode(bytes.subarray(text)).split("\n");
	const whole = new Set(names);
	const english = new Set(names.flatMap((name) => name.split(" ")));
	const hashAt = (i: number): number =>
		view.getUint32(countBytes + hashBytes * i, true);

	const find = (key: string): string | undefined => {
		const hash = fnv1a(key);
		let low = 0;
		let high = count;
		while (low < high) {
			const middle = (low + high) >>> 1;
			if (hashAt(middle) < hash) low = middle + 1;
			else high = middle;
		}
		return low < count && hashAt(low) === hash
			? names[view.getUint16(places + placeBytes * low, true)]
			: undefined;
	};
	// A small word's entry is "@" and its languages, where a colour's is the colour.
	const findBeside = (said: string): string | undefined => find(`#${said}`);
	return {
		findName: (said, languages) => {
			for (const language of languages) {
				const name = find(`${language}:${said}`);
				if (name !== undefined) return name;
			}
			return find(said);
		},
		findIcon: (name) => find(`|${name}`),
		findColour: (said) => {
			const found = findBeside(said);
			return found?.startsWith("@") ? undefined : found;
		},
		isEnglish: (word) => english.has(word),
		isName: (said) => whole.has(said),
		findLanguages: (said) => {
			const found = findBeside(said);
			return found?.startsWith("@") ? found.slice(1).split(" ") : undefined;
		},
	};
}
