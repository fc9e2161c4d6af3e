import { expect, test } from "vitest";
import { type Decision, type DecisionContext, decide } from "./decide.js";
import { maskClause } from "./job-limits.js";
import type { PromptVerdict } from "./judge-prompt.js";
import { recordFallback } from "./record-fallback.js";

const easy: PromptVerdict = {
	language: "en",
	kind: "object",
	demands: [],
	score: 0.1,
	reasons: ["names one thing"],
};
const hard: PromptVerdict = {
	...easy,
	demands: ["text", "perspective"],
	score: 0.9,
	reasons: ["needs legible text: 'SALE'"],
};
const layered: PromptVerdict = { ...hard, demands: ["text", "count"] };
const foreign: PromptVerdict = { ...easy, language: "unknown", score: 0.5 };

const cloud = {
	tier: "cloud",
	providerId: "openai",
	modelId: "found-1",
	priceMicros: 40_000,
} as const;
const server = {
	tier: "private",
	providerId: "open-inference",
	modelId: "musa-txt2img-v1",
	priceMicros: undefined,
} as const;

function choose(
	verdict: PromptVerdict,
	changes: Partial<DecisionContext> = {},
): Decision {
	return decide(verdict, {
		localModelId: "musa-xxs",
		policy: "ask",
		tiers: [cloud],
		budgetMicros: 50_000,
		hasLayers: false,
		...changes,
	});
}

const table: readonly [
	string,
	PromptVerdict,
	Partial<DecisionContext>,
	string,
	string,
][] = [
	["an easy prompt stays here", easy, { policy: "allowed" }, "local", "local"],
	["a hard one asks, and offers the cloud", hard, {}, "ask", "cloud"],
	[
		"where sending is allowed it goes",
		hard,
		{ policy: "allowed" },
		"cloud",
		"cloud",
	],
	["never means never", hard, { policy: "never" }, "local", "local"],
	[
		"never cannot be overruled",
		hard,
		{ policy: "never", overrule: "cloud" },
		"local",
		"local",
	],
	[
		"a private server is preferred",
		hard,
		{ tiers: [cloud, server] },
		"ask",
		"private",
	],
	[
		"a private server without a price is free",
		hard,
		{ tiers: [server], policy: "allowed", budgetMicros: 0 },
		"private",
		"private",
	],
	[
		"a cloud without a price fits no budget",
		hard,
		{ tiers: [{ ...cloud, priceMicros: undefined }], policy: "allowed" },
		"ask",
		"local",
	],
	[
		"no budget, no cloud",
		hard,
		{ budgetMicros: 0, policy: "allowed" },
		"ask",
		"local",
	],
	["nothing set up", hard, { tiers: [] }, "ask", "local"],
	[
		"layers, where they can do it",
		layered,
		{ hasLayers: true },
		"layers",
		"layers",
	],
	["layers cannot do perspective", hard, { hasLayers: true }, "ask", "cloud"],
	[
		"another language that was taken apart is drawn in layers",
		foreign,
		{ hasLayers: true },
		"layers",
		"layers",
	],
	[
		"an unknown language asks even where sending is allowed",
		foreign,
		{ policy: "allowed" },
		"ask",
		"cloud",
	],
	[
		"one tap overrules to the device",
		hard,
		{ policy: "allowed", overrule: "local" },
		"local",
		"local",
	],
	[
		"one tap overrules to the cloud",
		easy,
		{ overrule: "cloud" },
		"cloud",
		"cloud",
	],
	[
		"one tap asks first",
		hard,
		{ policy: "allowed", overrule: "ask" },
		"ask",
		"cloud",
	],
	[
		"what is not set up cannot be chosen",
		easy,
		{ overrule: "private" },
		"local",
		"local",
	],
	[
		"after a failure the next tier asks",
		hard,
		{ policy: "allowed", tiers: [server, cloud], failed: ["private"] },
		"ask",
		"cloud",
	],
];

test.each(table)("%s", (_, verdict, changes, tier, offer) => {
	expect(choose(verdict, changes)).toMatchObject({ tier, offer });
});

test("a decision tells price, model, what would be lacking, and every turn it took", () => {
	expect(choose(hard)).toEqual({
		tier: "ask",
		offer: "cloud",
		modelId: "found-1",
		providerId: "openai",
		priceMicros: 40_000,
		fallsShort: true,
		lacks: [
			"The words will not be readable.",
			"Viewpoint and reflections may be wrong.",
		],
		lack: "The words will not be readable. Viewpoint and reflections may be wrong.",
		reasons: [
			"The prompt needs legible text: 'SALE'.",
			"It leaves this device only if you agree.",
		],
		causes: ["The prompt needs legible text: 'SALE'."],
		turns: ["It leaves this device only if you agree."],
	});
	expect(choose(hard, { policy: "never", overrule: "cloud" })).toMatchObject({
		priceMicros: 0,
		providerId: "local",
		lacks: [
			"The words will not be readable.",
			"Viewpoint and reflections may be wrong.",
		],
	});
	expect(
		choose(hard, { tiers: [server, cloud], failed: ["private"] }).reasons,
	).toContain("The private server failed before.");
});

const reference = { job: { referenceCount: 1 } };
const mask = { job: { hasMask: true } };
const native = { nativeSize: { width: 128, height: 128 } };
const sized = (side: number): Partial<DecisionContext> => ({
	job: { size: { width: side, height: side } },
	localSkills: native,
});

test.each<[string, PromptVerdict, Partial<DecisionContext>, string, string]>([
	["a reference picture asks", easy, reference, "ask", "cloud"],
	["a mask asks", easy, mask, "ask", "cloud"],
	[
		"what the embedded model can follow stays here",
		easy,
		{ ...reference, localSkills: { followsReferences: true } },
		"local",
		"local",
	],
	[
		"a mask that the embedded model keeps stays here",
		easy,
		{ ...mask, localSkills: { keepsMasks: true } },
		"local",
		"local",
	],
	[
		"a service that takes no pictures is not offered one",
		easy,
		{ ...reference, tiers: [{ ...cloud, hasReferences: false }] },
		"ask",
		"local",
	],
	["16 times the native size stays here", easy, sized(2048), "local", "local"],
	["more than that asks", easy, sized(2049), "ask", "cloud"],
	[
		"layers follow no reference",
		layered,
		{ ...reference, hasLayers: true },
		"ask",
		"cloud",
	],
	[
		"one picture is within the budget",
		hard,
		{ policy: "allowed", job: { count: 1 } },
		"cloud",
		"cloud",
	],
	[
		"two are not",
		hard,
		{ policy: "allowed", job: { count: 2 } },
		"ask",
		"local",
	],
])("%s", (_, verdict, changes, tier, offer) => {
	expect(choose(verdict, changes)).toMatchObject({ tier, offer });
});

test("what a job asks for besides words is told, and what is missing without it", () => {
	const { reasons, lacks, priceMicros } = choose(easy, {
		job: {
			size: { width: 4096, height: 64 },
			count: 3,
			referenceCount: 1,
			hasMask: true,
		},
		localSkills: native,
		budgetMicros: 1_000_000,
	});
	expect(reasons).toEqual([
		"The embedded model follows no reference pictures.",
		"The embedded model does not draw inside a mask.",
		"The embedded model draws 128 x 128 px; this is 32 times as large.",
		"It leaves this device only if you agree.",
	]);
	expect(lacks).toHaveLength(3);
	expect(priceMicros).toBe(120_000);
	// Fine detail is missed long before a bigger model is worth it.
	const { tier, lacks: soft } = choose(easy, sized(1100));
	expect([tier, soft]).toEqual([
		"local",
		["Fine detail will be missing at this size."],
	]);
});

test("why nothing bigger is offered is said", () => {
	const why = (changes: Partial<DecisionContext>) =>
		choose(hard, changes).reasons.at(-1);
	expect(why({ tiers: [] })).toBe("No bigger model is set up.");
	expect(why({ budgetMicros: 1 })).toBe(
		"The cloud model costs more than is left to spend.",
	);
	expect(why({ tiers: [{ ...cloud, priceMicros: undefined }] })).toBe(
		"Nobody knows the price of found-1.",
	);
});

test("a fallback is recorded without words of the prompt, and nothing where there is none", () => {
	expect(recordFallback(hard, choose(hard))).toEqual({
		advised: "cloud",
		score: 0.9,
		demands: ["text", "perspective"],
	});
	const never = choose(hard, { policy: "never", tiers: [cloud] });
	expect(recordFallback(hard, never)?.advised).toBe("none");
	expect(recordFallback(easy, choose(easy))).toBeUndefined();
	expect(
		recordFallback(layered, choose(layered, { hasLayers: true })),
	).toBeUndefined();
});

test("what the embedded model never learnt asks, and what it learnt is drawn whatever language it is taken for", () => {
	const guess = { confidence: 0.2, unknownWords: ["axo\u001blotl"] };
	expect(choose(easy, { localConfidence: guess })).toMatchObject({
		...{ tier: "ask", offer: "cloud", fallsShort: true },
		lacks: ["The picture will be a guess."],
		reasons: [
			"The embedded model has not learnt 'axolotl'.",
			"It leaves this device only if you agree.",
		],
	});
	const together = { confidence: 0.2, unknownWords: [] };
	expect(choose(easy, { localConfidence: together }).reasons[0]).toContain(
		"not what they name together",
	);
	const known = { confidence: 0.9, unknownWords: [] };
	const mug = { ...foreign, score: 0.35 };
	expect(choose(mug, { localConfidence: known }).tier).toBe("local");
	expect(choose(mug).tier).toBe("ask");
	expect(choose(hard, { localConfidence: known }).tier).toBe("ask");
});

test("a screen gets at most three causes and two lacks, and nothing that says the same twice", () => {
	const demanding: PromptVerdict = {
		...hard,
		demands: ["text", "count", "spatial-relations", "perspective"],
		reasons: [
			maskClause,
			"needs legible text: 'SALE'",
			"needs an exact count: 'five'",
		],
	};
	const { causes, lack, reasons, lacks } = choose(demanding, {
		...mask,
		localConfidence: { confidence: 0.1, unknownWords: ["sale"] },
	});
	expect(causes).toEqual([
		"The prompt needs legible text: 'SALE'.",
		"The prompt needs an exact count: 'five'.",
		"The embedded model does not draw inside a mask.",
	]);
	expect(lack).toBe(
		"The words will not be readable. The number of things may be wrong.",
	);
	expect(reasons).toContain("The embedded model has not learnt 'sale'.");
	expect(lacks).toHaveLength(6);
	const never = choose(hard, { policy: "never", overrule: "cloud" });
	expect(never.turns).toEqual(["Nothing may leave this device."]);
	expect(choose(easy)).toMatchObject({ causes: [], lack: "" });
});
