// Plan → picture: the stages in order, with their time and progress. What can be kept between pictures is kept here.
import { RequestError } from "../errors.js";
import { evenOneColour } from "../finish/clean-object.js";
import { composeNative } from "../finish/compose-native.js";
import { fitImageToTarget, fitToTarget } from "../finish/fit-to-target.js";
import { tintObject } from "../finish/tint-object.js";
import { verifyImage } from "../finish/verify-image.js";
import type { ModelManifest, NetworkName } from "../models/manifest.js";
import {
	makeProgressReporter,
	type OnProgress,
	type ProgressStage,
} from "../progress.js";
import type { Plan, RgbaImage, StageTiming } from "../records.js";
import type { OnTrace, OpenModel } from "../runtime/open-model.js";
import { pause } from "../runtime/pause.js";
import { makeScheduler } from "../schedulers/make-scheduler.js";
import { countStepsFrom } from "../schedulers/scheduler.js";
import { decodeLatents } from "../stages/decode-latents.js";
import { denoise } from "../stages/denoise.js";
import { encodeImage } from "../stages/encode-image.js";
import { encodeText } from "../stages/encode-text.js";
import type { StageContext } from "../stages/stage.js";
import { upscale } from "../stages/upscale.js";
import { addNoise, makeNoise, mixNoise } from "../tensor/noise.js";
import { rememberTensors } from "../tensor/recent-tensors.js";
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

/** What a picture needs besides its plan, and who wants to hear what. */
export interface DrawContext {
	/** The picture that `plan.init` names. */
	readonly init?: RgbaImage | undefined;
	readonly onProgress?: OnProgress | undefined;
	readonly onTrace?: OnTrace | undefined;
}

/** Draws pictures with one model, one at a time. */
export interface TextToImage {
	/**
	 * Draws what a plan says.
	 *
	 * @throws RequestError `request/init-invalid`
	 * @throws DeviceError, ModelError, InternalError, AbortError
	 */
	draw(
		signal: AbortSignal,
		plan: Plan,
		context?: DrawContext,
	): Promise<DrawnImage>;
}

// Of 0.25 MB each: a draft, its variations and what they were before. Another size of one of them is only enlarged anew.
const rememberedNatives = 8;

/** Makes the pipeline of a model; it remembers the embeddings of the last prompt and of none, and the last native pictures. */
export function makeTextToImage(model: OpenModel): TextToImage {
	const { manifest } = model;
	let lastPrompt:
		| { readonly key: string; readonly embedding: Tensor }
		| undefined;
	let nothing: Tensor | undefined;
	const natives = rememberTensors(rememberedNatives);

	return {
		async draw(signal, plan, { init, onProgress, onTrace } = {}) {
			const timings: StageTiming[] = [];
			const isOneColour =
				plan.kind === "object" &&
				manifest.styles.some(
					({ id, oneColour }) => id === plan.style && oneColour === true,
				);
			const key = describeNative(plan);
			// Whoever looks inside wants to see every run.
			const known = onTrace ? undefined : natives.get(key);
			const stages = weighStages(plan, manifest).filter(
				({ stage }) => !known || stage === "upscale" || stage === "finish",
			);
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

			const finish = (fit: () => RgbaImage): Promise<RgbaImage> =>
				runStage("finish", async (context) => {
					// Without a worker of its own this thread also shows a page: it gets its turn after the last run.
					await pause(signal);
					const fitted = fit();
					verifyImage(fitted, plan);
					context.onStep(1, 1);
					return fitted;
				});

			const start = takeStart(plan, init);
			if (start?.strength === 0) {
				const image = await finish(() => fitImageToTarget(start.image, plan));
				return { image, timings };
			}
			await runStage("open-model", () =>
				model.prepare(listNetworks(plan), onTrace),
			);
			const drawNative = async (): Promise<Tensor> => {
				const { textEmbedding, unconditionalEmbedding } = await runStage(
					"encode-text",
					async (context) => {
						const prompt = plan.modelPrompt ?? plan.prompt;
						const promptKey = JSON.stringify([plan.style, prompt]);
						if (lastPrompt?.key !== promptKey) {
							const { tokenIds } = tokenizeHashedNgram(
								prompt,
								plan.style,
								manifest.tokenizer,
							);
							lastPrompt = {
								key: promptKey,
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
				const encoded =
					start &&
					(await runStage("encode-image", (context) =>
						encodeImage(signal, start.image, plan, context),
					));
				const latents = await runStage("denoise", (context) => {
					const { channels } = manifest.latents;
					const { height, width } = plan.grid;
					const noise = makePlanNoise(plan, [1, channels, height, width]);
					const from = start?.strength ?? 1;
					return denoise(
						signal,
						{
							latents: encoded ? addNoise(encoded, noise, from) : noise,
							textEmbedding,
							unconditionalEmbedding,
							guidanceScale: plan.guidanceScale,
							scheduler: makeScheduler(
								plan.scheduler,
								plan.stepCount,
								manifest.sampling.timestepShift,
								from,
							),
						},
						context,
					);
				});
				return runStage("decode-latents", async (context) => {
					const decoded = await decodeLatents(
						signal,
						latents,
						plan.nativeSize,
						context,
					);
					await pause(signal);
					return composeNative(
						decoded,
						plan,
						manifest.alphaLevels,
						isOneColour,
					);
				});
			};
			const native = known ?? (await drawNative());
			natives.add(key, native);
			// Another colour needs no other drawing. A page's thread gets its turn before it.
			if (plan.tint !== undefined) await pause(signal);
			const painted =
				plan.tint === undefined ? native : tintObject(native, plan.tint);
			const enlarged = await runStage("upscale", (context) =>
				upscale(signal, painted, plan.upscaleFactors, context),
			);
			const image = await finish(() =>
				fitToTarget(isOneColour ? evenOneColour(enlarged) : enlarged, plan),
			);
			return { image, timings };
		},
	};
}

/** Everything of a plan that its native picture depends on. */
function describeNative(plan: Plan): string {
	const { prompt, modelPrompt = prompt, style, kind } = plan;
	const { seed, variation, init, grid, nativeSize } = plan;
	const { scheduler, stepCount, guidanceScale } = plan;
	return JSON.stringify([
		...[modelPrompt, style, kind, seed, variation, init, grid, nativeSize],
		...[scheduler, stepCount, guidanceScale],
	]);
}

/** The picture to start from, if the plan has one. */
function takeStart(
	{ init }: Plan,
	image: RgbaImage | undefined,
): { readonly image: RgbaImage; readonly strength: number } | undefined {
	if (init === undefined) return undefined;
	if (image?.width === init.width && image.height === init.height)
		return { image, strength: init.strength };
	const reason = image
		? "it is not the one that the plan names"
		: "the plan names one, and none was handed over";
	throw new RequestError("request/init-invalid", { details: { reason } });
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
	return [
		"text-encoder",
		...(plan.init ? (["encoder"] as const) : []),
		"denoiser",
		"decoder",
		...upscalers,
	];
}

/** The stages by their work, for a progress bar that moves evenly. */
function weighStages(plan: Plan, manifest: ModelManifest): ProgressStage[] {
	const { networks, latents } = manifest;
	// Resizing and checking: about as long as this much work in a network, per million pixels.
	const { width, height } = plan.targetSize;
	const finish = { stage: "finish", weight: (0.5 * width * height) / 1e6 };
	if (plan.init?.strength === 0) return [finish];
	const runCount =
		countStepsFrom(plan.init?.strength ?? 1, plan.stepCount) *
		(plan.guidanceScale === 1 ? 1 : 2);
	const encoderWork = plan.init ? (networks.encoder?.gflop ?? 0) : 0;
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
		{ stage: "encode-image", weight: encoderWork * drawn },
		{
			stage: "denoise",
			weight: networks.denoiser.gflop * drawn * runCount,
		},
		{ stage: "decode-latents", weight: networks.decoder.gflop * drawn },
		{ stage: "upscale", weight: upscaleWork },
		finish,
	];
}
