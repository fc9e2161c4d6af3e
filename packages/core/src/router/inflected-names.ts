// Plurals and cases of what the table of names holds: "zwei rote Äpfel" → "apple". Looked at only where a word itself is not in it.
import {
	type InflectedLanguage,
	inflectedLanguages,
	listBaseForms,
} from "./base-forms.js";
import { isArticle } from "./language-marks.js";
import { englishSigns } from "./lexicon.js";
import type { SpokenNames } from "./spoken-names.js";

const scripts: readonly (readonly [
	RegExp,
	(language: InflectedLanguage) => boolean,
])[] = [
	[/^\p{Script=Cyrillic}+$/u, (language) => language === "ru"],
	[/^[\p{Script=Arabic}\p{M}]+$/u, (language) => language === "ar"],
	[/^[\p{Script=Devanagari}\p{M}]+$/u, (language) => language === "hi"],
	[/^\p{Script=Hangul}+$/u, (language) => language === "ko"],
	[
		/^[\p{Script=Latin}\p{M}]+$/u,
		(language) => !["ru", "ar", "hi", "ko"].includes(language),
	],
];

/** Whether it has plain letters only and an ending that English words have too, or is an English word that is no name. */
function mayBeEnglish(said: string): boolean {
	return (
		/^[a-z]+(?<!..en|..ern|[oa]s|i|...l[ae]r)$/u.test(said) ||
		englishSigns.has(said)
	);
}

/**
 * The English name of what a word is a plural or another case of.
 *
 * @param languages  of the words beside it, each as often as it was met; any language of its letters if there are none
 * @returns nothing where it may be a form of several things, or of an English word as well
 */
export function findInflectedName(
	said: string,
	languages: readonly string[],
	names: SpokenNames,
): string | undefined {
	if (names.findLanguages(said) || isArticle(said)) return undefined;
	const { spoken, isTold } = chooseLanguages(said, languages);
	if (!isTold && (names.isEnglish(said) || mayBeEnglish(said)))
		return undefined;
	const found = new Set<string>();
	const own = new Set<string>();
	for (const language of spoken)
		for (const form of listBaseForms(said, language, isTold)) {
			// What is called the same in English has no entry: "die Bananen", "as bananas".
			const same = isTold && names.isName(form) ? form : undefined;
			const name = names.findName(form, [language]) ?? same;
			if (name === undefined) continue;
			found.add(name);
			// An entry of that language alone: another one has the word too, or English.
			if (name !== (names.findName(form, []) ?? same)) own.add(name);
		}
	if (isTold && own.size === 1) return [...own][0];
	return found.size === 1 && (isTold || own.size === 0)
		? [...found][0]
		: undefined;
}

/** The English colour of which a word is another form, where there is one only. */
export function findInflectedColour(
	said: string,
	languages: readonly string[],
	names: SpokenNames,
): string | undefined {
	const { spoken, isTold } = chooseLanguages(said, languages);
	if (!isTold && mayBeEnglish(said)) return undefined;
	const found = new Set<string>();
	for (const language of spoken)
		for (const form of listBaseForms(said, language, isTold)) {
			const colour = names.findColour(form);
			if (colour !== undefined) found.add(colour);
		}
	return found.size === 1 ? [...found][0] : undefined;
}

/** The languages that a word may be of, and whether other words told them. */
function chooseLanguages(
	said: string,
	languages: readonly string[],
): {
	readonly spoken: readonly InflectedLanguage[];
	readonly isTold: boolean;
} {
	const isPossible = scripts.find(([letters]) => letters.test(said))?.[1];
	const possible = isPossible ? inflectedLanguages.filter(isPossible) : [];
	const most = listMostFrequent(languages);
	const told = possible.filter((language) => most.includes(language));
	return told.length > 0
		? { spoken: told, isTold: true }
		: { spoken: possible, isTold: false };
}

/** Languages of which most words are. */
function listMostFrequent(languages: readonly string[]): readonly string[] {
	const counts = new Map<string, number>();
	for (const language of languages)
		counts.set(language, (counts.get(language) ?? 0) + 1);
	const most = Math.max(0, ...counts.values());
	return [...counts].flatMap(([language, n]) => (n === most ? [language] : []));
}
