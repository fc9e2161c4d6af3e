// Noisy latents + text embedding → latents: the loop of scheduler and denoiser.
import { pause } from "../runtime/pause.js";
import { takeOutput } from "../runtime/take-output.js";
import type { Scheduler } from "../schedulers/scheduler.js";
import { assertSameShape, makeTensor, type Tensor } from "../tensor/tensor.js";
import type { StageContext } from "./stage.js";

/** What is denoised and how. */
export interface DenoiseInput {
	/** Noise, or a picture with noise, as the first of the times has it; [1, C, h, w] */
	readonly latents: Tensor;
	/** [1, T, D] */
	readonly textEmbedding: Tensor;
	/** The embedding of no prompt, [1, T, D]; needed unless `guidanceScale` is 1. */
	readonly unconditionalEmbedding?: Tensor | undefined;
	/** Unitless; 1 is off. */
	readonly guidanceScale: number;
	readonly scheduler: Scheduler;
}

/**
 * Runs the whole schedule.
 *
 * @returns [1, C, h, w]
 * @throws DeviceError, AbortError
 */
export async function denoise(
	signal: AbortSignal,
	input: DenoiseInput,
	context: StageContext,
): Promise<Tensor> {
	const { scheduler, guidanceScale } = input;
	const stepCount = scheduler.timesteps.length - 1;
	const isGuided =
		guidanceScale !== 1 && input.unconditionalEmbedding !== undefined;
	const textEmbedding = isGuided
		? joinBatch(input.textEmbedding, input.unconditionalEmbedding)
		: input.textEmbedding;
	let { latents } = input;
	for (let i = 0; i < stepCount; i++) {
		await pause(signal);
		const batch = isGuided ? joinBatch(latents, latents) : latents;
		const [batchSize] = batch.shape;
		const outputs = await context.run("denoiser", {
			latents: batch,
			timestep: makeTensor(
				[batchSize],
				new Float32Array(batchSize).fill(scheduler.timesteps[i]),
			),
			text_embedding: textEmbedding,
		});
		const predicted = takeOutput(outputs, "denoised", batch.shape);
		const denoised = isGuided
			? applyGuidance(predicted, guidanceScale)
			: predicted;
		latents = scheduler.step(i, latents, denoised);
		context.onStep(i + 1, stepCount);
	}
	return latents;
}

/**
 * Steers away from what the denoiser draws without a prompt (classifier-free guidance, arXiv:2207.12598).
 *
 * @param batch  [2, C, h, w]: with the prompt, then without
 * @param guidanceScale  unitless; 1 would return the first half
 * @returns [1, C, h, w]
 */
export function applyGuidance(batch: Tensor, guidanceScale: number): Tensor {
	const half = batch.data.length / 2;
	const conditional = batch.data.subarray(0, half);
	const unconditional = batch.data.subarray(half);
	const data = unconditional.map(
		(value, i) => value + guidanceScale * (conditional[i] - value),
	);
	return makeTensor([1, ...batch.shape.slice(1)], data);
}

function joinBatch(first: Tensor, second: Tensor): Tensor {
	assertSameShape(first, second);
	const data = new Float32Array(2 * first.data.length);
	data.set(first.data);
	data.set(second.data, first.data.length);
	return makeTensor([2, ...first.shape.slice(1)], data);
}
