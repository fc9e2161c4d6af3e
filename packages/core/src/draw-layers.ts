// A plan in layers → every thing drawn alone and put in its places.
import { composeLayers } from "./finish/compose-layers.js";
import type { ImageProvider, ProviderContext } from "./providers/provider.js";
import type { GeneratedImage, Layer, Plan, StageTiming } from "./records.js";

/**
 * Draws the layers of a plan one after the other; a thing that lies in several places is drawn once.
 *
 * @throws what `provider.generate` throws
 */
export async function drawLayers(
	signal: AbortSignal,
	plan: Plan,
	layers: readonly Layer[],
	provider: ImageProvider,
	context: ProviderContext,
): Promise<GeneratedImage> {
	const drawn: GeneratedImage[] = [];
	for (const [i, layer] of layers.entries())
		drawn.push(
			await provider.generate(signal, planLayer(plan, layer), {
				...context,
				onProgress: (progress) =>
					context.onProgress?.({
						...progress,
						fraction: (i + progress.fraction) / layers.length,
					}),
			}),
		);
	const start = performance.now();
	const image = composeLayers(
		layers,
		drawn.map((each) => each.image),
		plan,
	);
	const timings: StageTiming[] = [
		...drawn.flatMap((each) => each.timings),
		{ stage: "compose-layers", ms: performance.now() - start },
	];
	return { image, plan, timings };
}

function planLayer(
	plan: Plan,
	{ prompt, modelPrompt, tint, seed, size, upscaleFactors }: Layer,
): Plan {
	const { layers: _, modelPrompt: __, tint: ___, ...whole } = plan;
	return {
		...whole,
		prompt,
		...(modelPrompt !== undefined && { modelPrompt }),
		...(tint !== undefined && { tint }),
		seed,
		targetSize: size,
		upscaleFactors,
		background: "transparent",
		reasons: [],
	};
}
