// "Blue car" → a car, and what to paint it in: a small model draws a thing best in the colours that it learnt it in, and
// binds a colour word badly to a thing of several colours.
import type { ModelManifest } from "../models/manifest.js";
import {
	findNamedColour,
	isPlainColour,
	isShade,
} from "../palette/colour-words.js";
import type { Rgb } from "../palette/oklab.js";
import { countKnownWords, type KnownWords } from "./known-words.js";
import { isColour, readPromptWords } from "./prompt-words.js";

/** No name has more words. */
const maxNameLength = 8;

/** A thing and its colour. */
export interface TintedThing {
	/** Without the colour. */
	readonly thing: string;
	readonly tint: Rgb;
}

/**
 * Takes the colour from a prompt that names one thing.
 *
 * @returns nothing where no colour is said, or several, or it is part of a name: "gold medal"
 */
export function splitTint(
	prompt: string,
	manifest: ModelManifest,
	known: KnownWords,
): TintedThing | undefined {
	const words = readPromptWords(prompt, manifest).map(({ text }) => text);
	const [at, ...others] = words.flatMap((word, i) =>
		findNamedColour(word) &&
		(isPlainColour(word) || !isWithinName(words, i, known))
			? i
			: [],
	);
	if (at === undefined || others.length > 0) return undefined;
	const hasShade = at > 0 && isShade(words[at - 1]);
	const tint = findNamedColour(words[at], hasShade ? words[at - 1] : undefined);
	const thing = [
		...words.slice(0, hasShade ? at - 1 : at),
		...words.slice(at + 1),
	].join(" ");
	return tint && thing !== "" ? { thing, tint } : undefined;
}

/** Whether a prompt says any colour. */
export function saysColour(prompt: string, manifest: ModelManifest): boolean {
	return readPromptWords(prompt, manifest).some(({ text }) => isColour(text));
}

/** Whether a prompt names one thing that the model learnt. */
export function isLearnt(
	prompt: string,
	manifest: ModelManifest,
	known: KnownWords,
): boolean {
	return (
		readPromptWords(prompt, manifest).some(({ isPlain }) => !isPlain) &&
		countKnownWords(prompt, manifest, known).knownPhrase === 1
	);
}

/** Whether a learnt name of several words has the one at this place: "ice cream". */
function isWithinName(
	words: readonly string[],
	at: number,
	known: KnownWords,
): boolean {
	for (let start = Math.max(0, at - maxNameLength + 1); start <= at; start++) {
		const last = Math.min(words.length, start + maxNameLength);
		for (let end = Math.max(at + 1, start + 2); end <= last; end++)
			if (known.hasName(words.slice(start, end))) return true;
	}
	return false;
}
