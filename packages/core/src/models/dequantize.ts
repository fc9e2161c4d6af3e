// Stored weights to numbers: plain F32 and F16, q8 (int8 with a broadcast scale) and q4 (int4 in blocks of 32, the layout of MatMulNBits).
import { ModelError } from "../errors.js";
import { float16Table } from "./float16.js";
import type { SafetensorsEntry } from "./safetensors.js";

/** Weights of one scale along K in q4. */
const blockSize = 32;
/** Bytes of one block. */
export const q4BlockBytes: number = blockSize / 2;
/** Columns of q4 that are written together. */
const tileColumns = 256;

/** One tensor as stored. */
export type StoredTensor =
	| {
			readonly kind: "plain";
			readonly shape: readonly number[];
			readonly values: SafetensorsEntry;
	  }
	| {
			readonly kind: "q8" | "q4";
			/** The graph's shape; q4 is [K, N] though its bytes go along K. */
			readonly shape: readonly number[];
			readonly values: SafetensorsEntry;
			readonly scale: SafetensorsEntry;
	  };

/**
 * Pairs quantised entries with their scales and checks that all shapes fit.
 *
 * @returns tensors by the name of their initializer
 * @throws ModelError `model/file-invalid`
 */
export function pairTensors(
	entries: ReadonlyMap<string, SafetensorsEntry>,
	file: string,
): Map<string, StoredTensor> {
	const tensors = new Map<string, StoredTensor>();
	for (const [key, values] of entries) {
		const [, base = "", suffix] = /^(.+)\.(q8|q4|scale)$/su.exec(key) ?? [];
		if (
			suffix === "scale" &&
			(entries.has(`${base}.q8`) || entries.has(`${base}.q4`))
		)
			continue;
		const name = suffix === "q8" || suffix === "q4" ? base : key;
		const refuse = (reason: string): never => {
			throw new ModelError("model/file-invalid", {
				details: { file, reason: `${name.slice(0, 200)}: ${reason}` },
			});
		};
		if (tensors.has(name)) refuse("is stored twice");
		if (name === key) {
			if (values.dtype !== "F32" && values.dtype !== "F16")
				refuse("has an integer type but no scale");
			tensors.set(name, { kind: "plain", shape: values.shape, values });
			continue;
		}
		const kind = suffix as "q8" | "q4";
		const scale = entries.get(`${name}.scale`);
		if (!scale || (scale.dtype !== "F32" && scale.dtype !== "F16"))
			return refuse("has no scale");
		const shape =
			kind === "q8" ? shapeOfQ8(values, scale) : shapeOfQ4(values, scale);
		if (!shape) return refuse("has a scale that does not fit");
		tensors.set(name, { kind, shape, values, scale });
	}
	return tensors;
}

function shapeOfQ8(
	values: SafetensorsEntry,
	scale: SafetensorsEntry,
): readonly number[] | undefined {
	if (values.dtype !== "I8" || scale.shape.length !== values.shape.length)
		return undefined;
	// One scale for all, or one per index of a single axis.
	const axes = scale.shape.filter((length) => length !== 1).length;
	const fits = scale.shape.every(
		(axis, i) => axis === 1 || axis === values.shape[i],
	);
	return axes <= 1 && fits ? values.shape : undefined;
}

function shapeOfQ4(
	values: SafetensorsEntry,
	scale: SafetensorsEntry,
): readonly number[] | undefined {
	const [columns = 0, blocks = 0, bytes] = values.shape;
	if (
		values.dtype !== "U8" ||
		values.shape.length !== 3 ||
		bytes !== q4BlockBytes
	)
		return undefined;
	if (
		scale.shape.length !== 2 ||
		scale.shape[0] !== columns ||
		scale.shape[1] !== blocks
	)
		return undefined;
	return [blocks * blockSize, columns];
}

/** An entry's numbers as float32, copied. */
export function readFloats(entry: SafetensorsEntry): Float32Array {
	const { data } = entry;
	const bytes = data.slice().buffer;
	if (entry.dtype === "F32") return new Float32Array(bytes);
	const halves = new Uint16Array(bytes);
	const table = float16Table();
	const floats = new Float32Array(halves.length);
	for (let i = 0; i < halves.length; i++) floats[i] = table[halves[i]];
	return floats;
}

/**
 * Writes a stored tensor as float32 in the graph's layout.
 *
 * @param into  at least as long as the tensor has elements
 */
export function dequantize(tensor: StoredTensor, into: Float32Array): void {
	if (tensor.kind === "plain") into.set(readFloats(tensor.values));
	else if (tensor.kind === "q8")
		dequantizeQ8(tensor.values, tensor.scale, into);
	else dequantizeQ4(tensor.values, readFloats(tensor.scale), into);
}

function dequantizeQ8(
	values: SafetensorsEntry,
	scaleEntry: SafetensorsEntry,
	into: Float32Array,
): void {
	const quantized = new Int8Array(
		values.data.buffer,
		values.data.byteOffset,
		values.data.length,
	);
	const scale = readFloats(scaleEntry);
	const axis = scaleEntry.shape.findIndex((length) => length > 1);
	const channels = axis < 0 ? 1 : values.shape[axis];
	const inner =
		axis < 0
			? quantized.length
			: values.shape.slice(axis + 1).reduce((a, b) => a * b, 1);
	for (let i = 0, start = 0; start < quantized.length; i++, start += inner) {
		const factor = scale[i % channels];
		for (let j = start; j < start + inner; j++) into[j] = quantized[j] * factor;
	}
}

function dequantizeQ4(
	values: SafetensorsEntry,
	scale: Float32Array,
	into: Float32Array,
): void {
	const [columns = 0, blocks = 0] = values.shape;
	const { data } = values;
	// In tiles of a few columns: stored down the columns and written along the rows, a large matrix would miss every cache.
	for (let left = 0; left < columns; left += tileColumns) {
		const right = Math.min(columns, left + tileColumns);
		for (let block = 0; block < blocks; block++) {
			for (let i = 0; i < q4BlockBytes; i++) {
				const row = (block * blockSize + 2 * i) * columns;
				let at = left * blocks + block;
				for (let to = row + left; to < row + right; to++, at += blocks) {
					const pair = data[at * q4BlockBytes + i];
					const factor = scale[at];
					into[to] = ((pair & 15) - 8) * factor;
					into[to + columns] = ((pair >> 4) - 8) * factor;
				}
			}
		}
	}
}
