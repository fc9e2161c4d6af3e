// Latents → the native picture.
import type { ImageSize } from "../records.js";
import { pause } from "../runtime/pause.js";
import { takeOutput } from "../runtime/take-output.js";
import type { Tensor } from "../tensor/tensor.js";
import type { StageContext } from "./stage.js";

/**
 * Decodes latents.
 *
 * @param latents  [1, C, h, w]
 * @param size     W x H, px
 * @returns [1, 4, H, W] premultiplied, about 0 to 1
 * @throws DeviceError, AbortError
 */
export async function decodeLatents(
	signal: AbortSignal,
	latents: Tensor,
	size: ImageSize,
	context: StageContext,
): Promise<Tensor> {
	await pause(signal);
	const outputs = await context.run("decoder", { latents });
	context.onStep(1, 1);
	return takeOutput(outputs, "image", [1, 4, size.height, size.width]);
}
