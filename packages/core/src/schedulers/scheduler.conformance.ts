// What every scheduler must do; each implementation's test runs this and adds only what is special to it.
import { describe, expect, test } from "vitest";
import { addNoise, makeNoise } from "../tensor/noise.js";
import { makeTensor, type Tensor } from "../tensor/tensor.js";
import { type MakeScheduler, makeTimesteps } from "./scheduler.js";

const shape = [1, 4, 6, 10];

/** Runs a schedule with a denoiser given as a function of latents and time. */
export function runSchedule(
	make: MakeScheduler,
	timesteps: readonly number[],
	noise: Tensor,
	denoise: (latents: Tensor, t: number) => Tensor,
): Tensor {
	const scheduler = make(timesteps);
	let latents = noise;
	for (let i = 0; i + 1 < scheduler.timesteps.length; i++) {
		latents = scheduler.step(
			i,
			latents,
			denoise(latents, scheduler.timesteps[i]),
		);
	}
	return latents;
}

/** The exact denoiser for pictures that are normal with this mean and deviation, independent per value. */
export function makeGaussianDenoiser(
	mean: number,
	deviation: number,
): (latents: Tensor, t: number) => Tensor {
	return (latents, t) => {
		const variance = deviation ** 2;
		const gain = ((1 - t) * variance) / ((1 - t) ** 2 * variance + t ** 2);
		const data = latents.data.map(
			(value) => mean + gain * (value - (1 - t) * mean),
		);
		return makeTensor(latents.shape, data);
	};
}

/** Root mean square distance from where the exact flow would take this noise. */
export function measureGaussianError(
	make: MakeScheduler,
	stepCount: number,
	shift = 1,
): number {
	const [mean, deviation] = [0.3, 0.5];
	const noise = makeNoise(shape, 11);
	const result = runSchedule(
		make,
		makeTimesteps(stepCount, shift),
		noise,
		makeGaussianDenoiser(mean, deviation),
	);
	const squares = result.data.map(
		(value, i) => (value - (mean + deviation * noise.data[i])) ** 2,
	);
	return Math.sqrt(squares.reduce((a, b) => a + b, 0) / squares.length);
}

/** Checks one scheduler. */
export function describeScheduler(name: string, make: MakeScheduler): void {
	describe(`${name} as a scheduler`, () => {
		test.each([1, 2, 3, 4, 8, 25])(
			"%i steps lead from 1 to 0, always downwards",
			(stepCount) => {
				const { timesteps } = make(makeTimesteps(stepCount, 2));
				expect(timesteps).toHaveLength(stepCount + 1);
				expect(timesteps[0]).toBe(1);
				expect(timesteps[stepCount]).toBe(0);
				for (let i = 0; i < stepCount; i++)
					expect(timesteps[i + 1]).toBeLessThan(timesteps[i]);
			},
		);

		test.each([0.05, 0.3, 0.6, 0.95])(
			"from %f on it leads to 0, always downwards, on the whole way's curve",
			(from) => {
				for (const stepCount of [1, 2, 5]) {
					const { timesteps } = make(makeTimesteps(stepCount, 3, from));
					expect(timesteps).toHaveLength(stepCount + 1);
					expect(timesteps[0]).toBe(from);
					expect(timesteps[stepCount]).toBe(0);
					const even = timesteps.map((t) => t / (3 - 2 * t));
					for (let i = 0; i < stepCount; i++)
						expect(even[i] - even[i + 1]).toBeCloseTo(even[0] / stepCount, 12);
				}
			},
		);

		test.each([0.3, 0.8])(
			"from %f on it keeps what the exact denoiser makes of noisy latents",
			(from) => {
				const picture = makeNoise(shape, 5);
				const latents = addNoise(picture, makeNoise(shape, 6), from);
				const result = runSchedule(
					make,
					makeTimesteps(3, 1, from),
					latents,
					() => picture,
				);
				expect(result.data).toEqual(picture.data);
			},
		);

		test.each([1, 2, 3, 4, 8, 25])(
			"%i steps reach a picture that the denoiser is sure of",
			(stepCount) => {
				const picture = makeNoise(shape, 5);
				const result = runSchedule(
					make,
					makeTimesteps(stepCount, 1.5),
					makeNoise(shape, 6),
					() => picture,
				);
				expect(result.data).toEqual(picture.data);
			},
		);

		test("converges to the exact flow of a Gaussian as steps grow", () => {
			const errors = [4, 8, 16, 32, 64].map((stepCount) =>
				measureGaussianError(make, stepCount),
			);
			for (let i = 1; i < errors.length; i++)
				expect(errors[i]).toBeLessThan(errors[i - 1]);
			expect(errors.at(-1)).toBeLessThan(0.02);
		});

		test("leaves its inputs as they are and knows nothing of other runs", () => {
			const timesteps = makeTimesteps(5, 1);
			const noise = makeNoise(shape, 7);
			const before = noise.data.slice();
			const first = runSchedule(
				make,
				timesteps,
				noise,
				makeGaussianDenoiser(0, 1),
			);
			expect(noise.data).toEqual(before);
			expect(
				runSchedule(make, timesteps, noise, makeGaussianDenoiser(0, 1)).data,
			).toEqual(first.data);
		});

		test("refuses tensors of different shapes", () => {
			const scheduler = make(makeTimesteps(2, 1));
			expect(() =>
				scheduler.step(
					0,
					makeNoise([1, 4, 2, 2], 0),
					makeNoise([1, 2, 2, 4], 0),
				),
			).toThrow("expected [1, 4, 2, 2], got [1, 2, 2, 4]");
		});
	});
}
