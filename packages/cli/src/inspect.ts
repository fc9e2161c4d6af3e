import { readImageFinal } from "@musa/assets";
import type { FinalRecord, Recipe } from "@musa/core";
import type { Command } from "./command.js";
import { parseOptions } from "./parse-options.js";
import { readRecipeFile, readWhole } from "./recipe-file.js";
import { UsageError } from "./usage-error.js";

/** `musa inspect`: the recipe and provenance inside a file. */
export const inspect: Command = {
	summary: "show the recipe and provenance inside a file",
	help: `Shows what made a picture.

Usage
  musa inspect <image> [--json]

Reads the recipe in a PNG, WebP or JPEG by Musa, or a file of recipe JSON.
With --json the output is {"file","format","recipe"}; recipe is null if there is none. A picture by a bigger
model has "final" instead: the service's model, the hash of what was sent, and the draft's recipe.`,
	async run(args, { print }) {
		const { switches, positionals } = parseOptions(args, {
			json: { type: "boolean" },
		});
		const [file, ...more] = positionals;
		if (file === undefined || more.length > 0)
			throw new UsageError(
				"Name one file, for example: musa inspect heart.png.",
			);
		const { source, recipe } = await readRecipeFile(file);
		const final =
			source === "json" ? undefined : readImageFinal(await readWhole(file));
		if (switches.has("json"))
			print(
				JSON.stringify({
					...{ file, format: source, recipe: recipe ?? null },
					...(final && { final }),
				}),
			);
		else if (final !== undefined) print(describeFinal(final).join("\n"));
		else if (recipe === undefined) print(`${file}: no recipe by Musa inside`);
		else print(describe(recipe).join("\n"));
		return 0;
	},
};

function describe(recipe: Recipe): string[] {
	const { size, grid, init } = recipe;
	const rows: [string, string][] = [
		["made by", `a trained model (${recipe.modelId} ${recipe.modelVersion})`],
		["model hash", recipe.modelSha256],
		["prompt", recipe.prompt ?? "not in the file"],
		["prompt hash", recipe.promptSha256],
		["size", `${size.width} x ${size.height} px`],
		["seed", String(recipe.seed)],
		...(init
			? ([
					[
						"from",
						`a picture of ${init.width} x ${init.height} px, strength ${init.strength}`,
					],
					["from hash", init.sha256],
				] as [string, string][])
			: []),
		["steps", `${recipe.stepCount}, ${recipe.scheduler}`],
		["guidance", String(recipe.guidanceScale)],
		["style", recipe.style],
		[
			"kind",
			grid
				? `${recipe.kind}, grid ${grid.width} x ${grid.height}`
				: recipe.kind,
		],
		["background", recipe.background],
		["device", recipe.device],
		["core", recipe.coreVersion],
		...describeFallback(recipe.fallback),
	];
	return toLines(rows);
}

function describeFinal(final: FinalRecord): string[] {
	return [
		...toLines([
			["made by", `${final.modelId} (${final.providerId})`],
			["sent", final.payloadSha256],
			["prompt hash", final.promptSha256],
			["alpha from", final.alphaSource],
			["colours", `${final.paletteDeltaE.toFixed(1)} from the draft`],
			["layout", `${final.layoutSimilarity.toFixed(2)} of 1 like the draft`],
			["core", final.coreVersion],
		]),
		...(final.draft ? ["", "The draft:", ...describe(final.draft)] : []),
	];
}

function toLines(rows: readonly [string, string][]): string[] {
	return rows.map(([label, value]) => `${label.padEnd(12)}${printable(value)}`);
}

function describeFallback(fallback: Recipe["fallback"]): [string, string][] {
	if (fallback === undefined) return [];
	const { advised, score, demands } = fallback;
	const by = advised === "none" ? "nothing bigger was at hand" : advised;
	return [
		["drawn here", `though judged too hard (${score.toFixed(2)}; ${by})`],
		["asks for", demands.join(", ")],
	];
}

// A file from elsewhere may hold escape sequences for the terminal.
function printable(text: string): string {
	return text.replace(/[\p{Cc}\p{Cf}]/gu, "?");
}
