// Colour words → colours. The first twelve are those of the recipe's captions, most others those of CSS.
import { fromOklab, parseHexColour, type Rgb, toOklab } from "./oklab.js";

const plainColours: Readonly<Record<string, string>> = {
	...{ red: "#e03131", orange: "#f08c1a", yellow: "#f7ca18" },
	...{ green: "#2f9e44", teal: "#12a594", blue: "#1c6fe0" },
	...{ purple: "#7b3fe4", pink: "#f06595", brown: "#8a5a35" },
	...{ black: "#222222", white: "#fafafa", grey: "#8a8f98" },
	gray: "#8a8f98",
};

const furtherColours: Readonly<Record<string, string>> = {
	...{ golden: "#e2a925", gold: "#e2a925", silver: "#b4bac4" },
	...{ bronze: "#b0713a", beige: "#e6d3b1", cream: "#fbf0d0", tan: "#d2b48c" },
	...{ turquoise: "#2bc4b6", cyan: "#22c3e0", magenta: "#d72ec4" },
	...{ violet: "#8a4fe0", indigo: "#4b3fc4", lavender: "#b9a4ec" },
	...{ navy: "#1d2f66", maroon: "#7d1d2b", crimson: "#c8193c" },
	...{ scarlet: "#e8321f", lime: "#8fd41f", olive: "#7f8032" },
	...{ coral: "#ff7d5c", mint: "#8fdcb6" },
};

const colours = { ...plainColours, ...furtherColours };

/** Whether a word says a colour and names no thing or material. */
export const isPlainColour = (word: string): boolean =>
	Object.hasOwn(plainColours, word);

/** Change of lightness, 0 to 1, and factor of the colour's strength. */
const shades: Readonly<Record<string, readonly [number, number]>> = {
	dark: [-0.18, 0.9],
	deep: [-0.12, 1],
	light: [0.14, 0.75],
	pale: [0.18, 0.55],
	bright: [0.06, 1.15],
};

/** Whether a word changes the colour word after it: "dark". */
export const isShade = (word: string): boolean => Object.hasOwn(shades, word);

/**
 * Reads an English colour word.
 *
 * @param shade  the word before it; one that is no shade changes nothing
 */
export function findNamedColour(word: string, shade = ""): Rgb | undefined {
	const rgb = Object.hasOwn(colours, word)
		? parseHexColour(colours[word])
		: undefined;
	if (!rgb || !isShade(shade)) return rgb;
	const [lighter, strength] = shades[shade];
	const [lightness, a, b] = toOklab(rgb);
	return fromOklab([
		Math.min(0.97, Math.max(0.15, lightness + lighter)),
		a * strength,
		b * strength,
	]);
}
