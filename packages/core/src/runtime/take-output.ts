import { DeviceError, InternalError } from "../errors.js";
import { assertShape, isFiniteTensor, type Tensor } from "../tensor/tensor.js";
import type { TensorMap } from "./session.js";

/**
 * Takes one tensor from a network's outputs, and nothing that is no number.
 *
 * @param shape  what it must be; a string stands for any length
 * @throws DeviceError `device/not-a-number`
 * @throws InternalError `internal/shape-mismatch`
 */
export function takeOutput(
	outputs: TensorMap<Float32Array>,
	name: string,
	shape: readonly (number | string)[],
): Tensor {
	if (!Object.hasOwn(outputs, name)) {
		const got = Object.keys(outputs).join(", ");
		throw new InternalError("internal/shape-mismatch", {
			details: { expected: `an output ${name}`, got },
		});
	}
	const tensor = outputs[name];
	assertShape(tensor, shape);
	if (!isFiniteTensor(tensor))
		throw new DeviceError("device/not-a-number", { details: { output: name } });
	return tensor;
}
