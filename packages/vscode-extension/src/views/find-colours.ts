import { parseHexColour } from "@musa/core";

const MAX_COLOURS = 24;

/** The different colours that custom properties, variables and tokens name, as `#rrggbb`. */
export function findColours(text: string): readonly string[] {
	// `color: #fff` in a rule uses a colour and names none.
	const named =
		/(?:(?:--|[$@])[\w-]+\s*:\s*|["']?[\w-]+["']?\s*:\s*["'])(#[0-9a-f]{6}|#[0-9a-f]{3})\b/gi;
	const colours = new Set<string>();
	for (const match of text.matchAll(named)) {
		const colour = longHex(match[1] ?? "");
		if (parseHexColour(colour)) colours.add(colour);
	}
	return [...colours].slice(0, MAX_COLOURS);
}

function longHex(colour: string): string {
	const digits = colour.slice(1).toLowerCase();
	return digits.length === 3
		? `#${[...digits].map((digit) => digit + digit).join("")}`
		: `#${digits}`;
}
