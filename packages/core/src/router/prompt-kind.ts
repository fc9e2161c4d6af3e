// What kind of picture a prompt asks for.

import { describesThing } from "./ground-words.js";
import { englishSigns } from "./lexicon.js";
import type { FoundDemand } from "./prompt-demands.js";
import { countWords } from "./prompt-features.js";
import type { PromptReading } from "./read-prompt.js";

/** Kinds of picture that differ in how they are drawn. */
export type PromptKind =
	| "object"
	| "scene"
	| "background"
	| "pattern"
	| "photo"
	| "text-heavy"
	| "sequence";

const manyWords = 8;
const muchText = 20;

/** Chooses the kind; an object on its own where nothing else is asked. */
export function judgeKind(
	reading: PromptReading,
	demands: readonly FoundDemand[],
	score: number,
): PromptKind {
	const { counts, quotes } = reading;
	const has = (name: string): boolean =>
		demands.some(({ demand }) => demand === name);
	if (has("panels")) return "sequence";
	if (quotes.length > 1 || quotes.join(" ").length >= muchText)
		return "text-heavy";
	const length = countWords(reading);
	if (counts.icon > 0 && length <= 2 * manyWords) return "object";
	if (counts.pattern > 0 && length <= manyWords) return "pattern";
	const onPlain =
		/\b(on|with|against) (a |an )?(plain |solid )?\w+ background|背景[上下]/iu;
	if (
		counts.background > 0 &&
		length <= manyWords &&
		!onPlain.test(reading.text) &&
		!describesThing(reading.evidence.background ?? "", reading.text, isGround)
	)
		return "background";
	if (counts.photo > 0) return "photo";
	const isScene =
		counts.scene + counts.space + counts.verb + counts.person > 0 ||
		length > manyWords;
	return isScene && score >= 0.5 ? "scene" : "object";
}

function isGround(word: string): boolean {
	const signs = englishSigns.get(word) ?? [];
	return signs.includes("background") || signs.includes("pattern");
}
