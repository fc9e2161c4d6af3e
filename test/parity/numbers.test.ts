// What has no weights: tokenizer, noise and schedulers against the recipe's twins.
import { describe, expect, test } from "vitest";
import { makeScheduler } from "../../packages/core/src/schedulers/make-scheduler.js";
import { makeNoise } from "../../packages/core/src/tensor/noise.js";
import { tokenizeHashedNgram } from "../../packages/core/src/tokenizers/hashed-ngram.js";
import {
	differenceOf,
	pick,
	pickFloat,
	readGoldenTensors,
} from "../support/golden.js";
import { allPacks } from "../support/packs.js";

// Both sides compute in float64 and store float32; transcendental functions may
// differ in the last bit.
const LAST_BITS = 2e-6;

interface TokenizedGolden {
	readonly prompt: string;
	readonly style: string;
	readonly ids: readonly (readonly number[])[];
	readonly truncatedWords: number;
}

describe.each(allPacks().map((pack) => [pack.manifest.id, pack] as const))(
	"%s",
	(_, pack) => {
		const { manifest } = pack;
		const tokenized = JSON.parse(
			new TextDecoder().decode(pack.readGolden("tokenizer.json")),
		) as TokenizedGolden[];

		test("there are prompts to compare, and not only English ones", () => {
			expect(tokenized.length).toBeGreaterThan(3);
			expect(tokenized.some(({ prompt }) => /\P{ASCII}/u.test(prompt))).toBe(
				true,
			);
		});

		test.each(
			tokenized.map((golden) => [golden.prompt.slice(0, 40), golden] as const),
		)(
			"the prompt %j has the recipe's token ids",
			(_prompt, { prompt, style, ids, truncatedWords }) => {
				const got = tokenizeHashedNgram(prompt, style, manifest.tokenizer);
				expect([...got.tokenIds.data]).toEqual(ids.flat());
				expect(got.truncatedWords).toBe(truncatedWords);
			},
		);

		const noise = readGoldenTensors(pack, "noise");
		test.each([...noise.keys()])("the noise of %s is the recipe's", (name) => {
			const expected = pickFloat(noise, name);
			const got = makeNoise(expected.shape, Number(name.replace("seed.", "")));
			expect(differenceOf(got, expected).largest).toBeLessThan(LAST_BITS);
		});

		test.each(manifest.sampling.schedulers)(
			"the scheduler %s takes the recipe's steps",
			(name) => {
				const golden = readGoldenTensors(pack, "scheduler");
				const timesteps = pick(golden, "timesteps");
				const stepCount = timesteps.data.length - 1;
				const scheduler = makeScheduler(
					name,
					stepCount,
					manifest.sampling.timestepShift,
				);
				const got = {
					shape: timesteps.shape,
					data: Float32Array.from(scheduler.timesteps),
				};
				expect(
					differenceOf(got, pickFloat(golden, "timesteps")).largest,
				).toBeLessThan(LAST_BITS);
				let latents = pickFloat(golden, "latents");
				for (let i = 0; i < stepCount; i++) {
					latents = scheduler.step(
						i,
						latents,
						pickFloat(golden, `denoised.${i}`),
					);
					const expected = pickFloat(golden, `expected.${name}.${i}`);
					expect(differenceOf(latents, expected).largest).toBeLessThan(1e-5);
				}
			},
		);
	},
);
