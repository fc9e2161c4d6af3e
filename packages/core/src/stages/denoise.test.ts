import { expect, test } from "vitest";
import type { TensorMap } from "../runtime/session.js";
import { makeScheduler } from "../schedulers/make-scheduler.js";
import { makeNoise } from "../tensor/noise.js";
import { makeTensor } from "../tensor/tensor.js";
import { applyGuidance, denoise } from "./denoise.js";

test("guidance moves from the picture without a prompt past the one with it", () => {
	const batch = makeTensor([2, 1, 1, 2], new Float32Array([1, 2, 0, 4]));
	expect([...applyGuidance(batch, 1).data]).toEqual([1, 2]);
	expect([...applyGuidance(batch, 3).data]).toEqual([3, -2]);
	expect(applyGuidance(batch, 3).shape).toEqual([1, 1, 1, 2]);
});

test("the denoiser gets the time of each step and both embeddings", async () => {
	const seen: TensorMap[] = [];
	const noise = makeNoise([1, 2, 2, 3], 1);
	const embedding = (value: number) =>
		makeTensor([1, 1, 2], new Float32Array([value, value]));
	const result = await denoise(
		new AbortController().signal,
		{
			latents: noise,
			textEmbedding: embedding(1),
			unconditionalEmbedding: embedding(-1),
			guidanceScale: 2,
			scheduler: makeScheduler("euler", 2, 1),
		},
		{
			async run(name, inputs) {
				expect(name).toBe("denoiser");
				seen.push(inputs);
				return {
					denoised: makeTensor([2, 2, 2, 3], new Float32Array(24).fill(0.25)),
				};
			},
			onStep() {},
		},
	);
	expect(seen.map(({ timestep }) => [...timestep.data])).toEqual([
		[1, 1],
		[0.5, 0.5],
	]);
	expect([...seen[0].text_embedding.data]).toEqual([1, 1, -1, -1]);
	expect([...seen[0].latents.data]).toEqual([...noise.data, ...noise.data]);
	expect(result.shape).toEqual([1, 2, 2, 3]);
	expect(result.data.every((value) => value === 0.25)).toBe(true);
});
