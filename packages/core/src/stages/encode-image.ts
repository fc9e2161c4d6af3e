// A user's picture → latents to start from.
import { fitToNative } from "../finish/fit-to-native.js";
import type { Plan, RgbaImage } from "../records.js";
import { pause } from "../runtime/pause.js";
import { takeOutput } from "../runtime/take-output.js";
import type { Tensor } from "../tensor/tensor.js";
import type { StageContext } from "./stage.js";

/**
 * Fits a picture to the native canvas and encodes it.
 *
 * @param image  any size
 * @returns [1, C, h, w] of the plan's grid
 * @throws DeviceError, AbortError
 */
export async function encodeImage(
	signal: AbortSignal,
	image: RgbaImage,
	plan: Pick<Plan, "kind" | "fit" | "grid" | "nativeSize">,
	context: StageContext,
): Promise<Tensor> {
	await pause(signal);
	const outputs = await context.run("encoder", {
		image: fitToNative(image, plan),
	});
	context.onStep(1, 1);
	const { height, width } = plan.grid;
	return takeOutput(outputs, "latents", [1, "channels", height, width]);
}
