// Graph file + weights file → an ONNX model that can be run. Protobuf messages merge when they are concatenated, so the
// weights are appended as one more `graph` field that holds only initializers: the same bytes serve every runtime.
import { ModelError } from "../errors.js";
import { dequantize, pairTensors, type StoredTensor } from "./dequantize.js";
import type { GraphManifest } from "./manifest.js";
import { lengthTag, pushVarint, varintTag } from "./protobuf.js";
import { quantizeColumns } from "./quantize-columns.js";
import { parseSafetensors } from "./safetensors.js";

// Numbers of fields and types in onnx.proto3.
const modelGraph = 7;
const graphInitializer = 5;
const tensorDims = 1;
const tensorDataType = 2;
const tensorName = 8;
const tensorRawData = 9;
const float32Type = 1;
const uint8Type = 2;

/** One initializer that will be written: everything but its data. */
interface Initializer {
	readonly prefix: Uint8Array;
	readonly dataBytes: number;
	/** Writes the data at the start of `into`. */
	readonly write: (into: Uint8Array) => void;
}

/**
 * Joins a graph with its weights, in parts, expanding int4 and int8 to what the graph computes with.
 *
 * @param graphBytes    an ONNX model without initializers
 * @param weightsBytes  safetensors; NAME, or NAME.q8 or NAME.q4 with NAME.scale, per initializer
 * @param weightsFile   name for messages
 * @returns a new ONNX model with float32 initializers, and 8-bit columns (zero point 128) for the names in `graph.int8`
 * @throws ModelError `model/file-truncated`, `model/file-invalid`, `model/manifest-invalid`
 */
export function* expandWeights(
	graphBytes: Uint8Array,
	weightsBytes: Uint8Array,
	graph: GraphManifest,
	weightsFile: string,
): Generator<void, Uint8Array<ArrayBuffer>> {
	const tensors = pairTensors(
		parseSafetensors(weightsBytes, weightsFile),
		weightsFile,
	);
	const scratch = new Float32Array(longestFloatTensor(tensors, graph));
	const initializers: Initializer[] = [];
	for (const [name, tensor] of tensors) {
		if (graph.int8.includes(name))
			initializers.push(...describeInt8(name, tensor));
		else initializers.push(describeFloat(name, tensor, scratch));
	}
	for (const name of graph.int8) {
		if (!tensors.has(name)) {
			throw new ModelError("model/file-invalid", {
				details: { file: weightsFile, reason: `${name} is missing` },
			});
		}
	}
	return yield* joinModel(graphBytes, initializers);
}

function* joinModel(
	graphBytes: Uint8Array,
	initializers: readonly Initializer[],
): Generator<void, Uint8Array<ArrayBuffer>> {
	const bodyBytes = initializers.reduce(
		(sum, { prefix, dataBytes }) => sum + prefix.length + dataBytes,
		0,
	);
	const header: number[] = [lengthTag(modelGraph)];
	pushVarint(header, bodyBytes);
	const model = new Uint8Array(graphBytes.length + header.length + bodyBytes);
	model.set(graphBytes);
	model.set(header, graphBytes.length);
	let offset = graphBytes.length + header.length;
	for (const { prefix, dataBytes, write } of initializers) {
		model.set(prefix, offset);
		offset += prefix.length;
		write(model.subarray(offset, offset + dataBytes));
		offset += dataBytes;
		yield;
	}
	return model;
}

function describeFloat(
	name: string,
	tensor: StoredTensor,
	scratch: Float32Array,
): Initializer {
	const length = elementCount(tensor.shape);
	const dataBytes = 4 * length;
	return {
		prefix: encodePrefix(name, tensor.shape, float32Type, dataBytes),
		dataBytes,
		write: (into) => {
			// Raw data starts at any byte, float arrays only at multiples of four: expand aside, then copy.
			dequantize(tensor, scratch);
			into.set(new Uint8Array(scratch.buffer, 0, dataBytes));
		},
	};
}

function describeInt8(
	name: string,
	tensor: StoredTensor,
): [Initializer, Initializer] {
	const [rows = 0, columns = 0] = tensor.shape;
	if (tensor.kind === "plain" || tensor.shape.length !== 2) {
		throw new ModelError("model/manifest-invalid", {
			details: { field: "int8", reason: `${name} is not a quantised matrix` },
		});
	}
	let scale: Float32Array = new Float32Array(0);
	return [
		{
			prefix: encodePrefix(name, tensor.shape, uint8Type, rows * columns),
			dataBytes: rows * columns,
			write: (into) => {
				scale = quantizeColumns(
					tensor,
					new Int8Array(into.buffer, into.byteOffset, into.length),
				);
				// Stored unsigned around 128 (the graph's zero point): the signed kernel saturates on x86 without VNNI.
				for (let i = 0; i < into.length; i++) into[i] ^= 0x80;
			},
		},
		{
			prefix: encodePrefix(
				`${name}.scale`,
				[columns],
				float32Type,
				4 * columns,
			),
			dataBytes: 4 * columns,
			// Written right after the values, which is when the scale is known.
			write: (into) =>
				into.set(new Uint8Array(scale.buffer, scale.byteOffset, 4 * columns)),
		},
	];
}

/** Everything of an initializer field up to its raw data. */
function encodePrefix(
	name: string,
	shape: readonly number[],
	dataType: number,
	dataBytes: number,
): Uint8Array {
	const dims: number[] = [];
	for (const axis of shape) pushVarint(dims, axis);
	const nameBytes = new TextEncoder().encode(name);
	const fields: number[] = [lengthTag(tensorDims)];
	pushVarint(fields, dims.length);
	fields.push(
		...dims,
		varintTag(tensorDataType),
		dataType,
		lengthTag(tensorName),
	);
	pushVarint(fields, nameBytes.length);
	fields.push(...nameBytes, lengthTag(tensorRawData));
	pushVarint(fields, dataBytes);

	const prefix: number[] = [lengthTag(graphInitializer)];
	pushVarint(prefix, fields.length + dataBytes);
	return Uint8Array.from([...prefix, ...fields]);
}

function longestFloatTensor(
	tensors: ReadonlyMap<string, StoredTensor>,
	graph: GraphManifest,
): number {
	let longest = 0;
	for (const [name, { shape }] of tensors) {
		if (!graph.int8.includes(name))
			longest = Math.max(longest, elementCount(shape));
	}
	return longest;
}

function elementCount(shape: readonly number[]): number {
	return shape.reduce((product, axis) => product * axis, 1);
}
