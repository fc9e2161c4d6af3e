import {
	hashModel,
	hashModelPrompt,
	hashPrompt,
	type ImageRequest,
	type Plan,
	parseRequest,
	type Recipe,
	type Registry,
	type RgbaImage,
} from "@musa/core";
import type { GenerateOptions } from "./generate-options.js";
import { clip } from "./parse-options.js";
import { readRecipeFile } from "./recipe-file.js";
import { UsageError } from "./usage-error.js";

/** A request that draws what a recipe drew, with the recipe to hold the plan against. */
export interface RecipeRequest {
	readonly request: ImageRequest;
	readonly recipe: Recipe;
}

/**
 * Turns the recipe in `file` into a request.
 *
 * @param given  from the command line: the prompt, else the recipe's own; the picture it was started from, which no recipe
 *               holds; of the request only `device` and `threadCount`
 * @throws UsageError when prompt, model or picture are not those of the recipe
 */
export async function requestFromRecipe(
	file: string,
	given: Pick<GenerateOptions, "prompt" | "request"> & {
		readonly init: RgbaImage | undefined;
	},
	registry: Registry,
): Promise<RecipeRequest> {
	const { recipe } = await readRecipeFile(file);
	if (recipe === undefined)
		throw new UsageError(
			`"${file}" holds no recipe by Musa; choose a file that musa generate made.`,
		);
	const { prompt, init, request: extra } = given;
	if ((recipe.init === undefined) !== (init === undefined))
		throw new UsageError(
			init === undefined
				? `"${file}" was drawn from a picture; name that one with --from.`
				: `"${file}" was not drawn from a picture; leave --from away.`,
		);
	const words = prompt ?? recipe.prompt;
	if (words === undefined)
		throw new UsageError(
			`The recipe in "${file}" does not hold its prompt; write the prompt on the command line.`,
		);
	const manifest = registry.find(recipe.modelId);
	if (hashModel(manifest) !== recipe.modelSha256)
		throw new UsageError(
			`"${file}" was drawn by ${clip(recipe.modelId)} ${clip(recipe.modelVersion)} with other weights than those installed (${manifest.version}); install that version.`,
		);
	const request = parseRequest(
		{
			prompt: words,
			size: recipe.size,
			seed: recipe.seed,
			...(recipe.variation && { variation: recipe.variation }),
			stepCount: recipe.stepCount,
			guidanceScale: recipe.guidanceScale,
			style: recipe.style,
			background: recipe.background,
			grid: recipe.grid ?? manifest.latents,
			layers: recipe.layers ?? false,
			...(recipe.init && { init, strength: recipe.init.strength }),
			modelId: recipe.modelId,
			device: extra.device ?? recipe.device,
			threadCount: extra.threadCount,
		},
		registry,
	);
	if (hashPrompt(request.prompt) !== recipe.promptSha256)
		throw new UsageError(
			`The prompt is not the one that "${file}" was drawn with; write that one.`,
		);
	return { request, recipe };
}

/**
 * Fails when a later version of Musa understands the request differently.
 *
 * @throws UsageError
 */
export function assertSamePlan(plan: Plan, recipe: Recipe): void {
	if (plan.init?.sha256 !== recipe.init?.sha256)
		throw new UsageError(
			"The picture of --from is not the one that the recipe names; give that one.",
		);
	const { modelPromptSha256: told } = recipe;
	if (told !== undefined && told !== hashModelPrompt(plan))
		throw new UsageError(
			`This version of Musa would tell the model other words for this prompt; use version ${clip(recipe.coreVersion)}.`,
		);
	for (const field of ["scheduler", "kind", "style"] as const)
		if (plan[field] !== recipe[field])
			throw new UsageError(
				`This version of Musa would draw it with ${field} ${plan[field]} instead of ${clip(recipe[field])}; use version ${clip(recipe.coreVersion)}.`,
			);
}
