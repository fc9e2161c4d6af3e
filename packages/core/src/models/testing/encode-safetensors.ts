import type { SafetensorsDtype } from "../safetensors.js";

/** What goes into a safetensors file. */
export type TensorsToEncode = Readonly<
	Record<
		string,
		{ dtype: SafetensorsDtype; shape: readonly number[]; data: ArrayBufferView }
	>
>;

/** Writes a safetensors file. */
export function encodeSafetensors(
	tensors: TensorsToEncode,
): Uint8Array<ArrayBuffer> {
	let offset = 0;
	const header: Record<string, unknown> = {};
	for (const [name, { dtype, shape, data }] of Object.entries(tensors)) {
		header[name] = {
			dtype,
			shape,
			data_offsets: [offset, offset + data.byteLength],
		};
		offset += data.byteLength;
	}
	return joinSafetensors(
		JSON.stringify(header),
		Object.values(tensors).map(
			({ data }) =>
				new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
		),
	);
}

/** Puts any header, valid or not, before the data. */
export function joinSafetensors(
	headerText: string,
	data: readonly Uint8Array[],
): Uint8Array<ArrayBuffer> {
	const header = new TextEncoder().encode(headerText);
	const total = data.reduce(
		(sum, bytes) => sum + bytes.length,
		8 + header.length,
	);
	const file = new Uint8Array(total);
	new DataView(file.buffer).setBigUint64(0, BigInt(header.length), true);
	file.set(header, 8);
	let offset = 8 + header.length;
	for (const bytes of data) {
		file.set(bytes, offset);
		offset += bytes.length;
	}
	return file;
}

/** Half-precision bits of a number; exact for the values the tests use. */
export function toFloat16Bits(value: number): number {
	const single = new Uint32Array(new Float32Array([value]).buffer)[0];
	const sign = (single >>> 16) & 0x8000;
	const exponent = ((single >>> 23) & 0xff) - 112;
	if (exponent <= 0) return sign;
	return sign | (exponent << 10) | ((single >>> 13) & 0x3ff);
}
