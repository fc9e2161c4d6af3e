// What fills its frame → the words in which the model learnt it: "浅蓝色渐变背景", "ein blauer Farbverlauf" and "blue wallpaper"
// are a "blue gradient background".
import type { ModelManifest } from "../models/manifest.js";
import { findInflectedColour } from "./inflected-names.js";
import { findMarkedLanguages, isArticle } from "./language-marks.js";
import { englishSigns } from "./lexicon.js";
import { readPromptWords } from "./prompt-words.js";
import type { SpokenNames } from "./spoken-names.js";

/** English word → what it is called, words joined by "_". */
const grounds = {
	"gradient background":
		"gradient background backdrop wallpaper " +
		"渐变 渐变色 漸變 verlauf farbverlauf dégradé degradado degradê gradiente sfumatura kleurverloop verloop градиент degrade グラデーション 그라데이션 그라디언트 تدرج " +
		"背景 底图 背景图 hintergrund fond arrière_plan fondo fundo sfondo achtergrond фон tło arka_plan 배경 خلفية पृष्ठभूमि " +
		"壁纸 壁紙 hintergrundbild обои tapeta duvar_kağıdı 배경화면",
	pattern:
		"图案 花纹 muster motif patrón padrão patroon узор wzór desen 模様 パターン 무늬 패턴 نمط",
	texture: "纹理 textur textura трама текстура tekstura doku 질감",
} as const;

/** Words that say how such a ground looks and that nothing is lost without. */
const plain =
	"soft simple plain subtle smooth light dark abstract 浅 深 淡 柔和 简约 的 色 图 abstrakt abstrakter abstrait abstracto astratto abstrato абстрактный soyut hell dunkel heller dunkler clair foncé claro oscuro chiaro scuro escuro licht donker светлый тёмный jasny ciemny açık koyu hellblauer dunkelblauer";

/** UTF-16 units; nothing longer names only a ground. */
const maxLength = 80;
/** Words of a colour or a ground; characters in a script without spaces. */
const maxTogether = 8;

const groundOf = new Map<string, string>(
	Object.entries(grounds).flatMap(([name, words]) =>
		words.split(" ").map((word): [string, string] => [toKey(word), name]),
	),
);
const plainWords = new Set(plain.split(" ").map(toKey));

/** As the tokenizer splits it, joined without spaces. */
function toKey(word: string): string {
	return word
		.normalize("NFKC")
		.toLowerCase()
		.replace(/[_\s-]/gu, "");
}

/**
 * The words that the model learnt for a ground and its colours.
 *
 * @returns nothing where a prompt names more than that, or no ground, or has these words already
 */
export function translateGround(
	prompt: string,
	manifest: ModelManifest,
	names: SpokenNames,
): string | undefined {
	if (prompt.length > maxLength) return undefined;
	const words = readPromptWords(prompt, manifest).map(({ text }) => text);
	const languages = words.flatMap((word) => [
		...(names.findLanguages(word) ?? []),
		...findMarkedLanguages(word),
	]);
	const colours: string[] = [];
	const found: string[] = [];
	for (let start = 0; start < words.length; ) {
		let length = Math.min(maxTogether, words.length - start);
		for (; length > 0; length--) {
			const part = words.slice(start, start + length);
			const ground = groundOf.get(part.join(""));
			const colour =
				names.findColour(part.join(" ")) ??
				(length === 1 ? readColour(part[0], languages, names) : undefined);
			if (ground !== undefined) found.push(ground);
			else if (colour !== undefined) colours.push(colour);
			const isSmall =
				plainWords.has(part.join("")) ||
				names.findLanguages(part.join(" ")) !== undefined ||
				(length === 1 && isArticle(part[0]));
			if (ground ?? colour ?? (isSmall || undefined)) break;
		}
		if (length === 0) return undefined;
		start += length;
	}
	if (found.length === 0) return undefined;
	const told = [...new Set([...colours, ...found])].join(" ");
	return told === words.join(" ") ? undefined : told;
}

function readColour(
	word: string,
	languages: readonly string[],
	names: SpokenNames,
): string | undefined {
	return englishSigns.get(word)?.includes("colour")
		? word
		: findInflectedColour(word, languages, names);
}
