// Token ids → text embedding.
import { pause } from "../runtime/pause.js";
import { takeOutput } from "../runtime/take-output.js";
import type { Tensor } from "../tensor/tensor.js";
import type { StageContext } from "./stage.js";

/**
 * Encodes token ids.
 *
 * @param tokenIds  int32 [1, T, F]
 * @returns [1, R, D], at least one row per token
 * @throws DeviceError, AbortError
 */
export async function encodeText(
	signal: AbortSignal,
	tokenIds: Tensor<Int32Array>,
	{ run }: Pick<StageContext, "run">,
): Promise<Tensor> {
	await pause(signal);
	const outputs = await run("text-encoder", { token_ids: tokenIds });
	return takeOutput(outputs, "text_embedding", [1, "rows", "channels"]);
}
