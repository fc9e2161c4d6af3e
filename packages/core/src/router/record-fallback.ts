// A picture that was drawn on the device although more was asked of it: recorded, so that no fallback is silent.
import type { Fallback } from "../records.js";
import type { Decision } from "./decide.js";
import type { PromptVerdict } from "./judge-prompt.js";

/** What a recipe keeps of a decision that the embedded model falls short; `undefined` where it doesn't. */
export function recordFallback(
	{ score, demands }: PromptVerdict,
	{ fallsShort, offer }: Decision,
): Fallback | undefined {
	if (!fallsShort) return undefined;
	const isRemote = offer === "private" || offer === "cloud";
	return { advised: isRemote ? offer : "none", score, demands };
}
