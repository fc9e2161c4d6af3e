import { decide, type ImageRequest, judgePrompt, triage } from "@musa/core";
import type { Studio } from "./look.js";

// As in core's decision: from here on the model is expected to fall short.
const hardFrom = 0.5;

/** Why a request needs more than this device, in plain words; empty when it does not. */
export function explainRoute(
	request: ImageRequest,
	{ manifest, router }: Pick<Studio, "manifest" | "router">,
): readonly string[] {
	const { reasons } = triage(request, manifest);
	const verdict = judgePrompt(request.prompt, router);
	if (verdict.score < hardFrom && verdict.language !== "unknown")
		return reasons;
	const decision = decide(verdict, {
		localModelId: manifest.id,
		// This edition has no network: there is nowhere else to go.
		policy: "never",
		tiers: [],
		budgetMicros: 0,
		hasLayers: false,
	});
	return [...new Set([...decision.reasons, ...decision.lacks, ...reasons])];
}
