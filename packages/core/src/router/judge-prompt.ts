// Triage of a prompt on its own: what kind of picture, what it demands, how likely the embedded model falls short, and why.

import { maskClause, referenceClause } from "./job-limits.js";
import { findDemands, type PromptDemand } from "./prompt-demands.js";
import { countWords, extractFeatures } from "./prompt-features.js";
import { judgeKind, type PromptKind } from "./prompt-kind.js";
import { type PromptReading, readPrompt } from "./read-prompt.js";
import type { RouterModel } from "./router-model.js";

/** Languages that the classifier was trained on; anything else is `unknown`. */
export type PromptLanguage = "en" | "zh" | "unknown";

/** What is known about a prompt before anything is drawn. */
export interface PromptVerdict {
	readonly language: PromptLanguage;
	readonly kind: PromptKind;
	readonly demands: readonly PromptDemand[];
	/** 0..1, calibrated: how likely the embedded model falls short; near 0.5 where nothing is known. */
	readonly score: number;
	/** At most three plain clauses, the weightiest first. */
	readonly reasons: readonly string[];
}

/** What of a request, besides its prompt, matters for the verdict. */
export interface JudgeContext {
	readonly hasReferences?: boolean;
	readonly hasMask?: boolean;
}

const maxReasons = 3;
/** From here on the model is expected to fall short. */
export const hardFrom = 0.5;
/** Below this a prompt surely names one thing. */
const easyBelow = 0.1;
/** What such an icon can still demand: the words for anything else are part of its name ("menu icon", "empty cart icon"). */
const iconDemands: readonly PromptDemand[] = ["count", "named-entity"];
/** So likely must a rare word be English to be taken for a name in it; its score stays in doubt. */
const rareFrom = 0.02;
/** Where the language is not sure, words say little and the score stays between these. */
const doubt = { low: 0.35, high: 0.65 };

/** Judges a prompt; never fails, whatever the text. */
export function judgePrompt(
	prompt: string,
	model: RouterModel,
	{ hasReferences = false, hasMask = false }: JudgeContext = {},
): PromptVerdict {
	const reading = readPrompt(prompt);
	const features = extractFeatures(reading);
	const estimate = model.estimate(features);
	const language = judgeLanguage(reading, estimate.english);
	const isPlainIcon =
		reading.counts.icon > 0 &&
		reading.quotes.length === 0 &&
		estimate.score < easyBelow;
	// The lexicon knows two languages; in others only quotation marks and digits speak.
	const found = findDemands(reading).filter(({ demand }) =>
		language === "unknown"
			? (demand === "text" && reading.quotes.length > 0) ||
				(demand === "count" && reading.largestNumber > 3)
			: !isPlainIcon || iconDemands.includes(demand),
	);
	const kind = judgeKind(reading, found, estimate.score);
	const extra = [
		...(hasReferences ? [referenceClause] : []),
		...(hasMask ? [maskClause] : []),
	];
	if (reading.words.length === 0) {
		const reasons = ["has no words that can be drawn", ...extra];
		return { language, kind, demands: [], score: 0.5, reasons };
	}
	const known = language !== "unknown";
	const isSure = known && (language === "zh" || estimate.english >= 0.5);
	const score = isSure
		? estimate.score
		: Math.min(doubt.high, Math.max(doubt.low, estimate.score));
	const reasons = [
		...(known ? [] : ["is in a language that can't be judged here"]),
		...extra,
		...explain(reading, found, score).slice(
			known ? 0 : found.length === 0 ? 1 : 0,
		),
	];
	return {
		language,
		kind,
		demands: found.map(({ demand }) => demand),
		score: Math.round(score * 1e5) / 1e5,
		reasons: reasons.slice(0, maxReasons),
	};
}

function explain(
	reading: PromptReading,
	found: ReturnType<typeof findDemands>,
	score: number,
): readonly string[] {
	if (score < hardFrom && found.length === 0) return ["names one thing"];
	if (found.length > 0) return found.map(({ reason }) => reason);
	const length = Math.round(countWords(reading));
	return length > 12
		? [`describes many things at once (${length} words)`]
		: ["asks for more than one thing"];
}

function judgeLanguage(
	reading: PromptReading,
	english: number,
): PromptLanguage {
	const { hanCount, latinCount, foreignCount } = reading;
	// Kana, Hangul, Cyrillic and all others.
	if (foreignCount > 0 && foreignCount * 4 >= hanCount + latinCount)
		return "unknown";
	if (hanCount > 0 && hanCount >= latinCount) return "zh";
	if (latinCount === 0) return "unknown";
	return english >= (isShortWish(reading) ? rareFrom : 0.5) ? "en" : "unknown";
}

/** A word on its own, or with an English colour, material, style or the like: the letters of a rare name say little. */
function isShortWish({ text, words, counts }: PromptReading): boolean {
	// An emoji is of no language.
	const letters = text.replace(/\p{Extended_Pictographic}|\uFE0F|\u200D/gu, "");
	if (!/^[a-z' -]+$/i.test(letters)) return false;
	const { colour, material, icon, style, photo, ask } = counts;
	const isDescribed = colour + material + icon + style + photo + ask > 0;
	return words.length === 1 || (words.length === 2 && isDescribed);
}
