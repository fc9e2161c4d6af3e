import {
	hashModel,
	hashPrompt,
	type ImageRequest,
	type Plan,
	parseRequest,
	type Recipe,
	type Registry,
} from "@musa/core";
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
 * @param prompt  from the command line; the recipe's own prompt when undefined
 * @param extra   `device` and `threadCount`, where given
 * @throws UsageError when prompt or model are not those of the recipe
 */
export async function requestFromRecipe(
	file: string,
	prompt: string | undefined,
	extra: Readonly<Record<string, unknown>>,
	registry: Registry,
): Promise<RecipeRequest> {
	const { recipe } = await readRecipeFile(file);
	if (recipe === undefined)
		throw new UsageError(
			`"${file}" holds no recipe by Musa; choose a file that musa generate made.`,
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
	for (const field of ["scheduler", "kind", "style"] as const)
		if (plan[field] !== recipe[field])
			throw new UsageError(
				`This version of Musa would draw it with ${field} ${plan[field]} instead of ${clip(recipe[field])}; use version ${clip(recipe.coreVersion)}.`,
			);
}
