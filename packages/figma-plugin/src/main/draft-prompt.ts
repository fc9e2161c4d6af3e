// Words for a placeholder, from what stands around it.
import { pickWords, splitName } from "./layer-words.js";

/** What is known of a placeholder. */
export interface Surroundings {
	readonly name: string;
	/** Names of the layers it is in, the nearest first. */
	readonly parentNames: readonly string[];
	/** Text beside it, the nearest first. */
	readonly texts: readonly string[];
}

const knownNouns: readonly (readonly [RegExp, string])[] = [
	[
		/avatar|アバター|아바타|аватар|[头頭]像|profil|perfil|プロフィール|프로필|профиль|\b(user|benutzer|utilisateur|usuario|usuário|utente|kullanıcı)\b|用户|ユーザー|사용자|пользовател/,
		"smiling face",
	],
	[/\blogo\b|ロゴ|로고|логотип|徽标|标志/, "star"],
	[
		/\b(hero|background|backdrop|fondo|sfondo|fundo|achtergrond|arka plan)\b|arrière plan|hintergrund|背景|배경|(^| )фон( |$)/,
		"landscape background",
	],
];
const maxWordCount = 7;
// Text without spaces is one word.
const maxLength = 80;

/** Drafts a prompt; never empty. */
export function draftPrompt({
	name,
	parentNames,
	texts,
}: Surroundings): string {
	const own = splitName(name);
	const named = knownNouns.find(([pattern]) => pattern.test(own));
	if (named) return named[1];
	const around = parentNames.map((each) => pickWords(splitName(each)));
	const words =
		[pickWords(own), ...texts.map(readText), ...around].find(
			(each) => each.length > 0,
		) ?? [];
	const text = words.slice(0, maxWordCount).join(" ");
	return [...text].slice(0, maxLength).join("").trim() || "leaf";
}

/** All of a text, unless it says no more than a layer's name might. */
function readText(text: string): string[] {
	return pickWords(text).length === 0
		? []
		: text.trim().toLowerCase().split(/\s+/);
}
