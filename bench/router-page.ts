// Judges prompts one by one and takes the time of each; runs in Node and, bundled, in a page.
import { judgePrompt, parseRouterModel } from "@musa/core";
import { type Spread, spreadOf } from "./statistics.js";

/** What is judged, with which weights (base64 of router.safetensors). */
export interface RouterParams {
	readonly weights: string;
	readonly prompts: readonly string[];
}

/** ms per verdict. */
export interface RouterTimes {
	readonly ms: Spread;
}

declare global {
	var judgeAllInPage: (params: RouterParams) => RouterTimes;
}

/** Judges all prompts, after a hundred to warm up. */
export function judgeAll({ weights, prompts }: RouterParams): RouterTimes {
	const model = parseRouterModel(
		Uint8Array.from(atob(weights), (character) => character.charCodeAt(0)),
	);
	for (const prompt of prompts.slice(0, 100)) judgePrompt(prompt, model);
	const times = prompts.map((prompt) => {
		const start = performance.now();
		judgePrompt(prompt, model);
		return performance.now() - start;
	});
	return { ms: spreadOf(times) };
}

globalThis.judgeAllInPage = judgeAll;
