// Stored matrices to int8 columns, as DynamicQuantizeMatMul multiplies them: about twice as fast as floats in WASM.
import {
	q4BlockBytes as blockBytes,
	dequantize,
	readFloats,
	type StoredTensor,
} from "./dequantize.js";
import type { SafetensorsEntry } from "./safetensors.js";

/**
 * A stored matrix [K, N] as int8 columns: scale = largest magnitude / 127, rounded half to even.
 *
 * @param into  K * N long; receives the values
 * @returns the scale of each column, [N]
 */
export function quantizeColumns(
	tensor: StoredTensor & { kind: "q8" | "q4" },
	into: Int8Array,
): Float32Array {
	if (tensor.kind === "q4")
		return quantizeQ4(tensor.values, readFloats(tensor.scale), into);
	const [rows = 0, columns = 0] = tensor.shape;
	if (tensor.shape.length === 2 && tensor.scale.shape[0] === 1) {
		into.set(
			new Int8Array(
				tensor.values.data.buffer,
				tensor.values.data.byteOffset,
				tensor.values.data.length,
			),
		);
		const scale = readFloats(tensor.scale);
		return scale.length === columns
			? scale
			: new Float32Array(columns).fill(scale[0]);
	}
	const floats = new Float32Array(rows * columns);
	dequantize(tensor, floats);
	return quantizeFloats(floats, columns, into);
}

function quantizeFloats(
	floats: Float32Array,
	columns: number,
	into: Int8Array,
): Float32Array {
	const scale = new Float32Array(columns);
	for (let i = 0; i < floats.length; i++) {
		const magnitude = Math.abs(floats[i]);
		if (magnitude > scale[i % columns]) scale[i % columns] = magnitude;
	}
	for (let column = 0; column < columns; column++)
		scale[column] = scaleOf(scale[column]);
	for (let i = 0; i < floats.length; i++) {
		into[i] = roundHalfToEven(Math.fround(floats[i] / scale[i % columns]));
	}
	return scale;
}

function quantizeQ4(
	values: SafetensorsEntry,
	blockScale: Float32Array,
	into: Int8Array,
): Float32Array {
	const [columns = 0, blocks = 0] = values.shape;
	const { data } = values;
	const columnScale = new Float32Array(columns);
	const levels = new Int8Array(16);
	for (let column = 0; column < columns; column++) {
		const first = column * blocks;
		let largest = 0;
		for (let block = 0; block < blocks; block++) {
			largest = Math.max(
				largest,
				largestOfBlock(
					data,
					(first + block) * blockBytes,
					blockScale[first + block],
				),
			);
		}
		const scale = scaleOf(largest);
		columnScale[column] = scale;
		let to = column;
		for (let block = 0; block < blocks; block++) {
			const factor = blockScale[first + block];
			// A block has only 16 different values: divide and round those, then look up.
			for (let level = 0; level < 16; level++) {
				const quotient = Math.fround(Math.fround((level - 8) * factor) / scale);
				levels[level] = Math.max(
					-127,
					Math.min(127, roundHalfToEven(quotient)),
				);
			}
			const start = (first + block) * blockBytes;
			for (let i = start; i < start + blockBytes; i++) {
				const pair = data[i];
				into[to] = levels[pair & 15];
				into[to + columns] = levels[pair >> 4];
				to += 2 * columns;
			}
		}
	}
	return columnScale;
}

function largestOfBlock(
	data: Uint8Array,
	start: number,
	factor: number,
): number {
	let low = 8;
	let high = 8;
	for (let i = start; i < start + blockBytes; i++) {
		const even = data[i] & 15;
		const odd = data[i] >> 4;
		if (even < low) low = even;
		else if (even > high) high = even;
		if (odd < low) low = odd;
		else if (odd > high) high = odd;
	}
	return Math.fround(Math.max(8 - low, high - 8) * Math.abs(factor));
}

/** A column of zeros keeps a scale that can be divided by. */
function scaleOf(largest: number): number {
	return largest > 0 ? Math.fround(largest / 127) : 1;
}

function roundHalfToEven(value: number): number {
	const rounded = Math.round(value);
	return rounded - value === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}
