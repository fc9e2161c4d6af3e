// How noise becomes a picture in few steps: when the denoiser looks (timesteps) and how its answer moves the latents (step).
// Rectified flow: latents at time t are (1 - t) picture + t noise; the denoiser predicts the picture.
import type { Tensor } from "../tensor/tensor.js";

/** One run of a schedule; a scheduler may remember earlier steps, so each generation makes its own. */
export interface Scheduler {
	/** stepCount + 1 times from 1 (noise), or where a picture starts, to 0 (picture). */
	readonly timesteps: readonly number[];
	/**
	 * Moves the latents from `timesteps[index]` to `timesteps[index + 1]`; steps come in order, each once.
	 *
	 * @param latents   [batch, C, h, w]
	 * @param denoised  the denoiser's picture for these latents, same shape
	 * @returns new latents of that shape; the inputs are unchanged
	 */
	step(index: number, latents: Tensor, denoised: Tensor): Tensor;
}

/** Starts a run over these times. */
export type MakeScheduler = (timesteps: readonly number[]) => Scheduler;

/**
 * Spreads steps over time.
 *
 * @param shift  unitless; 1 is even, above 1 spends more steps on noisy latents (arXiv:2403.03206, section 5.3.2)
 * @param from   the first time, above 0 to 1
 * @returns stepCount + 1 times from `from` to 0
 */
export function makeTimesteps(
	stepCount: number,
	shift: number,
	from = 1,
): number[] {
	// Where `from` lies on the even scale.
	const start = from / (1 + (shift - 1) * (1 - from));
	return Array.from({ length: stepCount + 1 }, (_, i) => {
		if (i === 0) return from;
		const u = start * (1 - i / stepCount);
		return (shift * u) / (1 + (shift - 1) * u);
	});
}

/** How many steps of a whole way are left from a time on; at least one. */
export function countStepsFrom(from: number, stepCount: number): number {
	return Math.max(1, Math.round(stepCount * from));
}
