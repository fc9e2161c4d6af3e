import type { Routing } from "@musa/studio";
import type { EngineClient } from "../engine/engine-client.js";
import type { Draft, Look, Size } from "../records.js";

/**
 * Draws something to look at; nothing is written.
 *
 * @throws MusaError, AbortError
 */
export async function drawDraft(
	signal: AbortSignal,
	engine: EngineClient,
	look: Look,
	size: Size,
	routing: Routing,
): Promise<Draft> {
	const { style, prompt, seed, variation, alpha, hue, colours } = look;
	const [drawn, [route = []]] = await Promise.all([
		engine.draw(signal, {
			...{ prompt, seed, variation, alpha, hue, colours, ...size },
			style: style === "auto" ? undefined : style,
			format: "png",
			embedRecipe: false,
			embedPrompt: false,
			scales: [1],
		}),
		engine.explain([prompt], routing),
	]);
	const [file] = drawn.files;
	if (file === undefined) throw new Error("nothing was drawn");
	const { distance } = drawn;
	return {
		...{ look, size, png: file.bytes, route },
		...(distance ? { distance } : {}),
	};
}
