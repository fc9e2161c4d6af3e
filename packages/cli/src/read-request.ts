// Options → request: what is drawn, from which picture, and by which recipe if it was drawn before.
import {
	type ImageRequest,
	type ImageSize,
	maxSide,
	parseRequest,
	type Recipe,
	type Registry,
	type RgbaImage,
} from "@musa/core";
import { DEFAULT_SIDE, type GenerateOptions } from "./generate-options.js";
import { readPicture } from "./read-picture.js";
import { readRecipeFile } from "./recipe-file.js";
import { requestFromRecipe } from "./recipe-request.js";
import { UsageError } from "./usage-error.js";

/**
 * Reads the files that the options name and makes the request.
 *
 * @throws UsageError, RequestError, ImageError
 */
export async function readRequest(
	options: GenerateOptions,
	registry: Registry,
): Promise<{ request: ImageRequest; recipe: Recipe | undefined }> {
	const { recipeFile, from, prompt, request } = options;
	const init = from === undefined ? undefined : await readPicture(from);
	if (recipeFile !== undefined)
		return requestFromRecipe(recipeFile, { prompt, init, request }, registry);
	const asked = {
		prompt: prompt ?? (await promptInside(from)),
		size: defaultSize(init),
		...request,
		...(init && { init }),
	};
	return { request: parseRequest(asked, registry), recipe: undefined };
}

async function promptInside(file = ""): Promise<string> {
	const { recipe } = await readRecipeFile(file);
	if (recipe?.prompt !== undefined) return recipe.prompt;
	throw new UsageError(
		`"${file}" does not hold its prompt; write the prompt on the command line.`,
	);
}

/** That of the picture to start from, as far as pictures may be that large. */
function defaultSize(init: RgbaImage | undefined): ImageSize {
	if (init === undefined) return { width: DEFAULT_SIDE, height: DEFAULT_SIDE };
	const scale = Math.min(1, maxSide / Math.max(init.width, init.height));
	const shrink = (side: number) => Math.max(1, Math.round(side * scale));
	return { width: shrink(init.width), height: shrink(init.height) };
}
