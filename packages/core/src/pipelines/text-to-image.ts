// Plan → picture: the stages in order, with their time and progress. What can be kept between pictures is kept here.
import { composeNative } from "../finish/compose-native.js";
import { fitToTarget } from "../finish/fit-to-target.js";
import { verifyImage } from "../finish/verify-image.js";
import type { ModelManifest, NetworkName } from "../models/manifest.js";
import {
	makeProgressReporter,
	type OnProgress,
	type ProgressStage,
} from "../progress.js";
import type { Plan, RgbaImage, StageTiming } from "../records.js";
import type { OnTrace, OpenModel } from "../runtime/open-model.js";
import { makeScheduler } from "../schedulers/make-scheduler.js";
import { decodeLatents } from "../stages/decode-latents.js";
import { denoise } from "../stages/denoise.js";
import { encodeText } from "../stages/encode-text.js";
import type { StageContext } from "../stages/stage.js";
import { upscale } from "../stages/upscale.js";
import { makeNoise, mixNoise } from "../tensor/noise.js";
import type { Tensor } from "../tensor/tensor.js";
import {
	tokenizeHashedNgram,
	tokenizeNothing,
} from "../tokenizers/hashed-ngram.js";

/** A picture with the time its stages took. */
export interface DrawnImage {
	readonly image: RgbaImage;
	readonly timings: readonly StageTiming[];
}

/** Who wants to hear what. */
export interface DrawListeners {
	readonly onProgress?: OnProgress | undefined;
	readonly onTrace?: OnTrace | undefined;
}

/** Draws pictures with one model, one at a time. */
export interface TextToImage {
	/**
	 * Draws what a plan says.
	 *
	 * @throws DeviceError, ModelError, InternalError, AbortError
	 */
	draw(
		signal: AbortSignal,
		plan: Plan,
		listeners?: DrawListeners,
	): Promise<DrawnImage>;
}

/** Makes the pipeline of a model; it remembers the embeddings of the last prompt and of none. */
export function makeTextToImage(model: OpenModel): TextToImage {
	const { manifest } = model;
	let lastPrompt:
		| { readonly key: string; readonly embedding: Tensor }
		| undefined;
	let nothing: Tensor | undefined;

	return {
		async draw(signal, plan, { onProgress, onTrace } = {}) {
			const timings: StageTiming[] = [];
			const stages = weighStages(plan, manifest);
			const report = makeProgressReporter(stages, onProgress);
			const runStage = async <T>(
				stage: string,
				work: (context: StageContext) => T | Promise<T>,
			): Promise<T> => {
				signal.throwIfAborted();
				const start = performance.now();
				const result = await work({
					run: (name, inputs) => model.run(name, inputs, onTrace),
					onStep: (step, stepCount) => report(stage, step, stepCount),
				});
				timings.push({ stage, ms: performance.now() - start });
				return result;
			};

			await runStage("open-model", () =>
				model.prepare(listNetworks(plan), onTrace),
			);
			const { textEmbedding, unconditionalEmbedding } = await runStage(
				"encode-text",
				async (context) => {
					const key = JSON.stringify([plan.style, plan.prompt]);
					if (lastPrompt?.key !== key) {
						const { tokenIds } = tokenizeHashedNgram(
							plan.prompt,
							plan.style,
							manifest.tokenizer,
						);
						lastPrompt = {
							key,
							embedding: await encodeText(signal, tokenIds, context),
						};
					}
					if (plan.guidanceScale !== 1) {
						nothing ??= await encodeText(
							signal,
							tokenizeNothing(manifest.tokenizer),
							context,
						);
					}
					context.onStep(1, 1);
					return {
						textEmbedding: lastPrompt.embedding,
						unconditionalEmbedding: nothing,
					};
				},
			);
			const latents = await runStage("denoise", (context) => {
				const { channels } = manifest.latents;
				const { height, width } = plan.grid;
				return denoise(
					signal,
					{
						noise: makePlanNoise(plan, [1, channels, height, width]),
						textEmbedding,
						unconditionalEmbedding,
						guidanceScale: plan.guidanceScale,
						scheduler: makeScheduler(
							plan.scheduler,
							plan.stepCount,
							manifest.sampling.timestepShift,
						),
					},
					context,
				);
			});
			const native = await runStage("decode-latents", async (context) =>
				composeNative(
					await decodeLatents(signal, latents, plan.nativeSize, context),
					plan,
					manifest.alphaLevels,
				),
			);
			const enlarged = await runStage("upscale", (context) =>
				upscale(signal, native, plan.upscaleFactors, context),
			);
			const image = await runStage("finish", (context) => {
				const fitted = fitToTarget(enlarged, plan);
				verifyImage(fitted, plan);
				context.onStep(1, 1);
				return fitted;
			});
			return { image, timings };
		},
	};
}

function makePlanNoise(
	{ seed, variation }: Plan,
	shape: readonly number[],
): Tensor {
	const noise = makeNoise(shape, seed);
	return variation === undefined || variation.strength === 0
		? noise
		: mixNoise(noise, makeNoise(shape, variation.seed), variation.strength);
}

/** The networks that a plan needs. */
function listNetworks(plan: Plan): NetworkName[] {
	const upscalers = new Set(
		plan.upscaleFactors.map((factor) => `upscaler-x${factor}` as const),
	);
	return ["text-encoder", "denoiser", "decoder", ...upscalers];
}

/** The stages by their work, for a progress bar that moves evenly. */
function weighStages(plan: Plan, manifest: ModelManifest): ProgressStage[] {
	const { networks, latents } = manifest;
	const passes = plan.guidanceScale === 1 ? 1 : 2;
	// The manifest counts the work of a native picture; it grows with the pixels.
	let share =
		(plan.grid.height * plan.grid.width) / (latents.height * latents.width);
	const drawn = share;
	let upscaleWork = 0;
	for (const factor of plan.upscaleFactors) {
		upscaleWork += (networks[`upscaler-x${factor}`]?.gflop ?? 0) * share;
		share *= factor * factor;
	}
	return [
		{ stage: "encode-text", weight: networks["text-encoder"].gflop },
		{
			stage: "denoise",
			weight: networks.denoiser.gflop * drawn * plan.stepCount * passes,
		},
		{ stage: "decode-latents", weight: networks.decoder.gflop * drawn },
		{ stage: "upscale", weight: upscaleWork },
		// Resizing and checking: about as long as this much work in a network, per million pixels.
		{
			stage: "finish",
			weight: (0.5 * plan.targetSize.width * plan.targetSize.height) / 1e6,
		},
	];
}
