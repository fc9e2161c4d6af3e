import { InternalError } from "../errors.js";

/** What a tensor may hold. */
export type TensorData = Float32Array | Int32Array;

/** Numbers with a shape in the order of memory, e.g. [batch, channels, height, width]. */
export interface Tensor<D extends TensorData = Float32Array> {
	readonly shape: readonly number[];
	readonly data: D;
}

/** How many numbers a shape holds. */
export function countElements(shape: readonly number[]): number {
	return shape.reduce((product, length) => product * length, 1);
}

/**
 * Joins a shape and its numbers; `data` is kept, not copied.
 *
 * @throws InternalError `internal/shape-mismatch`
 */
export function makeTensor<D extends TensorData>(
	shape: readonly number[],
	data: D,
): Tensor<D> {
	const broken = shape.some(
		(length) => !Number.isInteger(length) || length < 0,
	);
	if (broken || countElements(shape) !== data.length) {
		throw shapeMismatch(
			`${formatShape(shape)} = ${countElements(shape)} numbers`,
			`${data.length} numbers`,
		);
	}
	return { shape, data };
}

/** A tensor of zeros. */
export function makeZeros(
	shape: readonly number[],
): Tensor<Float32Array<ArrayBuffer>> {
	return makeTensor(shape, new Float32Array(countElements(shape)));
}

/**
 * Fails unless the tensor has this shape; a string stands for an axis of any length.
 *
 * @throws InternalError `internal/shape-mismatch`
 */
export function assertShape(
	tensor: Tensor<TensorData>,
	expected: readonly (number | string)[],
): void {
	const fits =
		tensor.shape.length === expected.length &&
		expected.every(
			(length, axis) =>
				typeof length === "string" || length === tensor.shape[axis],
		);
	if (!fits)
		throw shapeMismatch(formatShape(expected), formatShape(tensor.shape));
}

/**
 * Fails unless both tensors have the same shape.
 *
 * @throws InternalError `internal/shape-mismatch`
 */
export function assertSameShape(
	a: Tensor<TensorData>,
	b: Tensor<TensorData>,
): void {
	assertShape(b, a.shape);
}

/** Whether every number is finite. */
export function isFiniteTensor(tensor: Tensor): boolean {
	// NaN and infinity survive both the product with zero and the sum; four sums keep the adder busy.
	const { data } = tensor;
	const end = data.length - (data.length % 4);
	let a = 0;
	let b = 0;
	let c = 0;
	let d = 0;
	for (let i = 0; i < end; i += 4) {
		a += data[i] * 0;
		b += data[i + 1] * 0;
		c += data[i + 2] * 0;
		d += data[i + 3] * 0;
	}
	for (let i = end; i < data.length; i++) a += data[i] * 0;
	return a + b + c + d === 0;
}

/** Writes a shape as `[1, 4, 64, 64]`. */
export function formatShape(shape: readonly (number | string)[]): string {
	return `[${shape.join(", ")}]`;
}

function shapeMismatch(expected: string, got: string): InternalError {
	return new InternalError("internal/shape-mismatch", {
		details: { expected, got },
	});
}
