// Verdict + what is set up + what the user allows → where a job may go. The answer is one of a closed set, and nothing
// that a prompt or a file says can be part of it.

import { hardFrom, type PromptVerdict } from "./judge-prompt.js";
import type { PromptDemand } from "./prompt-demands.js";

/** Where a job can go; `ask` lets the user choose. */
export type Tier = "local" | "layers" | "private" | "cloud" | "ask";

/** Whether jobs may leave this device: never, after asking each time, or for this project without asking first. */
export type SendPolicy = "never" | "ask" | "allowed";

/** A tier beyond this device, as the user set it up. */
export interface RemoteTier {
	readonly tier: "private" | "cloud";
	/** Of the provider, e.g. `openai`. */
	readonly providerId: string;
	/** As the provider named it at run time. */
	readonly modelId: string;
	/** Money of one picture in millionths of the currency of the budget; `undefined` if nobody knows. */
	readonly priceMicros: number | undefined;
}

/** What a decision depends on besides the verdict. */
export interface DecisionContext {
	/** Of the embedded model. */
	readonly localModelId: string;
	readonly policy: SendPolicy;
	/** What is set up; a private server is preferred to a cloud. */
	readonly tiers: readonly RemoteTier[];
	/** What is left to spend, in the same millionths; 0 until the user sets a cap. */
	readonly budgetMicros: number;
	/** Whether this host can draw in layers. */
	readonly hasLayers: boolean;
	/** What the user chose instead, if anything. */
	readonly overrule?: Tier | undefined;
	/** Tiers that were tried for this job and failed, in order. */
	readonly failed?: readonly Exclude<Tier, "ask">[] | undefined;
}

/** What was decided, with everything that a screen shows about it. */
export interface Decision {
	readonly tier: Tier;
	/** Where the job would go if the user agrees; the same as `tier` unless that is `ask`. */
	readonly offer: Exclude<Tier, "ask">;
	/** Of the embedded model for `local` and `layers`. */
	readonly modelId: string;
	readonly providerId: string;
	/** 0 on this device; `undefined` if nobody knows. */
	readonly priceMicros: number | undefined;
	/** Plain sentences: what the result lacks if it is drawn on this device anyway. */
	readonly lacks: readonly string[];
	/** Plain sentences: why this tier, overruling and fallbacks included. */
	readonly reasons: readonly string[];
}

const layeredDemands: readonly PromptDemand[] = [
	"text",
	"count",
	"spatial-relations",
	"attribute-binding",
	"several-objects",
];

const lackOf: Readonly<Record<PromptDemand, string>> = {
	text: "The words will not be readable.",
	count: "The number of things may be wrong.",
	panels: "It will be one picture, not several.",
	"spatial-relations": "Things may stand in other places.",
	"attribute-binding": "Colours may land on the wrong things.",
	"named-entity": "It will not look like the one that is named.",
	negation: "What was excluded may appear.",
	perspective: "Viewpoint and reflections may be wrong.",
	"several-objects": "Some of the things may be missing.",
	dense: "Most of the details will be missing.",
};

/** Decides where a job goes. */
export function decide(
	verdict: PromptVerdict,
	context: DecisionContext,
): Decision {
	const { overrule, failed = [] } = context;
	const remote = findRemote(context);
	const reasons = failed.map((tier) => `${nameOf(tier)} failed before.`);
	const lacks = verdict.demands.map((demand) => lackOf[demand]);
	const end = (tier: Tier, offer: Exclude<Tier, "ask">): Decision => {
		const sent = offer === "private" || offer === "cloud";
		const target = context.tiers.find((known) => known.tier === offer);
		return {
			tier,
			offer,
			modelId: sent && target ? target.modelId : context.localModelId,
			providerId: sent && target ? target.providerId : "local",
			priceMicros: sent ? target?.priceMicros : 0,
			lacks: sent ? [] : lacks,
			reasons,
		};
	};
	const wished = overrule === "ask" ? undefined : overrule;
	if (wished !== undefined) {
		const obstacle = findObstacle(wished, context);
		if (obstacle === undefined) {
			reasons.push(`You chose ${nameOf(wished)}.`);
			return end(wished, wished);
		}
		reasons.push(obstacle);
	}
	const local = chooseLocal(verdict, context);
	if (verdict.score < hardFrom && verdict.language !== "unknown") {
		reasons.push("The embedded model can draw this.");
		return end("local", "local");
	}
	reasons.push(...verdict.reasons.map((reason) => `The prompt ${reason}.`));
	if (context.policy === "never") {
		reasons.push("Nothing may leave this device.");
		return end(local, local);
	}
	if (local === "layers") {
		reasons.push("Drawn in layers it comes right on this device.");
		return end("layers", "layers");
	}
	if (remote === undefined) {
		reasons.push(
			context.tiers.length === 0
				? "No bigger model is set up."
				: "No bigger model fits the budget.",
		);
		return end("ask", local);
	}
	if (
		context.policy === "allowed" &&
		overrule !== "ask" &&
		verdict.language !== "unknown" &&
		failed.length === 0
	)
		return end(remote.tier, remote.tier);
	reasons.push("It leaves this device only if you agree.");
	return end("ask", remote.tier);
}

function chooseLocal(
	{ demands, language }: PromptVerdict,
	{ hasLayers, failed = [] }: DecisionContext,
): "local" | "layers" {
	const fits =
		language !== "unknown" &&
		demands.length > 0 &&
		demands.every((demand) => layeredDemands.includes(demand));
	return hasLayers && fits && !failed.includes("layers") ? "layers" : "local";
}

function findRemote(context: DecisionContext): RemoteTier | undefined {
	const usable = context.tiers.filter(
		({ tier }) => findObstacle(tier, context) === undefined,
	);
	return usable.find(({ tier }) => tier === "private") ?? usable[0];
}

/** Why a tier cannot be used, in a plain sentence. */
function findObstacle(
	tier: Exclude<Tier, "ask">,
	{ policy, tiers, budgetMicros, hasLayers, failed = [] }: DecisionContext,
): string | undefined {
	if (tier === "local") return undefined;
	if (tier === "layers")
		return hasLayers ? undefined : "Layers are not available here.";
	if (policy === "never") return "Nothing may leave this device.";
	const remote = tiers.find((known) => known.tier === tier);
	if (remote === undefined) return `${nameOf(tier)} is not set up.`;
	if (failed.includes(tier)) return `${nameOf(tier)} was tried already.`;
	// An unknown price may be any price.
	const price =
		remote.priceMicros ?? (tier === "private" ? 0 : Number.POSITIVE_INFINITY);
	return price > budgetMicros
		? `${nameOf(tier)} costs more than is left to spend.`
		: undefined;
}

function nameOf(tier: Exclude<Tier, "ask">): string {
	const names = {
		local: "The embedded model",
		layers: "Drawing in layers",
		private: "The private server",
		cloud: "The cloud model",
	};
	return names[tier];
}
