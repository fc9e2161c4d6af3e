// What a user says of one thing → what the model is told, and the colour to paint what it draws.
import pluralize from "pluralize";
import type { ModelManifest } from "../models/manifest.js";
import { formatHexColour, type Rgb } from "../palette/oklab.js";
import type { KnownWords } from "./known-words.js";
import { readPromptWords } from "./prompt-words.js";
import { rewordPrompt } from "./reword-prompt.js";
import { isLearnt, saysColour, splitTint } from "./split-tint.js";
import type { SpokenNames } from "./spoken-names.js";

/** Where a prompt goes its own way; both are missing where the model is told the user's words and paints by itself. */
export interface Told {
	readonly modelPrompt?: string;
	/** `#rrggbb` */
	readonly tint?: string;
}

/** UTF-16 units; nothing longer names one thing. */
const maxLength = 200;
/** The colour in which a model draws the shapes of single-colour styles best. */
const bestInk = "black";

/**
 * Decides what the model is told of one thing.
 *
 * @param known  without it no colour is taken from the prompt
 * @param names  of the model, for other languages and other words
 */
export function tellModel(
	prompt: string,
	style: string,
	manifest: ModelManifest,
	known?: KnownWords,
	names?: SpokenNames,
): Told {
	if (prompt.length > maxLength) return {};
	const reword = (text: string): string =>
		rewordPrompt(text, style, manifest, names) ?? text;
	const said = reword(prompt);
	if (!known) return said === prompt ? {} : { modelPrompt: said };
	const words = readPromptWords(prompt, manifest).map(({ text }) => text);
	const isIcon = manifest.styles.some(
		({ id, oneColour }) => id === style && oneColour === true,
	);
	const { thing, tint } = takeTint(said, reword, manifest, known);
	const isInked =
		isIcon && !saysColour(thing, manifest) && isLearnt(thing, manifest, known);
	const told = isInked ? `${bestInk} ${thing}` : thing;
	return {
		...(![prompt, words.join(" ")].includes(told) && { modelPrompt: told }),
		...(tint && { tint: formatHexColour(tint) }),
	};
}

/** Only what the model learnt is painted: of anything else nobody knows what the colour belongs to. */
function takeTint(
	said: string,
	reword: (text: string) => string,
	manifest: ModelManifest,
	known: KnownWords,
): { readonly thing: string; readonly tint?: Rgb | undefined } {
	// "Dogs" was no picture's name: one is drawn.
	const findLearnt = (text: string): string | undefined =>
		[text, makeSingular(text, manifest)]
			.map(reword)
			.find((each) => isLearnt(each, manifest, known));
	const split = splitTint(said, manifest, known);
	const thing = split && findLearnt(split.thing);
	return thing === undefined
		? { thing: findLearnt(said) ?? said }
		: { thing, tint: split?.tint };
}

/** Say that there are several, not how many. */
const vagueNumbers = ["some", "several", "few"];

/** The prompt with its last thing in the singular, in English. */
function makeSingular(prompt: string, manifest: ModelManifest): string {
	const words = readPromptWords(prompt, manifest).filter(
		({ text }) => !vagueNumbers.includes(text),
	);
	const last = words.findLastIndex(({ isPlain }) => !isPlain);
	return words
		.map(({ text }, i) => (i === last ? pluralize.singular(text) : text))
		.join(" ");
}
