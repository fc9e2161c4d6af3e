// musa route: a verdict per prompt, without drawing or sending anything.
import { readFile } from "node:fs/promises";
import {
	type Decision,
	type DecisionContext,
	decide,
	judgePrompt,
	type PromptVerdict,
} from "@musa/core";
import type { Command } from "./command.js";
import { clip, parseOptions } from "./parse-options.js";
import { loadRouterModel } from "./router-weights.js";
import { UsageError } from "./usage-error.js";
import { loadUserSettings, type UserSettings } from "./user-settings.js";

const POLICIES = ["never", "ask", "allowed"] as const;
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

The score runs from 0 to 1: how likely the model on this computer falls short.
Bigger models and caps are set up in providers.json in your settings folder (MUSA_CONFIG_DIR).`,
	async run(args, { print, signal }) {
		const { values, switches, positionals } = parseOptions(args, {
			file: { type: "string" },
			policy: { type: "string" },
			choose: { type: "string" },
			json: { type: "boolean" },
		});
		const prompts = await readPrompts(values.file, positionals);
		const context = makeContext(
			await loadUserSettings(),
			pick("policy", values.policy, POLICIES),
			pick("choose", values.choose, CHOICES),
		);
		const model = await loadRouterModel();
		const lines: string[] = [];
		for (const prompt of prompts) {
			signal.throwIfAborted();
			const verdict = judgePrompt(prompt, model);
			const decision = decide(verdict, context);
			lines.push(
				switches.has("json")
					? toJson(prompt, verdict, decision)
					: toText(prompt, verdict, decision),
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

function makeContext(
	{ policy, caps, tiers }: UserSettings,
	asked: UserSettings["policy"] | undefined,
	overrule: DecisionContext["overrule"],
): DecisionContext {
	return {
		localModelId: "musa-xxs",
		// The switch in the settings is a limit; the command line only tightens it.
		policy: policy === "never" ? "never" : (asked ?? policy),
		tiers: tiers.map(({ tier, providerId, modelId, priceMicros }) => ({
			tier,
			providerId,
			modelId,
			priceMicros,
		})),
		budgetMicros: Math.min(caps.job, caps.day, caps.month),
		// The command cannot put layers together.
		hasLayers: false,
		overrule,
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

function toJson(
	prompt: string,
	{ language, kind, demands, score, reasons }: PromptVerdict,
	{ tier }: Decision,
): string {
	return JSON.stringify({
		prompt,
		language,
		kind,
		demands,
		score,
		tier,
		reasons,
	});
}

function toText(
	prompt: string,
	{ score, reasons }: PromptVerdict,
	{ tier }: Decision,
): string {
	// A prompt may hold what steers a terminal.
	const shown = clip(prompt.replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, "?"));
	return `${tier.padEnd(8)}${score.toFixed(2)}  ${shown}  (${reasons.join("; ")})`;
}
