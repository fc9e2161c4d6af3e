// A runtime that computes nothing but follows the shapes, and does what a test tells it to at every run.
import { countElements, makeTensor, type Tensor } from "../../tensor/tensor.js";
import type { Runtime, Session, TensorMap } from "../session.js";

/** What a test may do to a fake runtime, and what it may look at afterwards. */
export interface FakeRuntime extends Runtime {
	/** Names of all runs so far. */
	readonly runs: string[];
	/** Sessions that are open now. */
	readonly open: Set<string>;
	/** Called before each run; may wait, abort or throw. */
	beforeRun: (network: string, runIndex: number) => void | Promise<void>;
	/** Changes what a run returns, e.g. to NaN. */
	afterRun: (network: string, output: Tensor) => Tensor;
}

/** Makes a runtime whose decoder draws a disc. */
export function makeFakeRuntime(): FakeRuntime {
	const runs: string[] = [];
	const open = new Set<string>();
	const runtime: FakeRuntime = {
		device: "wasm",
		runs,
		open,
		beforeRun() {},
		afterRun: (_, output) => output,
		async openSession(name): Promise<Session> {
			open.add(name);
			return {
				async run(inputs) {
					await runtime.beforeRun(name, runs.length);
					runs.push(name);
					const [output, tensor] = compute(name, inputs);
					return { [output]: runtime.afterRun(name, tensor) };
				},
				async release() {
					open.delete(name);
				},
			};
		},
	};
	return runtime;
}

function compute(name: string, inputs: TensorMap): [string, Tensor] {
	switch (name) {
		case "text-encoder": {
			const [batch, tokens] = inputs.token_ids.shape;
			let total = 0;
			for (const id of inputs.token_ids.data) total += id;
			return ["text_embedding", fill([batch, tokens, 16], () => total % 7)];
		}
		case "denoiser": {
			const latents = inputs.latents as Tensor;
			const push = inputs.text_embedding.data[0] / 10;
			return [
				"denoised",
				makeTensor(
					latents.shape,
					latents.data.map((value) => value / 2 + push),
				),
			];
		}
		case "encoder":
			return ["latents", averagePatches(inputs.image as Tensor)];
		case "decoder":
			return ["image", drawDisc(inputs.latents as Tensor)];
		default:
			return [
				"upscaled",
				enlarge(
					inputs.image as Tensor,
					Number(name.slice("upscaler-x".length)),
				),
			];
	}
}

/** A disc on nothing, 4 px per place of the grid; its colour depends on the latents. */
function drawDisc(latents: Tensor): Tensor {
	const [height, width] = latents.shape.slice(2).map((length) => 4 * length);
	const brightness = 0.5 + Math.atan(latents.data[0]) / 4;
	return fill([1, 4, height, width], (i) => {
		const x = (i % width) - (width - 1) / 2;
		const y = (Math.floor(i / width) % height) - (height - 1) / 2;
		const isInside = Math.hypot(x, y) < 5;
		return isInside ? (i < 3 * height * width ? brightness : 1) : 0;
	});
}

/** Eight channels that all hold the mean of the first two colours in 4 px patches. */
function averagePatches(image: Tensor): Tensor {
	const [, , height, width] = image.shape;
	const [rows, columns] = [height / 4, width / 4];
	return fill([1, 8, rows, columns], (i) => {
		const [x, y] = [i % columns, Math.floor(i / columns) % rows];
		let sum = 0;
		for (let at = 0; at < 32; at++) {
			const row = 4 * y + (Math.floor(at / 4) % 4);
			sum +=
				image.data[
					(Math.floor(at / 16) * height + row) * width + 4 * x + (at % 4)
				];
		}
		return sum / 32;
	});
}

/** Repeats every pixel. */
export function enlarge(picture: Tensor, factor: number): Tensor {
	const [, channels, height, width] = picture.shape;
	return fill([1, channels, factor * height, factor * width], (i) => {
		const x = Math.floor((i % (factor * width)) / factor);
		const row = Math.floor(i / (factor * width));
		const y = Math.floor((row % (factor * height)) / factor);
		const c = Math.floor(row / (factor * height));
		return picture.data[(c * height + y) * width + x];
	});
}

function fill(
	shape: readonly number[],
	value: (index: number) => number,
): Tensor {
	return makeTensor(
		shape,
		Float32Array.from({ length: countElements(shape) }, (_, i) => value(i)),
	);
}
