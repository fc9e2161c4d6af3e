// Reads the safetensors format (8 bytes of header length, JSON header, raw data). Files may come from anywhere, so nothing in them is trusted.
import { ModelError } from "../errors.js";

/** Bytes per element of the types that a pack may use. */
const dtypeSizes = { F32: 4, F16: 2, I32: 4, I8: 1, U8: 1 } as const;

/** Element types that a pack may use. */
export type SafetensorsDtype = keyof typeof dtypeSizes;

/** One tensor; `data` is a view into the file, little-endian and not aligned. */
export interface SafetensorsEntry {
	readonly dtype: SafetensorsDtype;
	readonly shape: readonly number[];
	readonly data: Uint8Array;
}

const maxHeaderBytes = 8 * 2 ** 20;
const maxTensors = 20_000;
const maxRank = 8;

/**
 * Finds the tensors of a safetensors file without copying their data.
 *
 * @param file  name for messages
 * @throws ModelError `model/file-truncated`, `model/file-invalid`
 */
export function parseSafetensors(
	bytes: Uint8Array,
	file: string,
): Map<string, SafetensorsEntry> {
	const refuse = (reason: string, cause?: unknown): never => {
		throw new ModelError("model/file-invalid", {
			details: { file, reason },
			cause,
		});
	};
	if (bytes.length < 8)
		throw new ModelError("model/file-truncated", { details: { file } });
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const headerBytes = view.getUint32(0, true);
	if (view.getUint32(4, true) !== 0 || headerBytes > maxHeaderBytes)
		refuse("header is too long");
	const dataStart = 8 + headerBytes;
	if (dataStart > bytes.length)
		throw new ModelError("model/file-truncated", { details: { file } });

	let header: unknown;
	try {
		header = JSON.parse(
			new TextDecoder("utf-8", { fatal: true }).decode(
				bytes.subarray(8, dataStart),
			),
		);
	} catch (cause) {
		refuse("header is not JSON", cause);
	}
	if (!isRecord(header)) return refuse("header is not an object");
	const names = Object.keys(header).filter((name) => name !== "__metadata__");
	if (names.length > maxTensors) refuse("too many tensors");

	const spans: { start: number; end: number }[] = [];
	const entries = new Map<string, SafetensorsEntry>();
	for (const name of names) {
		const found = readEntry(header[name]);
		if (typeof found === "string")
			return refuse(`${name.slice(0, 200)}: ${found}`);
		const { dtype, shape, start, end } = found;
		if (dataStart + end > bytes.length)
			throw new ModelError("model/file-truncated", { details: { file } });
		spans.push({ start, end });
		entries.set(name, {
			dtype,
			shape,
			data: bytes.subarray(dataStart + start, dataStart + end),
		});
	}
	if (!areDense(spans, bytes.length - dataStart))
		refuse("tensors overlap or leave gaps");
	return entries;
}

function readEntry(entry: unknown):
	| {
			dtype: SafetensorsDtype;
			shape: readonly number[];
			start: number;
			end: number;
	  }
	| string {
	if (!isRecord(entry)) return "is not an object";
	const { dtype, shape, data_offsets: offsets } = entry;
	if (typeof dtype !== "string" || !Object.hasOwn(dtypeSizes, dtype))
		return "has an unknown dtype";
	if (!isCountList(shape) || shape.length > maxRank) return "has a bad shape";
	if (!isCountList(offsets) || offsets.length !== 2) return "has bad offsets";
	const [start = 0, end = 0] = offsets;
	const expected = shape.reduce(
		(product, axis) => product * axis,
		dtypeSizes[dtype as SafetensorsDtype],
	);
	if (end - start !== expected)
		return "has a shape that does not fit its bytes";
	return { dtype: dtype as SafetensorsDtype, shape, start, end };
}

function areDense(
	spans: { start: number; end: number }[],
	length: number,
): boolean {
	spans.sort((a, b) => a.start - b.start || a.end - b.end);
	let end = 0;
	for (const span of spans) {
		if (span.start !== end) return false;
		end = span.end;
	}
	return end === length;
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isCountList(value: unknown): value is number[] {
	return (
		Array.isArray(value) &&
		value.every((item) => Number.isSafeInteger(item) && item >= 0)
	);
}
