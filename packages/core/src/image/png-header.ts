// IHDR, PLTE and tRNS: what one needs to know before the pixels can be read.
import { invalidPng, type PngChunk } from "./png-chunks.js";

/** How the pixels of a PNG are stored. */
export interface PngHeader {
	readonly width: number;
	readonly height: number;
	/** Bits per sample. */
	readonly depth: number;
	readonly colourType: number;
	/** Samples per pixel. */
	readonly channels: number;
	readonly interlaced: boolean;
}

// Enough for the largest picture Musa makes (4096 x 4096) four times over; a header alone must not fill the memory.
const maxPixels = 2 ** 26;
const maxSide = 2 ** 15;

/** Colour types of the specification: samples per pixel and allowed depths. */
const colourTypes: Readonly<
	Record<number, { channels: number; depths: readonly number[] }>
> = {
	0: { channels: 1, depths: [1, 2, 4, 8, 16] },
	2: { channels: 3, depths: [8, 16] },
	3: { channels: 1, depths: [1, 2, 4, 8] },
	4: { channels: 2, depths: [8, 16] },
	6: { channels: 4, depths: [8, 16] },
};

/** @throws ImageError `image/png-invalid` */
export function readPngHeader(data: Uint8Array): PngHeader {
	const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
	const width = view.getUint32(0);
	const height = view.getUint32(4);
	const [depth, colourType, compression, filter, interlace] = data.subarray(8);
	if (width === 0 || height === 0) throw invalidPng("it has no pixels");
	if (width > maxSide || height > maxSide || width * height > maxPixels) {
		throw invalidPng(`${width} x ${height} pixels are too many`);
	}
	const known = colourTypes[colourType];
	if (!known?.depths.includes(depth))
		throw invalidPng("its colours are of unknown kind");
	if (compression !== 0 || filter !== 0 || interlace > 1) {
		throw invalidPng("its pixels are packed in an unknown way");
	}
	return {
		width,
		height,
		depth,
		colourType,
		channels: known.channels,
		interlaced: interlace === 1,
	};
}

/**
 * The palette as RGBA, 4 bytes per entry, or `undefined` when the pixels hold their own colours.
 *
 * @throws ImageError `image/png-invalid`
 */
export function readPngPalette(
	header: PngHeader,
	chunks: readonly PngChunk[],
): Uint8Array | undefined {
	const colours = chunks.find(({ type }) => type === "PLTE")?.data;
	if (colours && (colours.length % 3 !== 0 || colours.length > 768)) {
		throw invalidPng("its palette is damaged");
	}
	if (header.colourType !== 3) return undefined;
	const count = (colours?.length ?? 0) / 3;
	if (!colours || count === 0 || count > 2 ** header.depth) {
		throw invalidPng("its palette is damaged");
	}
	const alphas = chunks.find(({ type }) => type === "tRNS")?.data;
	if (alphas && alphas.length > count)
		throw invalidPng("its palette is damaged");
	const palette = new Uint8Array(4 * count);
	for (let i = 0; i < count; i++) {
		palette.set(colours.subarray(3 * i, 3 * i + 3), 4 * i);
		palette[4 * i + 3] = alphas?.[i] ?? 255;
	}
	return palette;
}

/**
 * The one colour that means transparent, a sample per channel, or `undefined`.
 *
 * @throws ImageError `image/png-invalid`
 */
export function readTransparentColour(
	header: PngHeader,
	chunks: readonly PngChunk[],
): readonly number[] | undefined {
	const data = chunks.find(({ type }) => type === "tRNS")?.data;
	if (!data || header.colourType === 3) return undefined;
	if (header.channels % 2 === 0 || data.length !== 2 * header.channels) {
		throw invalidPng("its transparent colour is damaged");
	}
	return Array.from(
		{ length: header.channels },
		(_, c) => (data[2 * c] << 8) | data[2 * c + 1],
	);
}
