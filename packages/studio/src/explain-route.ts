import {
	type DecisionContext,
	decide,
	type ImageRequest,
	judgePrompt,
	triage,
} from "@musa/core";
import type { Studio } from "./look.js";

// As in core's decision: from here on the model is expected to fall short.
const hardFrom = 0.5;

/** Where the user lets a job go; without services it stays. */
export type Routing = Pick<
	DecisionContext,
	"policy" | "tiers" | "budgetMicros"
>;

const noRouting: Routing = { policy: "never", tiers: [], budgetMicros: 0 };

/** Why a request needs more than this device, in plain words; empty when it does not. */
export function explainRoute(
	request: ImageRequest,
	{ manifest, router }: Pick<Studio, "manifest" | "router">,
	routing: Routing = noRouting,
): readonly string[] {
	const { reasons } = triage(request, manifest);
	const verdict = judgePrompt(request.prompt, router);
	if (verdict.score < hardFrom && verdict.language !== "unknown")
		return reasons;
	const decision = decide(verdict, {
		...routing,
		localModelId: manifest.id,
		hasLayers: false,
	});
	return [...new Set([...decision.reasons, ...decision.lacks, ...reasons])];
}
