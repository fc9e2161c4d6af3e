// The yardstick: one float32 MatMul of the size of a transformer's MLP. It tells
// how fast the machine is right now, so that a busy one does not look like slow code.

const ROWS = 256;
const INNER = 384;
const COLUMNS = 1536;

/** Work of one run, 10^9 multiply or add operations. */
export const MAT_MUL_GFLOP: number = (2 * ROWS * INNER * COLUMNS) / 1e9;

/** Shape of the input `a`, [rows, inner]; the output is called `c`. */
export const MAT_MUL_INPUT_SHAPE: readonly number[] = [ROWS, INNER];

/** An ONNX model `c = a × constant`, written by hand: protobuf needs no library for this. */
export function encodeMatMulModel(): Uint8Array<ArrayBuffer> {
	const weights = Float32Array.from(
		{ length: INNER * COLUMNS },
		(_, i) => ((i * 7919) % 1000) / 1000 - 0.5,
	);
	const initializer = message(
		varint(1, INNER),
		varint(1, COLUMNS),
		varint(2, FLOAT),
		text(8, "b"),
		bytes(9, new Uint8Array(weights.buffer)),
	);
	const node = message(
		text(1, "a"),
		text(1, "b"),
		text(2, "c"),
		text(4, "MatMul"),
	);
	const graph = message(
		bytes(1, node),
		text(2, "yardstick"),
		bytes(5, initializer),
		bytes(11, valueInfo("a", [ROWS, INNER])),
		bytes(12, valueInfo("c", [ROWS, COLUMNS])),
	);
	const opset = message(varint(2, 17));
	return message(varint(1, 8), bytes(7, graph), bytes(8, opset));
}

// TensorProto.DataType of ONNX.
const FLOAT = 1;

function valueInfo(name: string, shape: readonly number[]): Uint8Array {
	const dims = shape.map((size) => bytes(1, message(varint(1, size))));
	const tensor = message(varint(1, FLOAT), bytes(2, message(...dims)));
	return message(text(1, name), bytes(2, message(bytes(1, tensor))));
}

type Field = readonly number[] | Uint8Array;

function message(...fields: (readonly Field[])[]): Uint8Array<ArrayBuffer> {
	const parts = fields.flat();
	const whole = new Uint8Array(
		parts.reduce((sum, part) => sum + part.length, 0),
	);
	let offset = 0;
	for (const part of parts) {
		whole.set(part, offset);
		offset += part.length;
	}
	return whole;
}

function varint(field: number, value: number): readonly Field[] {
	return [encodeVarint(field * 8), encodeVarint(value)];
}

function bytes(field: number, payload: Uint8Array): readonly Field[] {
	return [encodeVarint(field * 8 + 2), encodeVarint(payload.length), payload];
}

function text(field: number, value: string): readonly Field[] {
	return bytes(field, new TextEncoder().encode(value));
}

function encodeVarint(value: number): readonly number[] {
	const encoded: number[] = [];
	let rest = value;
	while (rest > 127) {
		encoded.push((rest & 127) | 128);
		rest = Math.floor(rest / 128);
	}
	return [...encoded, rest];
}
