// What people call a thing → what its pictures were called when the model learnt them: "car" → "automobile", "りんご" → "red apple".
import type { ModelManifest } from "../models/manifest.js";
import { findInflectedColour, findInflectedName } from "./inflected-names.js";
import {
	findMarkedLanguages,
	isArticle,
	isPluralArticle,
} from "./language-marks.js";
import { isColour, type PromptWord, readPromptWords } from "./prompt-words.js";
import type { SpokenNames } from "./spoken-names.js";

/** UTF-16 units; nothing longer names one thing. */
const maxLength = 200;
/** No name has more words; characters in a script without spaces. */
const maxNameLength = 8;
/** More words say more than a thing and its looks. */
const maxWordCount = 24;
/** No colour or small word has more words; characters in a script without spaces. */
const maxBeside = 4;

/**
 * Rewrites a prompt that names one thing in words that the style's pictures had for it.
 *
 * @param names  of the model, for other languages and other words
 * @returns nothing where the prompt can stay as it is, or says more than a thing and how to draw it
 */
export function rewordPrompt(
	prompt: string,
	style: string,
	manifest: ModelManifest,
	names?: SpokenNames,
): string | undefined {
	const { aliases = {}, styles } = manifest;
	const table = aliases[style] ?? {};
	const isIcon = styles.some(({ id, oneColour }) => id === style && oneColour);
	return nameThing(prompt, manifest, {
		names,
		toDrawn: (name) =>
			(isIcon ? names?.findIcon(name) : undefined) ??
			(Object.hasOwn(table, name) ? table[name] : name),
	});
}

/**
 * The English words for a thing and its colours that a prompt in another language names.
 *
 * @param languages  that are known to be spoken
 * @param isSeveral  whether there are several of it
 */
export function translatePrompt(
	prompt: string,
	manifest: ModelManifest,
	names: SpokenNames,
	languages: readonly string[],
	isSeveral: boolean,
): string | undefined {
	return nameThing(prompt, manifest, { names, languages, isSeveral });
}

interface Naming {
	readonly names: SpokenNames | undefined;
	/** English name → what its pictures call it. */
	readonly toDrawn?: (name: string) => string;
	readonly languages?: readonly string[];
	readonly isSeveral?: boolean;
}

type FindName = (said: readonly string[]) => string | undefined;

function nameThing(
	prompt: string,
	manifest: ModelManifest,
	{ names, toDrawn = (name) => name, languages, isSeveral = false }: Naming,
): string | undefined {
	if (prompt.length > maxLength) return undefined;
	const words = readPromptWords(prompt, manifest);
	if (words.length > maxWordCount) return undefined;
	const speech: Speech = {
		names,
		languages: [
			...(languages ?? []),
			...words.flatMap(({ text }) => [
				...(names?.findLanguages(text) ?? []),
				...findMarkedLanguages(text),
			]),
		],
	};
	const findExact: FindName = (said) => {
		const text = said.join(" ");
		const name = names?.findName(text, speech.languages) ?? text;
		const drawn = toDrawn(name);
		return drawn === text ? undefined : drawn;
	};
	const findInflected: FindName = (said) => {
		const [word, ...more] = said;
		if (more.length > 0 || names === undefined) return undefined;
		const name = findInflectedName(word, speech.languages, names);
		return name === undefined ? undefined : toDrawn(name);
	};
	const ways = [findExact, findInflected];
	// "Les étoiles" are stars, not the one picture "sparkles".
	const isPlural =
		isSeveral ||
		(names !== undefined && words.some(({ text }) => isPluralArticle(text)));
	for (const find of isPlural ? ways.reverse() : ways) {
		const told = tellThing(words, find, speech);
		if (told !== undefined) return told === join(words) ? undefined : told;
	}
	return undefined;
}

/** The longest name among words that otherwise say only how to draw. */
function tellThing(
	words: readonly PromptWord[],
	find: FindName,
	speech: Speech,
): string | undefined {
	for (
		let length = Math.min(maxNameLength, words.length);
		length > 0;
		length--
	) {
		for (let start = 0; start + length <= words.length; start++) {
			const said = words.slice(start, start + length).map(({ text }) => text);
			const drawn = find(said);
			if (drawn === undefined) continue;
			// In "racing car" the word is part of a name of its own.
			const before = readBeside(words.slice(0, start), speech);
			const after = readBeside(words.slice(start + length), speech);
			if (before === undefined || after === undefined) continue;
			const colours = [...before, ...after];
			// A colour that the user names goes before the one in the picture's name.
			const name = drawn.split(" ");
			const kept =
				colours.length > 0 ? name.filter((word) => !isColour(word)) : name;
			// What else is said ("icon", "avatar") the style says, or it says nothing.
			return [...colours, ...kept].join(" ");
		}
	}
	return undefined;
}

interface Speech {
	readonly names: SpokenNames | undefined;
	/** Of the words that tell one, each as often as it was met. */
	readonly languages: readonly string[];
}

/** The English colours among words that say only how to draw a thing; nothing where one says more. */
function readBeside(
	words: readonly PromptWord[],
	{ names, languages }: Speech,
): readonly string[] | undefined {
	const colours: string[] = [];
	for (let start = 0; start < words.length; ) {
		let length = Math.min(maxBeside, words.length - start);
		for (; length > 0; length--) {
			const said = join(words.slice(start, start + length));
			const colour = names?.findColour(said);
			if (colour !== undefined) colours.push(colour);
			if (colour !== undefined || names?.findLanguages(said)) break;
		}
		if (length === 0) {
			const { text, isPlain } = words[start];
			const inflected =
				names && !isPlain
					? findInflectedColour(text, languages, names)
					: undefined;
			if (inflected !== undefined) colours.push(inflected);
			else if (isColour(text)) colours.push(text);
			else if (!isPlain && !(names && isArticle(text))) return undefined;
			length = 1;
		}
		start += length;
	}
	return colours;
}

function join(words: readonly PromptWord[]): string {
	return words.map(({ text }) => text).join(" ");
}
