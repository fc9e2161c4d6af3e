// musa route: a verdict per prompt, without drawing or sending anything.
import { access, readFile } from "node:fs/promises";
import {
	type Decision,
	type DecisionContext,
	decide,
	type JobNeeds,
	judgePrompt,
	makeRegistry,
	maxSide,
	type PromptVerdict,
} from "@musa/core";
import type { Command } from "./command.js";
import { makeDecisionContext } from "./decision-context.js";
import { formatMoney } from "./format-money.js";
import { parseCount } from "./generate-options.js";
import { openLocalEngine } from "./local-engine.js";
import { openLocalKnowledge } from "./local-knowledge.js";
import { loadRouterModel } from "./model-assets.js";
import { loadPacks } from "./packs.js";
import { clip, parseOptions } from "./parse-options.js";
import { parseSize } from "./parse-size.js";
import { UsageError } from "./usage-error.js";
import { loadUserSettings } from "./user-settings.js";

const POLICIES = ["never", "ask", "allowed"] as const;
const maxReasons = 3;
const CHOICES = ["local", "layers", "private", "cloud", "ask"] as const;

/** `musa route`: where a prompt would be drawn, and why. */
export const route: Command = {
	summary: "say where a prompt would be drawn, and why",
	help: `Says where a prompt would be drawn and why. Nothing is drawn and nothing is sent.

Usage
  musa route <prompt> [options]
  musa route --file PROMPTS.txt [options]   one prompt per line, one verdict per line

  --json            one JSON object per line:
                    {"prompt","language","kind","demands","score","tier","reasons"}
  --policy NAME     never, ask or allowed (default: your settings, else ask)
  --choose TIER     overrule: local, layers, private, cloud or ask
  --size N|WxH      what is asked for besides words, as for musa generate: px,
  --count N         how many pictures,
  --from IMAGE      a reference picture,
  --mask IMAGE      the part that may change; the files are not read
  --details         more fields: offer, model, price, what is left to spend, what a local picture lacks, why,
                    and how well the model on this computer knows the words

The score runs from 0 to 1: how likely the model on this computer falls short.
Bigger models and caps are set up in providers.json in your settings folder (MUSA_CONFIG_DIR).`,
	async run(args, { print, signal }) {
		const { values, switches, positionals } = parseOptions(args, {
			file: { type: "string" },
			policy: { type: "string" },
			choose: { type: "string" },
			size: { type: "string" },
			count: { type: "string" },
			from: { type: "string" },
			mask: { type: "string" },
			details: { type: "boolean" },
			json: { type: "boolean" },
		});
		const prompts = await readPrompts(values.file, positionals);
		const job = await readJob(values);
		const settings = await loadUserSettings();
		const packs = await loadPacks();
		const { defaultManifest } = makeRegistry(
			packs.map((pack) => pack.manifest),
		);
		const context = await makeDecisionContext(settings, defaultManifest, {
			job,
			policy: pick("policy", values.policy, POLICIES),
			overrule: pick("choose", values.choose, CHOICES),
		});
		const given = {
			hasReferences: job.referenceCount === 1,
			hasMask: job.hasMask ?? false,
		};
		const model = await loadRouterModel();
		const engine = openLocalEngine(packs);
		const judgeKnowledge = await openLocalKnowledge(
			signal,
			engine,
			defaultManifest,
		).finally(() => engine.close());
		const lines: string[] = [];
		for (const prompt of prompts) {
			signal.throwIfAborted();
			const verdict = judgePrompt(prompt, model, given);
			const knowledge = judgeKnowledge(prompt);
			const decision = decide(verdict, { ...context, ...knowledge });
			lines.push(
				switches.has("json")
					? JSON.stringify({
							...toRecord(prompt, verdict, decision),
							...(switches.has("details") && {
								...toDetails(decision, context, settings.currency),
								...knowledge.localConfidence,
							}),
						})
					: [
							toText(prompt, verdict, decision),
							...(switches.has("details")
								? toLines(decision, settings.currency)
								: []),
						].join("\n"),
			);
			// Few large writes, without holding everything.
			if (lines.length === 500) print(lines.splice(0).join("\n"));
		}
		if (lines.length > 0) print(lines.join("\n"));
		return 0;
	},
};

async function readPrompts(
	file: string | undefined,
	positionals: readonly string[],
): Promise<readonly string[]> {
	if (file === undefined) {
		if (positionals.length !== 1)
			throw new UsageError(
				'Give one prompt in quotes, for example: musa route "a red heart".',
			);
		return positionals;
	}
	if (positionals.length > 0)
		throw new UsageError("Give either a prompt or --file, not both.");
	const text = await readFile(file, "utf8").catch((cause: unknown) => {
		throw new UsageError(`Can't read "${file}"; choose another file.`, {
			cause,
		});
	});
	// Only line feeds end a line: anything else may be part of a prompt.
	const lines = text.split("\n");
	if (lines.at(-1) === "") lines.pop();
	return lines.map((line) => line.replace(/\r$/, ""));
}

async function readJob(
	values: Readonly<Record<string, string | undefined>>,
): Promise<JobNeeds> {
	for (const option of ["from", "mask"]) {
		const path = values[option];
		if (path !== undefined)
			await access(path).catch((cause: unknown) => {
				throw new UsageError(`There is no file "${clip(path)}".`, { cause });
			});
	}
	const size = values.size === undefined ? undefined : parseSize(values.size);
	if (
		size &&
		![size.width, size.height].every((px) => px >= 1 && px <= maxSide)
	)
		throw new UsageError(
			`--size "${clip(values.size ?? "")}" is out of range; each side has 1 to ${maxSide} px.`,
		);
	return {
		size,
		count: parseCount(values.count),
		referenceCount: values.from === undefined ? 0 : 1,
		hasMask: values.mask !== undefined,
	};
}

function pick<T extends string>(
	option: string,
	text: string | undefined,
	known: readonly T[],
): T | undefined {
	if (text === undefined) return undefined;
	const found = known.find((name) => name === text);
	if (found === undefined)
		throw new UsageError(
			`--${option} must be one of ${known.join(", ")}, not "${clip(text)}".`,
		);
	return found;
}

function toRecord(prompt: string, verdict: PromptVerdict, decision: Decision) {
	const { language, kind, demands, score } = verdict;
	const reasons = listReasons(verdict, decision);
	return {
		...{ prompt, language, kind, demands, score },
		...{ tier: decision.tier, reasons },
	};
}

/** Those of the verdict; where easy words are asked about, why too: a word that the model on this computer never learnt. */
function listReasons(
	{ reasons }: PromptVerdict,
	{ causes }: Decision,
): readonly string[] {
	if (causes.some((cause) => cause.startsWith("The prompt "))) return reasons;
	const others = causes.map(
		(cause) => `${cause.charAt(0).toLowerCase()}${cause.slice(1, -1)}`,
	);
	return [...reasons, ...others].slice(0, maxReasons);
}

function toDetails(
	{ offer, modelId, providerId, priceMicros, lacks, reasons }: Decision,
	{ budgetMicros }: Pick<DecisionContext, "budgetMicros">,
	currency: string,
) {
	return {
		...{ offer, modelId, providerId, priceMicros: priceMicros ?? null },
		...{ currency, budgetMicros, lacks, why: reasons },
	};
}

function toLines(
	{ offer, modelId, priceMicros, lack, causes, turns }: Decision,
	currency: string,
): readonly string[] {
	const target =
		offer === "local"
			? "drawn here"
			: `${offer}: ${modelId.replace(/[\p{Cc}\p{Cf}]/gu, "?")}, ${formatMoney(priceMicros, currency)}`;
	return [
		`          ${target}`,
		...[...causes, ...turns].map((reason) => `          ${reason}`),
		...(lack === "" ? [] : [`          Drawn here: ${lack}`]),
	];
}

function toText(
	prompt: string,
	verdict: PromptVerdict,
	decision: Decision,
): string {
	const { tier } = decision;
	const reasons = listReasons(verdict, decision);
	// A prompt may hold what steers a terminal.
	const shown = clip(prompt.replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, "?"));
	return `${tier.padEnd(8)}${verdict.score.toFixed(2)}  ${shown}  (${reasons.join("; ")})`;
}
