// The second step: what a request means. A pure function of words, so that it can be read as a table.
import type { ModelManifest } from "../models/manifest.js";
import type { ImageRequest, Triage } from "../records.js";
import { splitWords } from "../tokenizers/split-words.js";
import { describesThing } from "./ground-words.js";

/** Of a prompt with words in quotation marks. */
export const cannotWrite =
	"The model cannot write. Words in quotation marks will not be readable.";

/**
 * Understands a request: an object on its own or a picture that fills its frame, and what the model will miss.
 *
 * @param request  from `parseRequest`
 */
export function triage(request: ImageRequest, manifest: ModelManifest): Triage {
	const ignored = new Set(manifest.tokenizer.ignoredWords);
	const words = splitWords(request.prompt, (word) => ignored.has(word)).map(
		({ text }) => text,
	);
	const isGround = (word: string): boolean =>
		manifest.backgroundWords.includes(word);
	const backgroundWord = words.find(
		(word) => isGround(word) && !describesThing(word, request.prompt, isGround),
	);
	const kind = backgroundWord === undefined ? "object" : "background";
	const background = request.background ?? "transparent";
	return {
		kind,
		needsAlpha: kind === "object" && background === "transparent",
		words,
		reasons: [
			...explainKind(backgroundWord, background),
			...explainLimits(request.prompt, words, manifest),
		],
	};
}

function explainKind(
	backgroundWord: string | undefined,
	background: string,
): readonly string[] {
	if (backgroundWord === undefined) return [];
	const reason = `The word "${backgroundWord}" asks for a picture that fills its frame.`;
	return background === "transparent"
		? [`${reason} It has no transparent part.`]
		: [reason];
}

/** What a small model cannot do with this prompt, one plain sentence each. */
function explainLimits(
	prompt: string,
	words: readonly string[],
	manifest: ModelManifest,
): readonly string[] {
	const reasons: string[] = [];
	if (words.length === 0)
		reasons.push("The prompt has no words that the model can draw.");
	const unread = explainUnread(words, manifest);
	if (unread !== undefined) reasons.push(unread);
	if (/["“”„«»「」].+?["“”„«»「」]/u.test(prompt)) {
		reasons.push(cannotWrite);
	}
	return reasons;
}

/** Says where the model stops reading, if it does before the end. */
export function explainUnread(
	words: readonly string[],
	{ tokenizer }: ModelManifest,
): string | undefined {
	// One token is the style's.
	const limit = tokenizer.tokenCount - 1;
	return words.length > limit
		? `The model reads ${limit} words. Everything after "${words[limit - 1]}" was left out.`
		: undefined;
}
