// What is kept on a layer: core's recipe with the prompt, and what was done to the colours.
import { makeRecipe, parseHexColour, parseRecipe } from "@musa/core";
import type { Drawing, Look } from "@musa/studio";

/** Packs what made a picture. */
export function formatNodeRecipe({ plan, look }: Drawing): string {
	const recipe = makeRecipe(plan, {
		coreVersion: MUSA_VERSION,
		embedPrompt: true,
	});
	const { hue, colours } = look;
	return JSON.stringify({ ...recipe, hue, colours });
}

/** The service's model that drew the final picture, if one did. */
export function readFinalModel(json: string): string | undefined {
	try {
		const { final } = JSON.parse(json) as { final?: { modelId?: unknown } };
		return typeof final?.modelId === "string" ? final.modelId : undefined;
	} catch {
		return undefined;
	}
}

/** Reads it back; `undefined` when it is damaged or has no prompt. */
export function parseNodeRecipe(json: string | undefined): Look | undefined {
	if (json === undefined) return undefined;
	try {
		const { prompt, style, seed, variation } = parseRecipe(json);
		const { hue, colours } = JSON.parse(json) as Record<string, unknown>;
		if (prompt === undefined) return undefined;
		return {
			prompt,
			style,
			seed,
			variation,
			hue: typeof hue === "number" && Math.abs(hue) <= 180 ? hue : 0,
			colours: Array.isArray(colours)
				? colours.filter(
						(colour) =>
							typeof colour === "string" &&
							parseHexColour(colour) !== undefined,
					)
				: [],
		};
	} catch {
		return undefined;
	}
}
