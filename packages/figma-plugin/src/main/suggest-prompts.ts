// Words for Figma's Quick Actions, before the panel is open.
import { readHistory } from "./recipes.js";

const maxSuggestionCount = 8;
const examples = [
	"red heart",
	"blue umbrella",
	"green leaf",
	"yellow star",
	"rocket",
	"mountain landscape background",
];

/** Prompts that were used in this file, then examples; those with the words that were typed. */
export function suggestPrompts(query: string): string[] {
	const words = query.trim().toLowerCase();
	const used = readHistory().flatMap(({ recipe }) => readPrompt(recipe) ?? []);
	return [...new Set([...used, ...examples])]
		.filter((prompt) => prompt.toLowerCase().includes(words))
		.slice(0, maxSuggestionCount);
}

function readPrompt(recipe: string): string | undefined {
	try {
		const { prompt } = JSON.parse(recipe) as { prompt?: unknown };
		return typeof prompt === "string" && prompt !== "" ? prompt : undefined;
	} catch {
		return undefined;
	}
}
