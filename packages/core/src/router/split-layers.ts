// A prompt that names several whole things → the things, where its words say so beyond doubt. Each can then be drawn alone,
// so that number, place and colours are right by construction. English and Chinese; numbers alone in other languages.
import pluralize from "pluralize";
import type { ModelManifest } from "../models/manifest.js";
import { countKnownWords, type KnownWords } from "./known-words.js";
import type { Sign } from "./lexicon.js";
import { readPromptWords } from "./prompt-words.js";
import { readPrompt } from "./read-prompt.js";
import { splitSpoken } from "./split-spoken.js";
import type { SpokenNames } from "./spoken-names.js";

/** One kind of thing that a prompt names. */
export interface LayerPart {
	/** In the singular, without its number. */
	readonly prompt: string;
	/** How many of it. */
	readonly count: number;
}

/** The things of a prompt and how they lie. */
export interface LayerSplit {
	/** From left to right or from top to bottom. */
	readonly parts: readonly LayerPart[];
	/** `grid`: nothing is said of their places. */
	readonly arrangement: "row" | "column" | "grid";
}

/** Things in one picture; more are too small to be seen. */
const maxThings = 9;
const maxWords = 4;
/** UTF-16 units; nothing longer is a plain list of things, and the patterns below would search it for long. */
const maxLength = 200;

const numbers: Readonly<Record<string, number>> = {
	...{ a: 1, an: 1, the: 1, one: 1, two: 2, three: 3, four: 4, five: 5 },
	...{ six: 6, seven: 7, eight: 8, nine: 9 },
	...{ 一: 1, 两: 2, 二: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9 },
};

/** What says where two things lie: the pattern, in which direction, and whether the first named lies right or below. */
const relations = [
	[/^(.+?) (?:(?:to|on) the )?left of (.+)$/u, "row", false],
	[/^(.+?) (?:(?:to|on) the )?right of (.+)$/u, "row", true],
	[/^(.+?) (?:next to|beside) (.+)$/u, "row", false],
	[/^(.+) (?:above|on top of) (.+)$/u, "column", false],
	[/^(.+) (?:below|under|underneath|beneath) (.+)$/u, "column", true],
	[/^(.+)在(.+?)的?(?:左边|左侧|左面|旁边)$/u, "row", false],
	[/^(.+)在(.+?)的?(?:右边|右侧|右面)$/u, "row", true],
	[/^(.+)在(.+?)的?(?:上面|上方)$/u, "column", false],
	[/^(.+)在(.+?)的?(?:下面|下方)$/u, "column", true],
] as const;

/** What a part must not have: it says more than a thing with its looks. */
const foreignSigns: readonly Sign[] = [
	...(["three", "many", "plenty", "space", "join", "verb", "text"] as const),
	...(["panel", "negation", "optics", "compare", "photo", "link"] as const),
	...(["where", "of", "be", "self", "pass"] as const),
	...(["pattern", "background", "place", "thing"] as const),
];

const askedFirst =
	/^(?:please )?(?:(?:draw|make|create|paint|generate|show)(?: me)? )?(?:an? (?:picture|image|icon|drawing|illustration) of )?/u;
const chinesePart =
	/^([一两二三四五六七八九1-9])[个只匹条辆朵棵座张把本杯颗片台架艘头枚块根支顶双盏面碗瓶株束款盘](\p{Script=Han}{1,8})$/u;

/**
 * Takes a prompt apart into things that can be drawn alone.
 *
 * @param known  from `openKnownWords`; things that the model never learnt leave the prompt whole
 * @param names  from `openSpokenNames`; without it other languages stay whole
 * @returns nothing where the prompt names one thing, or more than things with their looks, numbers and places
 */
export function splitLayers(
	prompt: string,
	manifest: ModelManifest,
	known?: KnownWords,
	names?: SpokenNames,
): LayerSplit | undefined {
	if (prompt.length > maxLength) return undefined;
	const text = prompt
		.normalize("NFKC")
		.toLowerCase()
		.replace(/\s+/gu, " ")
		.replace(/[\s.!。！]+$/u, "")
		.trim()
		.replace(askedFirst, "");
	// "Two hearts" is the name of one picture.
	if (known && countKnownWords(text, manifest, known).knownPhrase === 1)
		return undefined;
	const split = findRelation(text) ?? {
		arrangement: "grid" as const,
		texts: text.split(/\s*[,、]\s*(?:and )?| and |[和与跟]/u),
	};
	const isKnown = (part: string): boolean =>
		readPromptWords(part, manifest).some(({ isPlain }) => !isPlain) &&
		(!known ||
			countKnownWords(part, manifest, known).unknownWords.length === 0);
	const isName = (part: string): boolean =>
		known !== undefined &&
		isKnown(part) &&
		countKnownWords(part, manifest, known).knownPhrase === 1;
	const parts = split.texts.map(
		(part) =>
			readPart(part, isKnown) ?? check({ count: 1, prompt: part }, isName),
	);
	const found: LayerSplit | undefined = parts.every(
		(part) => part !== undefined,
	)
		? { parts, arrangement: split.arrangement }
		: names && splitSpoken(text, manifest, names, isKnown);
	const count = found?.parts.reduce((sum, part) => sum + part.count, 0) ?? 0;
	return count < 2 || count > maxThings ? undefined : found;
}

function findRelation(text: string):
	| {
			readonly texts: readonly string[];
			readonly arrangement: "row" | "column";
	  }
	| undefined {
	for (const [words, arrangement, isReversed] of relations) {
		const found = words.exec(text);
		if (!found) continue;
		const [, first, second] = found;
		return {
			arrangement,
			texts: isReversed ? [second, first] : [first, second],
		};
	}
	return undefined;
}

/** A number or an article with a thing. Without either only names that the model learnt show where a thing ends. */
function readPart(
	text: string,
	isKnown: (part: string) => boolean,
): LayerPart | undefined {
	const chinese = chinesePart.exec(text);
	if (chinese)
		return check(
			{ count: toNumber(chinese[1]), prompt: chinese[2].replaceAll("的", "") },
			isKnown,
		);
	const english = /^([a-z]+|[1-9]) (.+)$/u.exec(text);
	const count = english ? toNumber(english[1]) : Number.NaN;
	if (!english || Number.isNaN(count)) return undefined;
	const things = english[2];
	if (count === 1) return check({ count, prompt: things }, isKnown);
	const last = things.split(" ").at(-1) ?? "";
	if (!pluralize.isPlural(last)) return undefined;
	const one = `${things.slice(0, -last.length)}${pluralize.singular(last)}`;
	return (
		check({ count, prompt: one }, isKnown) ??
		check({ count, prompt: things }, isKnown)
	);
}

function check(
	part: LayerPart,
	isKnown: (part: string) => boolean,
): LayerPart | undefined {
	const { counts, words } = readPrompt(part.prompt);
	const isThing =
		/^[\p{L}' -]+$/u.test(part.prompt) &&
		(/\p{Script=Han}/u.test(part.prompt) || words.length <= maxWords) &&
		foreignSigns.every((sign) => counts[sign] === 0);
	return isThing && isKnown(part.prompt) ? part : undefined;
}

function toNumber(text: string): number {
	return Object.hasOwn(numbers, text) ? numbers[text] : Number(text);
}
