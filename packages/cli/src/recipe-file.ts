import { readFile, stat } from "node:fs/promises";
import { type RecipeCarrier, readImageRecipe, sniffImage } from "@musa/assets";
import { parseRecipe, type Recipe } from "@musa/core";
import { UsageError } from "./usage-error.js";

/** What kinds of file may hold a recipe. */
export type RecipeSource = RecipeCarrier | "json";

/** A file with its recipe, if it has one. */
export interface RecipeFile {
	readonly source: RecipeSource;
	readonly recipe: Recipe | undefined;
}

// Larger than any picture Musa makes; reading more would only waste memory.
const MAX_FILE_BYTES = 256 * 2 ** 20;

/**
 * Reads the recipe out of a PNG, WebP or JPEG, or a file of recipe JSON.
 *
 * @throws UsageError when the file can't be read or is none of these
 * @throws ImageError `image/png-invalid`, `image/recipe-invalid`
 */
export async function readRecipeFile(path: string): Promise<RecipeFile> {
	const bytes = await readWhole(path);
	const source = sniffImage(bytes);
	if (source !== undefined) return { source, recipe: readImageRecipe(bytes) };
	const text = new TextDecoder().decode(bytes);
	if (/^\s*\{/.test(text)) return { source: "json", recipe: parseRecipe(text) };
	throw new UsageError(
		`"${path}" is neither a PNG, WebP or JPEG nor recipe JSON; choose another file.`,
	);
}

/**
 * Reads a file that may be a picture.
 *
 * @throws UsageError when it can't be read or is too large
 */
export async function readWhole(path: string): Promise<Uint8Array> {
	try {
		const { size } = await stat(path);
		if (size > MAX_FILE_BYTES) throw new Error("it is too large");
		return new Uint8Array(await readFile(path));
	} catch (cause) {
		const missing =
			cause instanceof Error && "code" in cause && cause.code === "ENOENT";
		throw new UsageError(
			missing
				? `There is no file "${path}"; check its name.`
				: `Can't read "${path}"; choose another file.`,
			{ cause },
		);
	}
}
