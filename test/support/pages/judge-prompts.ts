// Judges prompts in a page; the test compares with Node.
import { judgePrompt, parseRouterModel } from "@musa/core";

/** What the page is given. */
export interface JudgePromptsParams {
	/** base64 of router.safetensors */
	readonly weights: string;
	readonly prompts: readonly string[];
}

Object.assign(globalThis, {
	judgePrompts({ weights, prompts }: JudgePromptsParams): string[] {
		const bytes = Uint8Array.from(atob(weights), (c) => c.charCodeAt(0));
		const model = parseRouterModel(bytes);
		return prompts.map((prompt) => JSON.stringify(judgePrompt(prompt, model)));
	},
});
