// Super-resolution: a picture of any size → the same, larger by each factor in turn.
import { pause } from "../runtime/pause.js";
import { takeOutput } from "../runtime/take-output.js";
import { makeZeros, type Tensor } from "../tensor/tensor.js";
import type { StageContext } from "./stage.js";
import { cutTile, makeTiles, pasteTile } from "./tiles.js";

/**
 * Enlarges a picture.
 *
 * @param picture  [1, 4, h, w] premultiplied, 0 to 1
 * @param factors  one pass each, e.g. [8, 4]
 * @returns [1, 4, H, W], larger by the product of the factors, about 0 to 1
 * @throws DeviceError, AbortError
 */
export async function upscale(
	signal: AbortSignal,
	picture: Tensor,
	factors: readonly number[],
	context: StageContext,
): Promise<Tensor> {
	const [, , height, width] = picture.shape;
	const runCount = countUpscaleRuns({ width, height }, factors);
	let runsDone = 0;
	let current = picture;
	for (const factor of factors) {
		current = await upscaleOnce(signal, current, factor, {
			run: context.run,
			onStep: () => context.onStep(++runsDone, runCount),
		});
	}
	return current;
}

/** How many tiles all passes have together. */
export function countUpscaleRuns(
	size: { readonly width: number; readonly height: number },
	factors: readonly number[],
): number {
	let { width, height } = size;
	let runs = 0;
	for (const factor of factors) {
		runs += makeTiles(width, height).length;
		width *= factor;
		height *= factor;
	}
	return runs;
}

async function upscaleOnce(
	signal: AbortSignal,
	picture: Tensor,
	factor: number,
	context: StageContext,
): Promise<Tensor> {
	const [, channels, height, width] = picture.shape;
	const tiles = makeTiles(width, height);
	if (tiles.length === 1) return runTile(signal, picture, factor, context);
	const enlarged = makeZeros([1, channels, factor * height, factor * width]);
	for (const tile of tiles) {
		const part = cutTile(picture, tile);
		// Where nothing is drawn there is nothing to enlarge; objects leave many such tiles.
		if (part.data.some((value) => value !== 0)) {
			pasteTile(
				await runTile(signal, part, factor, context),
				tile,
				factor,
				enlarged,
			);
		} else context.onStep(1, 1);
	}
	return enlarged;
}

async function runTile(
	signal: AbortSignal,
	part: Tensor,
	factor: number,
	context: StageContext,
): Promise<Tensor> {
	await pause(signal);
	const [, channels, height, width] = part.shape;
	const outputs = await context.run(`upscaler-x${factor}`, { image: part });
	context.onStep(1, 1);
	return takeOutput(outputs, "upscaled", [
		1,
		channels,
		factor * height,
		factor * width,
	]);
}
