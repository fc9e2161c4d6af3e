import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { TensorMap } from "../runtime/session.js";
import { enlarge } from "../runtime/testing/fake-runtime.js";
import { makeNoise } from "../tensor/noise.js";
import { makeTensor, makeZeros, type Tensor } from "../tensor/tensor.js";
import type { StageContext } from "./stage.js";
import { makeTiles, tileMargin } from "./tiles.js";
import { countUpscaleRuns, upscale } from "./upscale.js";

const never = new AbortController().signal;

/** Like a convolution network: every output looks `radius` px around, and sees zeros beyond the picture. */
function blurAndEnlarge(
	picture: Tensor,
	radius: number,
	factor: number,
): Tensor {
	const [, channels, height, width] = picture.shape;
	let { data } = picture;
	for (const isRow of [true, false]) {
		const blurred = new Float32Array(data.length);
		const length = isRow ? width : height;
		const stride = isRow ? 1 : width;
		for (let i = 0; i < data.length; i++) {
			const at = Math.floor(i / stride) % length;
			let sum = 0;
			for (let d = -radius; d <= radius; d++) {
				// Weights that differ, so that a shift by one pixel would show.
				if (at + d >= 0 && at + d < length)
					sum += data[i + d * stride] * (1 + ((d + radius) % 5));
			}
			blurred[i] = sum / (6 * radius + 3);
		}
		data = blurred;
	}
	return enlarge(makeTensor([1, channels, height, width], data), factor);
}

function makeContext(
	radius: number,
): StageContext & { runs: TensorMap[]; steps: number[] } {
	const runs: TensorMap[] = [];
	const steps: number[] = [];
	return {
		runs,
		steps,
		async run(name, inputs) {
			runs.push(inputs);
			const factor = Number(name.slice("upscaler-x".length));
			return {
				upscaled: blurAndEnlarge(inputs.image as Tensor, radius, factor),
			};
		},
		onStep: (step, stepCount) => steps.push(step / stepCount),
	};
}

/** A picture within 0 to 1. */
function makePicture(width: number, height: number): Tensor {
	const noise = makeNoise([1, 4, height, width], 3);
	return makeTensor(
		noise.shape,
		noise.data.map((value) => 1 / (1 + Math.exp(-value))),
	);
}

describe("upscale", () => {
	test("a picture of 128 px is exactly one run", async () => {
		const context = makeContext(3);
		const picture = makePicture(128, 128);
		const enlarged = await upscale(never, picture, [4], context);
		expect(enlarged.shape).toEqual([1, 4, 512, 512]);
		expect(context.runs).toHaveLength(1);
		expect(context.runs[0].image).toBe(picture);
	});

	test.each([
		[129, 128, 2],
		[300, 140, 2],
		[131, 257, 3],
		[1, 200, 2],
	])(
		"tiles of a %i x %i px picture give what one run over all of it would",
		async (width, height, factor) => {
			const picture = makePicture(width, height);
			const context = makeContext(tileMargin);
			const tiled = await upscale(never, picture, [factor], context);
			expect(context.runs.length).toBeGreaterThan(1);
			const whole = blurAndEnlarge(picture, tileMargin, factor);
			expect(tiled.shape).toEqual(whole.shape);
			// Element by element, because toEqual takes seconds for a million numbers.
			expect(tiled.data.findIndex((value, i) => value !== whole.data[i])).toBe(
				-1,
			);
		},
	);

	test("several factors follow each other and count as one piece of work", async () => {
		const context = makeContext(1);
		const enlarged = await upscale(never, makePicture(40, 20), [8, 2], context);
		expect(enlarged.shape).toEqual([1, 4, 320, 640]);
		expect(context.steps).toHaveLength(
			countUpscaleRuns({ width: 40, height: 20 }, [8, 2]),
		);
		expect(context.steps.at(-1)).toBe(1);
		expect(
			context.runs.every(
				({ image }) => image.shape[2] <= 160 && image.shape[3] <= 160,
			),
		).toBe(true);
	});

	test("values outside 0 to 1 do not reach the second pass", async () => {
		const context = makeContext(1);
		const run = context.run;
		const wild: StageContext = {
			...context,
			async run(name, inputs) {
				expect(
					inputs.image.data.every((value: number) => value >= 0 && value <= 1),
				).toBe(true);
				const { upscaled } = await run(name, inputs);
				return {
					upscaled: makeTensor(
						upscaled.shape,
						upscaled.data.map((value) => 3 * value - 1),
					),
				};
			},
		};
		await upscale(never, makePicture(40, 40), [4, 2], wild);
	});

	test("empty tiles are not run and stay empty", async () => {
		const picture = makeZeros([1, 4, 300, 300]);
		picture.data[0] = 1;
		const context = makeContext(1);
		const enlarged = await upscale(never, picture, [2], context);
		expect(context.runs).toHaveLength(1);
		expect(context.steps.at(-1)).toBe(1);
		expect(enlarged.data[enlarged.data.length - 1]).toBe(0);
	});

	test("no factor changes nothing", async () => {
		const picture = makePicture(5, 5);
		expect(await upscale(never, picture, [], makeContext(1))).toBe(picture);
	});

	test("an abort between tiles stops", async () => {
		const controller = new AbortController();
		const context = makeContext(1);
		const stopping: StageContext = {
			...context,
			onStep: () => controller.abort(),
		};
		await expect(
			upscale(controller.signal, makePicture(300, 300), [2], stopping),
		).rejects.toMatchObject({ name: "AbortError" });
		expect(context.runs).toHaveLength(1);
	});

	test("NaN in any tile is an error", async () => {
		const context = makeContext(1);
		const broken: StageContext = {
			...context,
			async run(name, inputs) {
				const outputs = await context.run(name, inputs);
				if (context.runs.length === 3) outputs.upscaled.data[7] = Number.NaN;
				return outputs;
			},
		};
		await expect(
			upscale(never, makePicture(300, 300), [2], broken),
		).rejects.toMatchObject({ code: "device/not-a-number" });
	});
});

test("tiles cover every pixel once, with margins inside the picture", () => {
	fc.assert(
		fc.property(
			fc.integer({ min: 1, max: 1500 }),
			fc.integer({ min: 1, max: 1500 }),
			(width, height) => {
				let area = 0;
				for (const { x, y } of makeTiles(width, height)) {
					area += (x.end - x.start) * (y.end - y.start);
					for (const [span, length] of [
						[x, width],
						[y, height],
					] as const) {
						expect(span.readStart).toBe(Math.max(0, span.start - tileMargin));
						expect(span.readEnd).toBe(Math.min(length, span.end + tileMargin));
						expect(span.end).toBeGreaterThan(span.start);
					}
				}
				expect(area).toBe(width * height);
			},
		),
	);
});
