// Verdict + what is set up + what the user allows → where a job may go. The answer is one of a closed set, and nothing
// that a prompt or a file says can be part of it.

import {
	findJobLimits,
	findKnowledgeLimit,
	isKnown,
	type JobLimit,
	type JobNeeds,
	type LocalSkills,
} from "./job-limits.js";
import { hardFrom, type PromptVerdict } from "./judge-prompt.js";
import type { Confidence } from "./known-words.js";
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
	/** `false` where the service says that its model takes no pictures. */
	readonly hasReferences?: boolean | undefined;
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
	/** What the job asks for besides words; one picture without references where nothing is said. */
	readonly job?: JobNeeds | undefined;
	/** What the embedded model can do besides words. */
	readonly localSkills?: LocalSkills | undefined;
	/** From `judgeConfidence`: whether the embedded model learnt what the prompt names. */
	readonly localConfidence?: Confidence | undefined;
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
	/** Of all pictures of the job; 0 on this device, `undefined` if nobody knows. */
	readonly priceMicros: number | undefined;
	/** Whether more is asked than the embedded model can do. */
	readonly fallsShort: boolean;
	/** Plain sentences: what the result lacks if it is drawn on this device anyway, the weightiest first. */
	readonly lacks: readonly string[];
	/** The first of them, short enough for a screen; empty if nothing is lacking. */
	readonly lack: string;
	/** Plain sentences: why this tier, overruling and fallbacks included. */
	readonly reasons: readonly string[];
	/** Those of the reasons that a screen shows for asking more than the embedded model can do: at most three. */
	readonly causes: readonly string[];
	/** Those of the reasons that say what was decided. */
	readonly turns: readonly string[];
}

const forbidden = "Nothing may leave this device.";
const maxCauses = 3;
const maxLacks = 2;
const drawnInLayers = "Drawn in layers it comes right on this device.";

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
	const { localConfidence } = context;
	const limits = [
		...findJobLimits(context.job, context.localSkills),
		...findKnowledgeLimit(localConfidence),
	];
	// Words that the model learnt are words it can draw, whatever language they are taken for.
	const isForeign =
		verdict.language === "unknown" &&
		!(localConfidence && isKnown(localConfidence));
	const isPromptHard = verdict.score >= hardFrom || isForeign;
	const isHard = isPromptHard || limits.some(({ isTooMuch }) => isTooMuch);
	const causes = isHard ? listCauses(verdict, limits, isPromptHard) : [];
	const turns = failed.map((tier) => `${nameOf(tier)} failed before.`);
	const lacks = [
		...verdict.demands.map((demand) => lackOf[demand]),
		...limits.map(({ lack }) => lack),
	];
	const end = (tier: Tier, offer: Exclude<Tier, "ask">): Decision => {
		const sent = offer === "private" || offer === "cloud";
		const target = context.tiers.find((known) => known.tier === offer);
		const lacking = offer === "layers" ? [] : lacks;
		return {
			tier,
			offer,
			modelId: sent && target ? target.modelId : context.localModelId,
			providerId: sent && target ? target.providerId : "local",
			priceMicros: sent ? target && estimatePrice(target, context) : 0,
			fallsShort: isHard && offer !== "layers",
			lacks: lacking,
			lack: lacking.slice(0, maxLacks).join(" "),
			reasons: [...causes, ...turns],
			causes: causes.slice(0, maxCauses),
			turns,
		};
	};
	const wished = overrule === "ask" ? undefined : overrule;
	if (wished !== undefined) {
		const obstacle = findObstacle(wished, context);
		if (obstacle === undefined) {
			turns.push(`You chose ${nameOf(wished)}.`);
			return end(wished, wished);
		}
		turns.push(obstacle);
	}
	const local = limits.length === 0 ? chooseLocal(verdict, context) : "local";
	if (!isHard) {
		turns.push(
			local === "layers" ? drawnInLayers : "The embedded model can draw this.",
		);
		return end(local, local);
	}
	if (context.policy === "never") {
		if (!turns.includes(forbidden)) turns.push(forbidden);
		return end(local, local);
	}
	if (local === "layers") {
		turns.push(drawnInLayers);
		return end("layers", "layers");
	}
	if (remote === undefined) {
		turns.push(explainNoRemote(context));
		return end("ask", local);
	}
	if (
		context.policy === "allowed" &&
		overrule !== "ask" &&
		verdict.language !== "unknown" &&
		failed.length === 0
	)
		return end(remote.tier, remote.tier);
	turns.push("It leaves this device only if you agree.");
	return end("ask", remote.tier);
}

/** What is asked that the embedded model cannot do, the weightiest first, nothing twice. */
function listCauses(
	{ reasons }: PromptVerdict,
	limits: readonly JobLimit[],
	isPromptHard: boolean,
): readonly string[] {
	const told = limits.map(({ clause }) => clause);
	return [
		...(isPromptHard ? reasons : [])
			.filter((clause) => !told.includes(clause))
			.map((clause) => `The prompt ${clause}.`),
		...limits.map(({ reason }) => reason),
	];
}

/** Of the whole job; an unknown price may be any price, but a server of the user's own without one is free. */
function estimatePrice(
	{ tier, priceMicros }: RemoteTier,
	{ job }: DecisionContext,
): number | undefined {
	const each = priceMicros ?? (tier === "private" ? 0 : undefined);
	return each === undefined ? undefined : each * (job?.count ?? 1);
}

/** One sentence per kind of tier, as each may fail for a reason of its own. */
function explainNoRemote(context: DecisionContext): string {
	if (context.tiers.length === 0) return "No bigger model is set up.";
	const [first] = context.tiers;
	return findObstacle(first.tier, context) ?? "No bigger model can do this.";
}

function chooseLocal(
	{ demands, language }: PromptVerdict,
	{ hasLayers, failed = [] }: DecisionContext,
): "local" | "layers" {
	const isOnlyLayered = demands.every((demand) =>
		layeredDemands.includes(demand),
	);
	// Of another language the demands are not seen, but what is taken apart was understood.
	const fits = isOnlyLayered && (language === "unknown" || demands.length > 0);
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
	context: DecisionContext,
): string | undefined {
	const { policy, tiers, budgetMicros, hasLayers, failed = [] } = context;
	if (tier === "local") return undefined;
	if (tier === "layers")
		return hasLayers ? undefined : "Layers are not available here.";
	if (policy === "never") return forbidden;
	const remote = tiers.find((known) => known.tier === tier);
	if (remote === undefined) return `${nameOf(tier)} is not set up.`;
	if (failed.includes(tier)) return `${nameOf(tier)} was tried already.`;
	if (remote.hasReferences === false && (context.job?.referenceCount ?? 0) > 0)
		return `${nameOf(tier)} takes no reference pictures.`;
	const price = estimatePrice(remote, context);
	if (price === undefined)
		return `Nobody knows the price of ${remote.modelId}.`;
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
