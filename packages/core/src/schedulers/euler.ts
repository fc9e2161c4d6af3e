// Euler's method on the straight paths of rectified flow (arXiv:2209.03003), written for a denoiser that predicts the picture.
import { assertSameShape, type Tensor } from "../tensor/tensor.js";
import type { Scheduler } from "./scheduler.js";

/** Starts an Euler run. */
export function makeEuler(timesteps: readonly number[]): Scheduler {
	return {
		timesteps,
		step: (index, latents, denoised) =>
			stepEuler(timesteps[index], timesteps[index + 1], latents, denoised),
	};
}

/**
 * One Euler step from `t` to `tNext`; at `tNext` = 0 it is exactly `denoised`.
 *
 * @throws InternalError `internal/shape-mismatch`
 */
export function stepEuler(
	t: number,
	tNext: number,
	latents: Tensor,
	denoised: Tensor,
): Tensor {
	assertSameShape(latents, denoised);
	const ratio = tNext / t;
	const data = denoised.data.map(
		(value, i) => value + ratio * (latents.data[i] - value),
	);
	return { shape: latents.shape, data };
}
