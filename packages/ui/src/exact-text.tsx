import type { JSX } from "preact";
import { t } from "./words.js";

// Characters without a look of their own: controls, directions, joiners, tags, variation selectors, fillers.
// Line feeds and tabs are seen as what they are.
const hidden =
	/[^\P{C}\n\t]|[\p{Zl}\p{Zp}\u115f\u1160\u2800\u3164\uffa0]|\u034f|[\u{fe00}-\u{fe0e}\u{e0100}-\u{e01ef}]/gu;

/** What is shown, and how it is called. */
export interface ExactTextProps {
	readonly label: string;
	readonly text: string;
}

/** Text exactly as it is: line breaks stay, and characters that cannot be seen are named. */
export function ExactText({ label, text }: ExactTextProps): JSX.Element {
	const parts: (string | JSX.Element)[] = [];
	let end = 0;
	for (const { 0: character, index } of text.matchAll(hidden)) {
		parts.push(text.slice(end, index), nameCharacter(character, index));
		end = index + character.length;
	}
	parts.push(text.slice(end));
	return (
		<figure class="musa-exact" aria-label={label}>
			{parts}
		</figure>
	);
}

function nameCharacter(character: string, key: number): JSX.Element {
	const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase();
	return (
		<mark key={key} title={t("A character that cannot be seen")}>
			U+{code.padStart(4, "0")}
		</mark>
	);
}
