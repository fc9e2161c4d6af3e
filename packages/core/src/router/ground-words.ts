// Words for pictures that fill their frame, and where they only say how a thing looks.
import pluralize from "pluralize";
import { englishSigns, type Sign } from "./lexicon.js";
import { mediumWords } from "./prompt-words.js";

/** Signs whose words name a thing that stands on a picture of its own. */
const thingSigns: readonly Sign[] = ["icon", "animal", "person", "use"];

/**
 * Whether a word for a ground stands right before a thing, wherever it stands: a "gradient heart" fills no frame.
 *
 * @param word  lower-case
 * @param isGround  whether another word is one for a ground
 */
export function describesThing(
	word: string,
	prompt: string,
	isGround: (word: string) => boolean,
): boolean {
	const text = prompt.normalize("NFKC").toLowerCase();
	const pieces = text.match(/\p{L}+|\s+|[^\p{L}\s]+/gu) ?? [];
	const followers = pieces.flatMap((piece, i) => {
		if (piece !== word) return [];
		const isApart = /\s/u.test(pieces[i + 1] ?? "");
		return [isApart ? pieces[i + 2] : undefined];
	});
	return (
		followers.length > 0 &&
		followers.every((next = "") => {
			const isWord = /^\p{L}/u.test(next);
			if (!isWord || isGround(next) || mediumWords.includes(next)) return false;
			const signs = englishSigns.get(next);
			// "Wallpaper flowers" are many on a ground.
			return signs === undefined
				? !pluralize.isPlural(next)
				: signs.some((sign) => thingSigns.includes(sign));
		})
	);
}
