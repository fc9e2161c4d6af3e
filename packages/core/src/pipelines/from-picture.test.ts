// Text to image that starts from a picture, on a fake runtime.
import { describe, expect, test } from "vitest";
import { makeRgbaImage, type RgbaImage } from "../image/rgba-image.js";
import { makeRegistry } from "../models/registry.js";
import type { Progress } from "../progress.js";
import type { Plan } from "../records.js";
import { makePlan } from "../router/plan.js";
import { parseRequest } from "../router/request.js";
import { triage } from "../router/triage.js";
import { openModel, type TraceEntry } from "../runtime/open-model.js";
import { fakeFiles, makeFakeManifest } from "../runtime/testing/fake-model.js";
import { makeFakeRuntime } from "../runtime/testing/fake-runtime.js";
import { makeNoise } from "../tensor/noise.js";
import { makeTextToImage } from "./text-to-image.js";

const never = new AbortController().signal;
const manifest = await makeFakeManifest();

/** A disc on nothing. */
function drawDisc(width: number, height: number, red = 255): RgbaImage {
	const image = makeRgbaImage(width, height);
	for (let i = 0; i < width * height; i++) {
		const [x, y] = [i % width, Math.floor(i / width)];
		const isInside = Math.hypot(x - width / 2, y - height / 2) < height / 3;
		if (isInside) image.pixels.set([red, 40, 0, 255], 4 * i);
	}
	return image;
}

const init = drawDisc(64, 48);
const white = {
	width: 16,
	height: 16,
	pixels: new Uint8Array(1024).fill(255),
};

function plan(changes: object = {}): Plan {
	const request = parseRequest(
		{ prompt: "a red heart", size: init, seed: 7, init, ...changes },
		makeRegistry([manifest]),
	);
	const context = { manifest, device: "wasm" } as const;
	return makePlan(request, triage(request, manifest), context);
}

function open() {
	const runtime = makeFakeRuntime();
	return {
		runtime,
		pipeline: makeTextToImage(openModel(runtime, manifest, fakeFiles)),
	};
}

describe("makeTextToImage from a picture", () => {
	test("encodes it and takes the share of the steps that the strength says", async () => {
		const { runtime, pipeline } = open();
		const entries: TraceEntry[] = [];
		const { image, timings } = await pipeline.draw(
			never,
			plan({ strength: 0.5 }),
			{ init, onTrace: (entry) => entries.push(entry) },
		);
		expect([image.width, image.height]).toEqual([64, 48]);
		expect(runtime.runs).toEqual([
			"text-encoder",
			"text-encoder",
			"encoder",
			"denoiser",
			"denoiser",
			"decoder",
			"upscaler-x4",
		]);
		expect(timings.map(({ stage }) => stage)).toContain("encode-image");
		const encoding = entries.find(
			({ network, act }) => network === "encoder" && act === "run",
		);
		expect(encoding).toMatchObject({
			inputs: { image: "[1, 4, 16, 16]" },
			outputs: { latents: "[1, 8, 4, 4]" },
		});
	});

	test.each([
		[0.01, 1],
		[0.25, 1],
		[0.6, 2],
		[0.99, 4],
	])("at strength %f four steps become %i", async (strength, count) => {
		const { runtime, pipeline } = open();
		await pipeline.draw(never, plan({ strength }), { init });
		expect(runtime.runs.filter((name) => name === "denoiser")).toHaveLength(
			count,
		);
	});

	test("the first latents are the picture's with the seed's noise in proportion", async () => {
		const { runtime, pipeline } = open();
		const seen: number[][] = [];
		const { openSession } = runtime;
		runtime.openSession = async (name, bytes) => {
			const session = await openSession(name, bytes);
			return {
				...session,
				run(inputs) {
					if (name === "denoiser") seen.push([...inputs.latents.data]);
					return session.run(inputs);
				},
			};
		};
		const changes = { init: white, strength: 0.25, guidanceScale: 1 };
		await pipeline.draw(never, plan(changes), { init: white });
		const noise = makeNoise([1, 8, 4, 4], 7).data;
		expect(seen).toHaveLength(1);
		for (const [i, value] of seen[0].entries())
			expect(value).toBeCloseTo(0.75 + 0.25 * noise[i], 6);
	});

	test("the same picture gives the same bytes, another picture or strength others", async () => {
		const { pipeline } = open();
		const drawn = async (from: RgbaImage, strength: number) => {
			const made = plan({ init: from, strength });
			return (await pipeline.draw(never, made, { init: from })).image.pixels;
		};
		const first = await drawn(white, 0.6);
		expect(await drawn(white, 0.6)).toEqual(first);
		expect(await drawn(white, 0.9)).not.toEqual(first);
		expect(await drawn(init, 0.6)).not.toEqual(first);
	});

	test("at strength 0 it comes back itself, and no network is opened", async () => {
		const { runtime, pipeline } = open();
		const seen: Progress[] = [];
		const { image, timings } = await pipeline.draw(
			never,
			plan({ strength: 0 }),
			{ init, onProgress: (progress) => seen.push(progress) },
		);
		expect([...image.pixels]).toEqual([...init.pixels]);
		expect(runtime.open.size).toBe(0);
		expect(timings.map(({ stage }) => stage)).toEqual(["finish"]);
		expect(seen.map(({ fraction }) => fraction)).toEqual([1]);
	});

	test("at strength 1 it is the picture without one", async () => {
		const { runtime, pipeline } = open();
		const request = plan({ strength: 1 });
		const { image } = await pipeline.draw(never, request, { init });
		const without = plan({ init: undefined });
		expect(image).toEqual((await pipeline.draw(never, without)).image);
		expect(runtime.runs).not.toContain("encoder");
	});

	test("progress counts the encoding and the steps that are left", async () => {
		const { pipeline } = open();
		const seen: Progress[] = [];
		await pipeline.draw(never, plan(), {
			init,
			onProgress: (progress) => seen.push(progress),
		});
		expect(seen.at(-1)?.fraction).toBe(1);
		expect(seen.map(({ stage }) => stage)).toEqual([
			"encode-text",
			"encode-image",
			"denoise",
			"denoise",
			"decode-latents",
			"upscale",
			"finish",
		]);
	});

	test("an abort at any run ends the picture", async () => {
		const { runtime, pipeline } = open();
		await pipeline.draw(never, plan(), { init });
		for (let at = 0; at < runtime.runs.length; at++) {
			const fresh = open();
			const controller = new AbortController();
			fresh.runtime.beforeRun = (_, index) => {
				if (index === at) controller.abort();
			};
			await expect(
				fresh.pipeline.draw(controller.signal, plan(), { init }),
			).rejects.toMatchObject({ name: "AbortError" });
		}
	});

	test("a picture that is missing or not the plan's is an error", async () => {
		const { pipeline } = open();
		for (const given of [undefined, drawDisc(48, 64)])
			await expect(
				pipeline.draw(never, plan(), { init: given }),
			).rejects.toMatchObject({ code: "request/init-invalid" });
	});

	test("NaN from the encoder is an error, never a picture", async () => {
		const { runtime, pipeline } = open();
		runtime.afterRun = (name, output) => {
			if (name === "encoder") output.data[3] = Number.NaN;
			return output;
		};
		await expect(pipeline.draw(never, plan(), { init })).rejects.toMatchObject({
			code: "device/not-a-number",
		});
	});
});
