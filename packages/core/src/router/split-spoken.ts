// Numbers of things in languages other than English and Chinese: "drei rote Sterne" → three times "red star".
import pluralize from "pluralize";
import type { ModelManifest } from "../models/manifest.js";
import { splitWords } from "../tokenizers/split-words.js";
import { findMarkedLanguages, readSpokenNumber } from "./language-marks.js";
import { translatePrompt } from "./reword-prompt.js";
import type { LayerPart, LayerSplit } from "./split-layers.js";
import type { SpokenNames } from "./spoken-names.js";

const joins = /\s*[,、،]\s*| (?:und|et|y|e|en|и|i|oraz|ve|और|و) | و(?=\S)/u;
const japaneseNumbers = "一二三四五六七八九";
const digit = `[1-9${japaneseNumbers}]`;
const japaneseCounter = "[つ個匹本羽枚台冊頭人輪軒杯足]";
const koreanCounter = "(?:개|마리|송이|권|대|그루|명|장|켤레|잔|자루|채)";

/** A number before or after its things, with the counter of some languages. */
const forms: readonly {
	readonly pattern: RegExp;
	readonly language?: string;
}[] = [
	{
		pattern: new RegExp(
			`^(?<n>${digit})${japaneseCounter}の(?<thing>.+)$`,
			"u",
		),
		language: "ja",
	},
	{
		pattern: new RegExp(`^(?<thing>.+?)(?<n>${digit})${japaneseCounter}$`, "u"),
		language: "ja",
	},
	{
		pattern: new RegExp(`^(?<thing>.+) (?<n>\\S+?) ?${koreanCounter}$`, "u"),
		language: "ko",
	},
	{ pattern: /^(?<n>\S+) (?<thing>.+)$/u },
];

/**
 * Takes a list of counted things apart.
 *
 * @param isKnown  whether the model learnt what an English name means
 * @returns nothing where a part has no number, or is more than a thing with its colour
 */
export function splitSpoken(
	text: string,
	manifest: ModelManifest,
	names: SpokenNames,
	isKnown: (name: string) => boolean,
): LayerSplit | undefined {
	const words = splitWords(text).map((word) => word.text);
	const languages = words.flatMap(findMarkedLanguages);
	// "Deux cœurs" is the name of one picture.
	if (names.findName(words.join(" "), languages) !== undefined)
		return undefined;
	const parts = text.split(joins).map((part): LayerPart | undefined => {
		for (const { pattern, language } of forms) {
			const { n, thing } = pattern.exec(part)?.groups ?? {};
			const count = n === undefined ? undefined : readNumber(n);
			if (count === undefined) continue;
			const spoken = language === undefined ? languages : [language];
			const name = translatePrompt(thing, manifest, names, spoken, count > 1);
			if (name === undefined) continue;
			const prompt = pluralize.singular(name);
			return [prompt, name]
				.filter(isKnown)
				.map((known) => ({ count, prompt: known }))[0];
		}
		return undefined;
	});
	return parts.every((part) => part !== undefined)
		? { parts, arrangement: "grid" }
		: undefined;
}

function readNumber(text: string): number | undefined {
	if (/^[1-9]$/u.test(text)) return Number(text);
	const japanese = japaneseNumbers.indexOf(text);
	return text.length === 1 && japanese >= 0
		? japanese + 1
		: readSpokenNumber(text);
}
