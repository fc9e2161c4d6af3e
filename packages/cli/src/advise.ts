// What the router says about a picture before it is drawn here. It only advises: nothing is sent, and the picture is drawn anyway.
import {
	type Decision,
	decide,
	type Engine,
	type Fallback,
	type ImageRequest,
	judgePrompt,
	type ModelManifest,
	type PromptVerdict,
	recordFallback,
} from "@musa/core";
import { makeDecisionContext } from "./decision-context.js";
import { formatMoney } from "./format-money.js";
import { openLocalKnowledge } from "./local-knowledge.js";
import { loadRouterModel } from "./model-assets.js";
import { loadUserSettings } from "./user-settings.js";

/** A verdict, the decision that follows from it, and how money is counted. */
export interface Advice {
	readonly verdict: PromptVerdict;
	readonly decision: Decision;
	readonly currency: string;
	/** For the recipe. */
	readonly fallback: Fallback | undefined;
}

/** What advice depends on besides the request. */
export interface AdviceContext {
	readonly engine: Engine;
	readonly manifest: ModelManifest;
	/** Pictures that are wanted. */
	readonly count: number;
}

/**
 * Judges a request as `musa route` would.
 *
 * @throws Error, UsageError when weights or settings are damaged
 */
export async function advise(
	signal: AbortSignal,
	request: ImageRequest,
	{ engine, manifest, count }: AdviceContext,
): Promise<Advice> {
	const [settings, model, judgeKnowledge] = await Promise.all([
		loadUserSettings(),
		loadRouterModel(),
		openLocalKnowledge(signal, engine, manifest),
	]);
	const { prompt, size, init } = request;
	const verdict = judgePrompt(prompt, model, { hasReferences: !!init });
	const job = { size, count, referenceCount: init ? 1 : 0 };
	const context = await makeDecisionContext(settings, manifest, { job });
	const { localConfidence, hasLayers } = judgeKnowledge(prompt);
	const decision = decide(verdict, {
		...context,
		localConfidence,
		hasLayers: hasLayers && !init && request.layers !== false,
	});
	const fallback = recordFallback(verdict, decision);
	return { verdict, decision, currency: settings.currency, fallback };
}

/** Lines for people; none where the embedded model can draw what is asked. */
export function describeAdvice({
	verdict,
	decision,
	currency,
}: Advice): readonly string[] {
	const { tier, fallsShort, lack, offer, modelId, priceMicros } = decision;
	if (!fallsShort) return lack === "" ? [] : [lack];
	const isRemote = offer === "private" || offer === "cloud";
	const name = offer === "private" ? "Your private server" : "The cloud model";
	// Where something bigger is set up the last turn says that it asks first; the last line here says so too.
	const turns = decision.turns.slice(
		0,
		tier === "ask" && isRemote ? -1 : undefined,
	);
	return [
		`This asks for more than the embedded model can do (${verdict.score.toFixed(2)} of 1). ${decision.causes.join(" ")}`,
		[...turns, "Drawn here all the same.", lack].join(" ").trim(),
		...(isRemote
			? [
					`${name} ${printable(modelId)} could draw it (${formatMoney(priceMicros, currency)}). Nothing was sent; musa generate "…" --final --from FILE shows what would be, and asks.`,
				]
			: []),
	];
}

/** The same for machines. */
export function reportAdvice({ verdict, decision, currency }: Advice) {
	const { tier, offer, modelId, priceMicros, lacks, reasons, fallsShort } =
		decision;
	const { score, language, kind, demands } = verdict;
	return {
		...{ tier, offer, fallsShort, score, language, kind, demands },
		...{ reasons, lacks, modelId, priceMicros: priceMicros ?? null, currency },
	};
}

function printable(text: string): string {
	return text.replace(/[\p{Cc}\p{Cf}]/gu, "?");
}
