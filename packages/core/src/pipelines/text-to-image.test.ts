import { describe, expect, test } from "vitest";
import type { ModelManifest } from "../models/manifest.js";
import type { Progress } from "../progress.js";
import type { Plan } from "../records.js";
import { makePlan } from "../router/plan.js";
import { openModel, type TraceEntry } from "../runtime/open-model.js";
import { fakeFiles, makeFakeManifest } from "../runtime/testing/fake-model.js";
import {
	type FakeRuntime,
	makeFakeRuntime,
} from "../runtime/testing/fake-runtime.js";
import { makeTextToImage, type TextToImage } from "./text-to-image.js";

const never = new AbortController().signal;
const manifest = await makeFakeManifest();

function makeTestPlan(
	changes: Partial<Plan> = {},
	from: ModelManifest = manifest,
): Plan {
	const request = {
		prompt: "a red heart",
		size: { width: 64, height: 48 },
		seed: 7,
	};
	const plan = makePlan(
		request,
		{ kind: "object", needsAlpha: true, words: [], reasons: [] },
		{ manifest: from, device: "wasm" },
	);
	return { ...plan, ...changes };
}

function open(): {
	runtime: FakeRuntime;
	pipeline: TextToImage;
	release: () => Promise<void>;
} {
	const runtime = makeFakeRuntime();
	const model = openModel(runtime, manifest, fakeFiles);
	return {
		runtime,
		pipeline: makeTextToImage(model),
		release: () => model.release(),
	};
}

describe("makeTextToImage", () => {
	test("runs the networks in order and gives the size that was asked", async () => {
		const { runtime, pipeline } = open();
		const { image, timings } = await pipeline.draw(never, makeTestPlan());
		expect([image.width, image.height]).toEqual([64, 48]);
		expect(runtime.runs).toEqual([
			"text-encoder",
			"text-encoder",
			...Array(4).fill("denoiser"),
			"decoder",
			"upscaler-x4",
		]);
		expect(timings.map(({ stage }) => stage)).toEqual([
			"open-model",
			"encode-text",
			"denoise",
			"decode-latents",
			"upscale",
			"finish",
		]);
		expect(
			image.pixels.some((_, i) => i % 4 === 3 && image.pixels[i] === 255),
		).toBe(true);
		expect(image.pixels[3]).toBe(0);
	});

	test("draws on the grid of the plan", async () => {
		const { runtime, pipeline } = open();
		const entries: TraceEntry[] = [];
		const seen: Progress[] = [];
		const grid = { height: 3, width: 6 };
		const { image } = await pipeline.draw(
			never,
			makeTestPlan({
				kind: "background",
				fit: "cover",
				grid,
				nativeSize: { width: 24, height: 12 },
				upscaleFactors: [8, 4],
			}),
			{
				onTrace: (entry) => entries.push(entry),
				onProgress: (progress) => seen.push(progress),
			},
		);
		const shapes = entries
			.filter(({ act }) => act === "run")
			.map(({ network, inputs }) => `${network} ${Object.values(inputs)[0]}`);
		expect(shapes).toContain("denoiser [2, 8, 3, 6]");
		expect(shapes).toContain("decoder [1, 8, 3, 6]");
		expect(shapes).toContain("upscaler-x8 [1, 4, 12, 24]");
		expect([image.width, image.height]).toEqual([64, 48]);
		expect(seen.at(-1)?.fraction).toBe(1);
		expect(runtime.runs).toContain("upscaler-x4");
	});

	test("a decoder that does not follow the grid is an error with both sides", async () => {
		const { pipeline } = open();
		const nativeSize = { width: 16, height: 20 };
		await expect(
			pipeline.draw(never, makeTestPlan({ nativeSize })),
		).rejects.toMatchObject({ code: "internal/shape-mismatch" });
	});

	test("opens only the upscalers that the plan needs", async () => {
		const { runtime, pipeline } = open();
		await pipeline.draw(never, makeTestPlan({ upscaleFactors: [] }));
		expect([...runtime.open].sort()).toEqual([
			"decoder",
			"denoiser",
			"text-encoder",
		]);
		await pipeline.draw(
			never,
			makeTestPlan({
				upscaleFactors: [8, 4],
				targetSize: { width: 100, height: 100 },
			}),
		);
		expect(runtime.open).toContain("upscaler-x8");
	});

	test("draws the same picture again, and another for another seed", async () => {
		const { pipeline } = open();
		const first = await pipeline.draw(never, makeTestPlan());
		expect((await pipeline.draw(never, makeTestPlan())).image).toEqual(
			first.image,
		);
		expect(
			(await pipeline.draw(never, makeTestPlan({ seed: 8 }))).image,
		).not.toEqual(first.image);
		expect((await pipeline.draw(never, makeTestPlan())).image).toEqual(
			first.image,
		);
		const other = open().pipeline;
		expect((await other.draw(never, makeTestPlan())).image).toEqual(
			first.image,
		);
	});

	test("another size of a picture that was just drawn is only enlarged, and is what a new drawing would be", async () => {
		const { runtime, pipeline } = open();
		const large = makeTestPlan({
			upscaleFactors: [8],
			targetSize: { width: 100, height: 100 },
		});
		await pipeline.draw(never, makeTestPlan());
		await pipeline.draw(never, makeTestPlan({ seed: 8 }));
		runtime.runs.length = 0;
		const progress: Progress[] = [];
		const { image } = await pipeline.draw(never, large, {
			onProgress: (each) => progress.push(each),
		});
		expect(runtime.runs).toEqual(["upscaler-x8"]);
		expect(progress.at(-1)?.fraction).toBe(1);
		expect(image).toEqual((await open().pipeline.draw(never, large)).image);
	});

	test("another colour of a picture that was just drawn is only painted, and is what a new drawing would be", async () => {
		const { runtime, pipeline } = open();
		const plain = await pipeline.draw(never, makeTestPlan());
		runtime.runs.length = 0;
		const blue = makeTestPlan({ tint: "#1c6fe0" });
		const { image } = await pipeline.draw(never, blue);
		expect(runtime.runs).toEqual(["upscaler-x4"]);
		expect(image).not.toEqual(plain.image);
		expect(image).toEqual((await open().pipeline.draw(never, blue)).image);
	});

	test.each<Partial<Plan>>([
		{ prompt: "a fox" },
		{ style: "outline" },
		{ seed: 8 },
		{ variation: { seed: 9, strength: 0.5 } },
		{ stepCount: 2 },
		{ guidanceScale: 1 },
		{ scheduler: "dpm-solver-2m" },
	])("a plan with %o is drawn anew", async (changes) => {
		const { runtime, pipeline } = open();
		await pipeline.draw(never, makeTestPlan());
		runtime.runs.length = 0;
		const { image } = await pipeline.draw(never, makeTestPlan(changes));
		expect(runtime.runs).toContain("denoiser");
		const fresh = await open().pipeline.draw(never, makeTestPlan(changes));
		expect(image).toEqual(fresh.image);
	});

	test("encodes a prompt once and no prompt once", async () => {
		const { runtime, pipeline } = open();
		const countEncodings = () =>
			runtime.runs.filter((name) => name === "text-encoder").length;
		await pipeline.draw(never, makeTestPlan());
		await pipeline.draw(never, makeTestPlan({ seed: 9 }));
		expect(countEncodings()).toBe(2);
		await pipeline.draw(never, makeTestPlan({ prompt: "a fox" }));
		expect(countEncodings()).toBe(3);
		await pipeline.draw(
			never,
			makeTestPlan({ prompt: "a fox", style: "outline" }),
		);
		expect(countEncodings()).toBe(4);
	});

	test("without guidance the denoiser sees one latent, with it two", async () => {
		const { pipeline } = open();
		const shapes = async (guidanceScale: number): Promise<string[]> => {
			const entries: TraceEntry[] = [];
			await pipeline.draw(never, makeTestPlan({ guidanceScale }), {
				onTrace: (entry) => entries.push(entry),
			});
			return entries
				.filter(({ network }) => network === "denoiser")
				.map(({ inputs }) => inputs.latents ?? "opened");
		};
		expect(await shapes(2)).toEqual([
			"opened",
			...Array(4).fill("[2, 8, 4, 4]"),
		]);
		expect(await shapes(1)).toEqual(Array(4).fill("[1, 8, 4, 4]"));
	});

	test("progress rises to 1, step by step", async () => {
		const seen: Progress[] = [];
		const { pipeline } = open();
		await pipeline.draw(
			never,
			makeTestPlan({
				upscaleFactors: [8, 4],
				targetSize: { width: 512, height: 512 },
			}),
			{
				onProgress: (progress) => seen.push(progress),
			},
		);
		const fractions = seen.map(({ fraction }) => fraction);
		expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
		expect(fractions.at(-1)).toBe(1);
		expect(
			seen
				.filter(({ stage }) => stage === "denoise")
				.map(({ step, stepCount }) => `${step}/${stepCount}`),
		).toEqual(["1/4", "2/4", "3/4", "4/4"]);
		expect(seen.at(-2)).toMatchObject({
			stage: "upscale",
			step: 2,
			stepCount: 2,
		});
	});

	test("an abort before or during any run ends the picture and leaves no listener", async () => {
		const plan = makeTestPlan();
		const { runtime, pipeline } = open();
		await pipeline.draw(never, plan);
		const runCount = runtime.runs.length;
		for (let at = 0; at < runCount; at++) {
			const fresh = open();
			const controller = new AbortController();
			fresh.runtime.beforeRun = (_, index) => {
				if (index === at) controller.abort();
			};
			await expect(
				fresh.pipeline.draw(controller.signal, plan),
				`run ${at}`,
			).rejects.toMatchObject({ name: "AbortError" });
			expect(fresh.runtime.runs.length).toBeLessThanOrEqual(at + 1);
			// What was begun does not disturb the next picture.
			fresh.runtime.beforeRun = () => {};
			expect((await fresh.pipeline.draw(never, plan)).image.width).toBe(64);
		}
		await expect(
			pipeline.draw(AbortSignal.abort(), plan),
		).rejects.toMatchObject({ name: "AbortError" });
	});

	test.each(["text-encoder", "denoiser", "decoder", "upscaler-x4"])(
		"NaN from the %s is an error, never a picture",
		async (network) => {
			for (const bad of [Number.NaN, Number.POSITIVE_INFINITY]) {
				const { runtime, pipeline } = open();
				runtime.afterRun = (name, output) => {
					if (name === network) output.data[output.data.length >> 1] = bad;
					return output;
				};
				await expect(
					pipeline.draw(never, makeTestPlan()),
				).rejects.toMatchObject({ code: "device/not-a-number" });
			}
		},
	);

	test("an empty picture is an error", async () => {
		const { runtime, pipeline } = open();
		runtime.afterRun = (name, output) => {
			if (name === "decoder") output.data.fill(0);
			return output;
		};
		await expect(pipeline.draw(never, makeTestPlan())).rejects.toMatchObject({
			code: "model/blank-picture",
		});
	});

	test("a network with outputs of another shape or name is an error with both sides", async () => {
		const { runtime, pipeline } = open();
		runtime.afterRun = (_, output) => ({
			shape: [...output.shape].reverse(),
			data: output.data,
		});
		await expect(pipeline.draw(never, makeTestPlan())).rejects.toMatchObject({
			code: "internal/shape-mismatch",
		});
	});

	test("release frees every network", async () => {
		const { runtime, pipeline, release } = open();
		await pipeline.draw(never, makeTestPlan());
		expect(runtime.open.size).toBe(4);
		await release();
		expect(runtime.open.size).toBe(0);
	});
});
