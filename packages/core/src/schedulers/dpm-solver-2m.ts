// DPM-Solver++(2M), data prediction (arXiv:2211.01095, algorithm 2), for alpha = 1 - t and sigma = t.
import { assertSameShape, type Tensor } from "../tensor/tensor.js";
import { stepEuler } from "./euler.js";
import type { Scheduler } from "./scheduler.js";

/** Starts a run of second order; it remembers the last prediction. */
export function makeDpmSolver2M(timesteps: readonly number[]): Scheduler {
	let previous: Tensor | undefined;
	return {
		timesteps,
		step(index, latents, denoised) {
			const last = previous;
			previous = denoised;
			const t = timesteps[index];
			const tNext = timesteps[index + 1];
			const tLast = timesteps[index - 1];
			// At pure noise (t = 1) and at the picture (t = 0) the log-SNR is infinite: first order there.
			const isFirstOrder =
				last === undefined || t === 1 || tLast === 1 || tNext === 0;
			return isFirstOrder
				? stepEuler(t, tNext, latents, denoised)
				: stepSecondOrder(tLast, t, tNext, latents, denoised, last);
		},
	};
}

function stepSecondOrder(
	tLast: number,
	t: number,
	tNext: number,
	latents: Tensor,
	denoised: Tensor,
	previous: Tensor,
): Tensor {
	assertSameShape(latents, denoised);
	const h = logSnr(tNext) - logSnr(t);
	const hLast = logSnr(t) - logSnr(tLast);
	const weight = h / (2 * hLast);
	const keep = tNext / t;
	const add = -(1 - tNext) * Math.expm1(-h);
	const data = denoised.data.map((value, i) => {
		const extrapolated = (1 + weight) * value - weight * previous.data[i];
		return keep * latents.data[i] + add * extrapolated;
	});
	return { shape: latents.shape, data };
}

function logSnr(t: number): number {
	return Math.log((1 - t) / t);
}
