import { expect, test } from "vitest";
import { type Decision, type DecisionContext, decide } from "./decide.js";
import type { PromptVerdict } from "./judge-prompt.js";

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
		lacks: [],
		reasons: [
			"The prompt needs legible text: 'SALE'.",
			"It leaves this device only if you agree.",
		],
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
