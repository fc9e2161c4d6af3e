import { describe, expect, test } from "vitest";
import { MusaError } from "../errors.js";
import { runAtOnce } from "../turns.js";
import { expandWeights } from "./expand-weights.js";
import { float16Table } from "./float16.js";
import {
	encodeSafetensors,
	type TensorsToEncode,
	toFloat16Bits,
} from "./testing/encode-safetensors.js";

const graphBytes = new Uint8Array([8, 9, 58, 0]);

/** A small deterministic stream of whole numbers below `limit`. */
function makeRandom(seed: number): (limit: number) => number {
	let state = seed;
	return (limit) => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return Math.floor((state / 2 ** 32) * limit);
	};
}

interface DecodedTensor {
	dims: number[];
	type: number;
	data: Float32Array | Int8Array;
}

/** Reads the appended graph field back with a plain protobuf reader. */
function decode(model: Uint8Array): Map<string, DecodedTensor> {
	expect([...model.subarray(0, graphBytes.length)]).toEqual([...graphBytes]);
	const tensors = new Map<string, DecodedTensor>();
	for (const [field, graph] of readFields(model.subarray(graphBytes.length))) {
		expect(field).toBe(7);
		for (const [part, tensor] of readFields(graph as Uint8Array)) {
			expect(part).toBe(5);
			const fields = new Map(readFields(tensor as Uint8Array));
			const raw = (fields.get(9) as Uint8Array).slice();
			const type = fields.get(2) as number;
			tensors.set(new TextDecoder().decode(fields.get(8) as Uint8Array), {
				dims: readVarints(fields.get(1) as Uint8Array),
				type,
				data:
					type === 1
						? new Float32Array(raw.buffer)
						: Int8Array.from(raw, (byte) => byte - 128),
			});
		}
	}
	return tensors;
}

function readVarints(bytes: Uint8Array): number[] {
	const values: number[] = [];
	let value = 0;
	let factor = 1;
	for (const byte of bytes) {
		value += (byte & 127) * factor;
		factor *= 128;
		if (byte < 128) {
			values.push(value);
			value = 0;
			factor = 1;
		}
	}
	return values;
}

function readFields(bytes: Uint8Array): [number, number | Uint8Array][] {
	const fields: [number, number | Uint8Array][] = [];
	let at = 0;
	const varint = (): number => {
		const start = at;
		while (bytes[at++] >= 128);
		return readVarints(bytes.subarray(start, at))[0];
	};
	while (at < bytes.length) {
		const tag = varint();
		const value = varint();
		if (tag % 8 === 2) {
			fields.push([tag >> 3, bytes.subarray(at, at + value)]);
			at += value;
		} else fields.push([tag >> 3, value]);
	}
	return fields;
}

function expand(
	tensors: TensorsToEncode,
	int8: readonly string[] = [],
): Map<string, DecodedTensor> {
	return decode(
		runAtOnce(
			expandWeights(
				graphBytes,
				encodeSafetensors(tensors),
				{ file: "g.onnx", int8 },
				"w.safetensors",
			),
		),
	);
}

function makeQ4(
	columns: number,
	blocks: number,
): { tensors: TensorsToEncode; reference: Float32Array } {
	const random = makeRandom(columns * 31 + blocks);
	const packed = Uint8Array.from({ length: columns * blocks * 16 }, () =>
		random(256),
	);
	const scale = Uint16Array.from({ length: columns * blocks }, () =>
		toFloat16Bits((random(1000) + 1) / 4096),
	);
	const table = float16Table();
	const rows = blocks * 32;
	const reference = new Float32Array(rows * columns);
	for (let k = 0; k < rows; k++) {
		for (let n = 0; n < columns; n++) {
			const byte =
				packed[
					(n * blocks + Math.floor(k / 32)) * 16 + Math.floor((k % 32) / 2)
				];
			const nibble = k % 2 === 0 ? byte & 15 : byte >> 4;
			reference[k * columns + n] =
				(nibble - 8) * table[scale[n * blocks + Math.floor(k / 32)]];
		}
	}
	return {
		tensors: {
			"w.q4": { dtype: "U8", shape: [columns, blocks, 16], data: packed },
			"w.scale": { dtype: "F16", shape: [columns, blocks], data: scale },
		},
		reference,
	};
}

function quantizeReference(
	weights: Float32Array,
	columns: number,
): { values: number[]; scale: number[] } {
	const scale = Array.from({ length: columns }, (_, n) => {
		let largest = 0;
		for (let i = n; i < weights.length; i += columns)
			largest = Math.max(largest, Math.abs(weights[i]));
		return Math.fround(largest / 127);
	});
	const values = Array.from(weights, (weight, i) => {
		const quotient = Math.fround(weight / scale[i % columns]);
		const floor = Math.floor(quotient);
		if (quotient - floor !== 0.5) return Math.round(quotient) + 0;
		return floor % 2 === 0 ? floor : floor + 1;
	});
	return { values, scale };
}

describe("expandWeights", () => {
	test("plain F32 and F16 become float32 of the same shape", () => {
		const found = expand({
			"norm.scale": {
				dtype: "F32",
				shape: [3],
				data: new Float32Array([1, -2, 0.1]),
			},
			bias: {
				dtype: "F16",
				shape: [2, 1],
				data: new Uint16Array([toFloat16Bits(0.5), toFloat16Bits(-3)]),
			},
		});
		expect(found.get("norm.scale")).toEqual({
			dims: [3],
			type: 1,
			data: new Float32Array([1, -2, 0.1]),
		});
		expect(found.get("bias")).toEqual({
			dims: [2, 1],
			type: 1,
			data: new Float32Array([0.5, -3]),
		});
	});

	test.each([
		["per column", [2, 3], [1, 3], [2, -4, 6, 0.5 * 4 * 2, -10, 18]],
		["per row", [2, 3], [2, 1], [2, -4, 4, 4 * 2, -10, 12]],
	])("q8 with a scale %s", (_, shape, scaleShape) => {
		const values = new Int8Array([1, -2, 3, 4, -5, 127]);
		const scale = Float32Array.from(
			{ length: scaleShape[0] * scaleShape[1] },
			(__, i) => 0.5 + i,
		);
		const found = expand({
			"w.q8": { dtype: "I8", shape, data: values },
			"w.scale": { dtype: "F32", shape: scaleShape, data: scale },
		}).get("w");
		const expected = Array.from(
			values,
			(value, i) =>
				value * scale[scaleShape[0] === 1 ? i % 3 : Math.floor(i / 3)],
		);
		expect(found?.dims).toEqual(shape);
		expect([...(found?.data ?? [])]).toEqual(expected);
	});

	test("q8 convolution weights have one scale per output channel", () => {
		const found = expand({
			"w.q8": {
				dtype: "I8",
				shape: [2, 1, 1, 3],
				data: new Int8Array([1, 2, 3, 4, 5, 6]),
			},
			"w.scale": {
				dtype: "F16",
				shape: [2, 1, 1, 1],
				data: new Uint16Array([toFloat16Bits(1), toFloat16Bits(0.25)]),
			},
		}).get("w");
		expect([...(found?.data ?? [])]).toEqual([1, 2, 3, 1, 1.25, 1.5]);
	});

	test.each([
		[1, 1],
		[7, 3],
		[48, 4],
		[300, 2],
	])(
		"q4 of %i columns and %i blocks is transposed into the graph's layout",
		(columns, blocks) => {
			const { tensors, reference } = makeQ4(columns, blocks);
			const found = expand(tensors).get("w");
			expect(found?.dims).toEqual([blocks * 32, columns]);
			expect(found?.data).toEqual(reference);
		},
	);

	test.each([
		[1, 1],
		[7, 3],
		[48, 4],
	])(
		"q4 of %i columns and %i blocks becomes 8-bit columns",
		(columns, blocks) => {
			const { tensors, reference } = makeQ4(columns, blocks);
			const found = expand(tensors, ["w"]);
			const expected = quantizeReference(reference, columns);
			expect(found.get("w")).toMatchObject({
				dims: [blocks * 32, columns],
				type: 2,
			});
			expect(
				[...(found.get("w")?.data ?? [])].map((value) => value + 0),
			).toEqual(expected.values);
			expect(found.get("w.scale")).toEqual({
				dims: [columns],
				type: 1,
				data: new Float32Array(expected.scale),
			});
		},
	);

	test("q8 columns keep their values when 8-bit columns are wanted", () => {
		const values = new Int8Array([1, -2, 3, 4, -5, 127]);
		const found = expand(
			{
				"w.q8": { dtype: "I8", shape: [2, 3], data: values },
				"w.scale": {
					dtype: "F32",
					shape: [1, 3],
					data: new Float32Array([1, 2, 3]),
				},
			},
			["w"],
		);
		expect(found.get("w")?.data).toEqual(values);
		expect(found.get("w.scale")?.data).toEqual(new Float32Array([1, 2, 3]));
	});

	test("a column of zeros stays zero", () => {
		const found = expand(
			{
				"w.q4": {
					dtype: "U8",
					shape: [1, 1, 16],
					data: new Uint8Array(16).fill(0x88),
				},
				"w.scale": { dtype: "F16", shape: [1, 1], data: new Uint16Array(1) },
			},
			["w"],
		);
		expect(new Set(found.get("w")?.data)).toEqual(new Set([0]));
		expect(found.get("w.scale")?.data[0]).toBeGreaterThan(0);
	});

	test("half precision is exact, subnormals and infinities included", () => {
		const table = float16Table();
		expect(
			[0x3c00, 0xc000, 0x0001, 0x03ff, 0x0400, 0x7bff, 0x7c00, 0xfc00].map(
				(bits) => table[bits],
			),
		).toEqual([
			1,
			-2,
			2 ** -24,
			1023 * 2 ** -24,
			2 ** -14,
			65_504,
			Number.POSITIVE_INFINITY,
			Number.NEGATIVE_INFINITY,
		]);
		expect(table[0x7e00]).toBeNaN();
	});

	const q8 = { dtype: "I8", shape: [2, 3], data: new Int8Array(6) } as const;
	const f32 = (...shape: number[]) =>
		({
			dtype: "F32",
			shape,
			data: new Float32Array(shape.reduce((a, b) => a * b, 1)),
		}) as const;
	test.each<[string, TensorsToEncode, readonly string[], string]>([
		["values without a scale", { "w.q8": q8 }, [], "model/file-invalid"],
		[
			"a scale of another rank",
			{ "w.q8": q8, "w.scale": f32(3) },
			[],
			"model/file-invalid",
		],
		[
			"a scale that does not broadcast",
			{ "w.q8": q8, "w.scale": f32(1, 2) },
			[],
			"model/file-invalid",
		],
		[
			"a scale for each weight",
			{ "w.q8": q8, "w.scale": f32(2, 3) },
			[],
			"model/file-invalid",
		],
		["integers without a scale", { w: q8 }, [], "model/file-invalid"],
		[
			"a name that is stored twice",
			{ w: f32(2, 3), "w.q8": q8, "w.scale": f32(1, 3) },
			[],
			"model/file-invalid",
		],
		[
			"q4 of another block size",
			{
				"w.q4": { dtype: "U8", shape: [2, 1, 8], data: new Uint8Array(16) },
				"w.scale": f32(2, 1),
			},
			[],
			"model/file-invalid",
		],
		[
			"an int8 matrix that is missing",
			{ b: f32(1) },
			["w"],
			"model/file-invalid",
		],
		[
			"an int8 matrix stored plainly",
			{ w: f32(2, 3) },
			["w"],
			"model/manifest-invalid",
		],
	])("refuses %s", (_, tensors, int8, code) => {
		expect(() => expand(tensors, int8)).toThrow(
			expect.toSatisfy((error) => MusaError.is(error, code as never)),
		);
	});
});
