import * as ort from "onnxruntime-web/wasm";
import { encodeMatMulModel, MAT_MUL_INPUT_SHAPE } from "./plain-mat-mul.js";

/**
 * Opens the yardstick on one WASM thread of the calling realm.
 *
 * @param ortWasm  the runtime's bytes; needed in a page
 * @returns runs it once and gives the time in ms
 */
export async function openMatMul(
	ortWasm?: Uint8Array<ArrayBuffer>,
): Promise<() => Promise<number>> {
	ort.env.wasm.numThreads = 1;
	if (ortWasm) ort.env.wasm.wasmBinary = ortWasm;
	const session = await ort.InferenceSession.create(encodeMatMulModel());
	const count = MAT_MUL_INPUT_SHAPE.reduce(
		(product, length) => product * length,
		1,
	);
	const data = Float32Array.from(
		{ length: count },
		(_, i) => (i % 13) / 13 - 0.5,
	);
	const a = new ort.Tensor("float32", data, MAT_MUL_INPUT_SHAPE);
	const run = async () => {
		const start = performance.now();
		await session.run({ a });
		return performance.now() - start;
	};
	await run();
	return run;
}
