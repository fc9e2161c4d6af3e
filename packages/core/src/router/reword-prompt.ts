// What people call a thing → what its pictures were called when the model learnt them: "car" → "automobile".
import type { ModelManifest } from "../models/manifest.js";
import { englishSigns } from "./lexicon.js";
import { type PromptWord, readPromptWords } from "./prompt-words.js";

/** UTF-16 units; nothing longer names one thing. */
const maxLength = 200;

const isColour = (word: string): boolean =>
	englishSigns.get(word)?.includes("colour") ?? false;

/**
 * Rewrites a prompt that names one thing in words that the style's pictures had for it.
 *
 * @returns nothing where the prompt can stay as it is, or says more than a thing and how to draw it
 */
export function rewordPrompt(
	prompt: string,
	style: string,
	manifest: ModelManifest,
): string | undefined {
	const aliases = manifest.aliases?.[style];
	if (aliases === undefined || prompt.length > maxLength) return undefined;
	const words = readPromptWords(prompt, manifest);
	for (let length = words.length; length > 0; length--) {
		for (let start = 0; start + length <= words.length; start++) {
			const said = join(words.slice(start, start + length));
			if (!Object.hasOwn(aliases, said)) continue;
			const others = [...words.slice(0, start), ...words.slice(start + length)];
			// In "racing car" the word is part of a name of its own.
			if (!others.every(({ isPlain }) => isPlain)) continue;
			const drawn = aliases[said].split(" ");
			// A colour that the user names goes before the one in the picture's name.
			const colours = others.filter(({ text }) => isColour(text));
			const name =
				colours.length > 0 ? drawn.filter((word) => !isColour(word)) : drawn;
			// What else is said ("icon", "avatar") the style says, or it says nothing.
			const told = [...colours.map(({ text }) => text), ...name].join(" ");
			return told === join(words) ? undefined : told;
		}
	}
	return undefined;
}

function join(words: readonly PromptWord[]): string {
	return words.map(({ text }) => text).join(" ");
}
