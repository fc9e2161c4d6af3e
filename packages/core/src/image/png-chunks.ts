// The container of PNG (W3C PNG, third edition, section 5): signature, chunks, CRCs. Strict: the first doubt is an error.
import { ImageError } from "../errors.js";

/** One chunk; `data` is a view into the file. */
export interface PngChunk {
	readonly type: string;
	readonly data: Uint8Array;
}

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const signatureBytes = signature.length;
// Length, type and CRC around the data.
const chunkOverheadBytes = 12;

/**
 * Splits a PNG file into its chunks, IHDR to IEND; what follows IEND is ignored.
 *
 * @throws ImageError `image/png-invalid`
 */
export function readPngChunks(file: Uint8Array): PngChunk[] {
	if (signature.some((byte, i) => file[i] !== byte)) {
		throw invalidPng("it does not start like a PNG file");
	}
	const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
	const chunks: PngChunk[] = [];
	let at = signatureBytes;
	while (chunks.at(-1)?.type !== "IEND") {
		if (at + chunkOverheadBytes > file.length)
			throw invalidPng("it ends too early");
		const lengthBytes = view.getUint32(at);
		const end = at + 8 + lengthBytes;
		if (end + 4 > file.length) throw invalidPng("it ends too early");
		const type = readType(file, at + 4);
		if (view.getUint32(end) !== crc32(file, at + 4, end)) {
			throw invalidPng(`its part ${type} is damaged`);
		}
		chunks.push({ type, data: file.subarray(at + 8, end) });
		at = end + 4;
	}
	if (chunks[0].type !== "IHDR" || chunks[0].data.length !== 13) {
		throw invalidPng("it has no header");
	}
	return chunks;
}

/** Joins chunks to a PNG file. */
export function writePngChunks(
	chunks: readonly PngChunk[],
): Uint8Array<ArrayBuffer> {
	const dataBytes = chunks.reduce((sum, { data }) => sum + data.length, 0);
	const file = new Uint8Array(
		signatureBytes + chunks.length * chunkOverheadBytes + dataBytes,
	);
	const view = new DataView(file.buffer);
	file.set(signature);
	let at = signatureBytes;
	for (const { type, data } of chunks) {
		const end = at + 8 + data.length;
		view.setUint32(at, data.length);
		for (let i = 0; i < 4; i++) file[at + 4 + i] = type.charCodeAt(i);
		file.set(data, at + 8);
		view.setUint32(end, crc32(file, at + 4, end));
		at = end + 4;
	}
	return file;
}

/** The error for bytes that are no readable PNG; `reason` continues "cannot be read: …". */
export function invalidPng(reason: string, cause?: unknown): ImageError {
	return new ImageError("image/png-invalid", { details: { reason }, cause });
}

function readType(file: Uint8Array, at: number): string {
	const type = String.fromCharCode(...file.subarray(at, at + 4));
	if (!/^[A-Za-z]{4}$/.test(type)) throw invalidPng("it holds unknown parts");
	return type;
}

// CRC-32 of ISO 3309, as in annex D of the PNG specification.
const crcTable: Uint32Array = Uint32Array.from({ length: 256 }, (_, n) => {
	let value = n;
	for (let bit = 0; bit < 8; bit++) {
		value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
	}
	return value;
});

function crc32(bytes: Uint8Array, start: number, end: number): number {
	let crc = 0xffffffff;
	for (let i = start; i < end; i++) {
		crc = crcTable[(crc ^ bytes[i]) & 255] ^ (crc >>> 8);
	}
	return (crc ^ 0xffffffff) >>> 0;
}
