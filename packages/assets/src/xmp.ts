// XMP for the formats that have no text chunks of their own: WebP (RIFF chunk
// "XMP ") and JPEG (an APP1 segment). PNG is core's business.

const DIGITAL_SOURCE_TYPE =
	"http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia";
const MUSA_NAMESPACE = "urn:musa:recipe:1";
const JPEG_XMP_HEADER = "http://ns.adobe.com/xap/1.0/\0";

// The length field of a JPEG segment counts itself and holds 16 bits.
const MAX_SEGMENT_BYTES = 0xffff - 2;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** What of a picture's making a packet carries: the recipe it was drawn with, or the record of a bigger model's picture. */
export type XmpField = "recipe" | "final";

/** An XMP packet that says "made by a trained model" and carries `json` as that field, where there is one. */
export function makeXmp(json?: string, field: XmpField = "recipe"): Uint8Array {
	const made = json === undefined ? "" : ` musa:${field}="${escapeXml(json)}"`;
	return encoder.encode(
		`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" xmlns:musa="${MUSA_NAMESPACE}" Iptc4xmpExt:DigitalSourceType="${DIGITAL_SOURCE_TYPE}"${made}/></rdf:RDF></x:xmpmeta>`,
	);
}

/** The JSON of a field inside an XMP packet made by `makeXmp`, or undefined. */
export function readXmp(
	xmp: Uint8Array,
	field: XmpField = "recipe",
): string | undefined {
	const pattern = new RegExp(`\\bmusa:${field}="([^"]*)"`);
	const escaped = pattern.exec(decoder.decode(xmp))?.[1];
	return escaped === undefined ? undefined : unescapeXml(escaped);
}

/**
 * A copy of a WebP file with `xmp` inside.
 *
 * @param size  px, needed when the file has no extended header yet
 */
export function addXmpToWebp(
	webp: Uint8Array,
	xmp: Uint8Array,
	size: { width: number; height: number },
): Uint8Array {
	const chunks = readRiffChunks(webp);
	let header = chunks.find((chunk) => chunk.id === "VP8X");
	if (header === undefined) {
		// Only the lossless form can hold alpha without an extended header.
		const alpha = chunks[0]?.id === "VP8L" ? 0x10 : 0;
		header = { id: "VP8X", data: new Uint8Array(10) };
		header.data[0] = alpha;
		writeUint24(header.data, 4, size.width - 1);
		writeUint24(header.data, 7, size.height - 1);
		chunks.unshift(header);
	}
	header.data[0] = (header.data[0] ?? 0) | 0x04;
	chunks.push({ id: "XMP ", data: xmp });
	return writeRiff(chunks);
}

/** The XMP packet of a WebP file, or undefined. */
export function findXmpInWebp(webp: Uint8Array): Uint8Array | undefined {
	return readRiffChunks(webp).find((chunk) => chunk.id === "XMP ")?.data;
}

/** A copy of a JPEG file with `xmp` right after the start marker; unchanged if it is too long for a segment. */
export function addXmpToJpeg(jpeg: Uint8Array, xmp: Uint8Array): Uint8Array {
	const payload = concat([encoder.encode(JPEG_XMP_HEADER), xmp]);
	if (payload.length > MAX_SEGMENT_BYTES) return jpeg;
	const length = payload.length + 2;
	const marker = Uint8Array.of(0xff, 0xe1, length >> 8, length & 0xff);
	return concat([jpeg.subarray(0, 2), marker, payload, jpeg.subarray(2)]);
}

/** The XMP packet of a JPEG file, or undefined. */
export function findXmpInJpeg(jpeg: Uint8Array): Uint8Array | undefined {
	const header = encoder.encode(JPEG_XMP_HEADER);
	const view = viewOf(jpeg);
	let offset = 2;
	while (offset + 4 <= jpeg.length && view.getUint8(offset) === 0xff) {
		const marker = view.getUint8(offset + 1);
		// Start of scan: the metadata is over.
		if (marker === 0xda) return undefined;
		const end = offset + 2 + view.getUint16(offset + 2);
		const payload = jpeg.subarray(offset + 4, end);
		const isXmp = header.every((byte, i) => payload[i] === byte);
		if (marker === 0xe1 && isXmp) return payload.subarray(header.length);
		offset = end;
	}
	return undefined;
}

interface RiffChunk {
	readonly id: string;
	readonly data: Uint8Array;
}

function readRiffChunks(riff: Uint8Array): RiffChunk[] {
	const view = viewOf(riff);
	const chunks: RiffChunk[] = [];
	let offset = 12;
	while (offset + 8 <= riff.length) {
		const length = view.getUint32(offset + 4, true);
		const data = riff.slice(offset + 8, offset + 8 + length);
		chunks.push({
			id: decoder.decode(riff.subarray(offset, offset + 4)),
			data,
		});
		offset += 8 + length + (length & 1);
	}
	return chunks;
}

function writeRiff(chunks: readonly RiffChunk[]): Uint8Array {
	const parts = chunks.flatMap(({ id, data }) => [
		encoder.encode(id),
		uint32(data.length),
		data,
		new Uint8Array(data.length & 1),
	]);
	const body = concat([encoder.encode("WEBP"), ...parts]);
	return concat([encoder.encode("RIFF"), uint32(body.length), body]);
}

function escapeXml(text: string): string {
	return text.replace(
		/[&<>"]/g,
		(character) => `&#${character.charCodeAt(0)};`,
	);
}

function unescapeXml(text: string): string {
	return text.replace(/&#(\d+);/g, (_, code: string) =>
		String.fromCharCode(Number(code)),
	);
}

function writeUint24(bytes: Uint8Array, offset: number, value: number): void {
	for (let i = 0; i < 3; i++) bytes[offset + i] = (value >> (8 * i)) & 0xff;
}

function uint32(value: number): Uint8Array {
	const bytes = new Uint8Array(4);
	viewOf(bytes).setUint32(0, value, true);
	return bytes;
}

function viewOf(bytes: Uint8Array): DataView {
	return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
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
