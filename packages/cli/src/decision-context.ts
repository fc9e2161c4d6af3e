// What a decision depends on here: the user's own settings, what the ledger says is left to spend, and the embedded model.
import type {
	DecisionContext,
	JobNeeds,
	ModelManifest,
	SendPolicy,
} from "@musa/core";
import type { UserSettings } from "@musa/core/providers";
import { ledgerPath } from "@musa/core/providers/node-user-settings";

/** Puts the context of decisions together. */
export async function makeDecisionContext(
	{ policy, caps, tiers }: UserSettings,
	{ id, image, networks }: ModelManifest,
	asked: {
		readonly job?: JobNeeds | undefined;
		readonly policy?: SendPolicy | undefined;
		readonly overrule?: DecisionContext["overrule"];
	} = {},
): Promise<Omit<DecisionContext, "hasLayers">> {
	return {
		localModelId: id,
		// The switch in the settings is a limit; the command line only tightens it.
		policy: policy === "never" ? "never" : (asked.policy ?? policy),
		tiers: tiers.map(({ tier, providerId, modelId, priceMicros }) => ({
			tier,
			providerId,
			modelId,
			priceMicros,
		})),
		budgetMicros: tiers.length === 0 ? 0 : await readBudget(caps),
		job: asked.job,
		localSkills: {
			nativeSize: image,
			followsReferences: networks.encoder !== undefined,
		},
		overrule: asked.overrule,
	};
}

/** What is left to spend on one job, in millionths; the ledger is only read. */
async function readBudget(caps: UserSettings["caps"]): Promise<number> {
	const { readFileLedger } = await import("@musa/core/providers/node-ledger");
	const { spent } = await readFileLedger(ledgerPath());
	return Math.max(
		0,
		Math.min(caps.job, caps.day - spent.day, caps.month - spent.month),
	);
}
