import { Unzlib } from "fflate";
import { MusaError } from "../errors.js";
import { invalidPng, type PngChunk, readPngChunks } from "./png-chunks.js";
import { unfilterRows } from "./png-filter.js";
import {
	type PngHeader,
	readPngHeader,
	readPngPalette,
	readTransparentColour,
} from "./png-header.js";
import { makePixelWriter } from "./png-pixels.js";
import { makeRgbaImage, type RgbaImage } from "./rgba-image.js";

/** Every n-th pixel of a picture, as stored together. */
interface Pass {
	readonly x: number;
	readonly y: number;
	readonly stepX: number;
	readonly stepY: number;
}

const wholePicture: readonly Pass[] = [{ x: 0, y: 0, stepX: 1, stepY: 1 }];

// Adam7 (W3C PNG, third edition, section 8.1).
const interlacedPasses: readonly Pass[] = [
	{ x: 0, y: 0, stepX: 8, stepY: 8 },
	{ x: 4, y: 0, stepX: 8, stepY: 8 },
	{ x: 0, y: 4, stepX: 4, stepY: 8 },
	{ x: 2, y: 0, stepX: 4, stepY: 4 },
	{ x: 0, y: 2, stepX: 2, stepY: 4 },
	{ x: 1, y: 0, stepX: 2, stepY: 2 },
	{ x: 0, y: 1, stepX: 1, stepY: 2 },
];

/**
 * Reads a PNG of any colour type and depth as RGBA8; of an animation the still picture.
 *
 * @throws ImageError `image/png-invalid`
 */
export function decodePng(file: Uint8Array): RgbaImage {
	const chunks = readPngChunks(file);
	const header = readPngHeader(chunks[0].data);
	assertKnownOrder(chunks);
	const passes = (header.interlaced ? interlacedPasses : wholePicture)
		.map((pass) => ({ ...pass, ...measurePass(header, pass) }))
		.filter(({ width, height }) => width > 0 && height > 0);
	const totalBytes = passes.reduce(
		(sum, { height, rowBytes }) => sum + height * (rowBytes + 1),
		0,
	);
	const palette = readPngPalette(header, chunks);
	const transparent = readTransparentColour(header, chunks);
	const rows = inflate(chunks, totalBytes);
	const image = makeRgbaImage(header.width, header.height);
	const writePixel = makePixelWriter(
		header,
		palette,
		transparent,
		image.pixels,
	);
	const pixelBytes = Math.max(1, (header.depth * header.channels) >> 3);
	let at = 0;
	for (const pass of passes) {
		if (!unfilterRows(rows, at, pass.height, pass.rowBytes, pixelBytes)) {
			throw invalidPng("its pixels are packed in an unknown way");
		}
		for (let row = 0; row < pass.height; row++, at += pass.rowBytes + 1) {
			let target = (pass.y + row * pass.stepY) * header.width + pass.x;
			for (let x = 0; x < pass.width; x++, target += pass.stepX) {
				writePixel(rows, at + 1, x, 4 * target);
			}
		}
	}
	return image;
}

function measurePass(
	{ width, height, depth, channels }: PngHeader,
	pass: Pass,
): { width: number; height: number; rowBytes: number } {
	const passWidth = Math.ceil((width - pass.x) / pass.stepX);
	const passHeight = Math.ceil((height - pass.y) / pass.stepY);
	const rowBytes = Math.ceil((passWidth * depth * channels) / 8);
	return { width: passWidth, height: passHeight, rowBytes };
}

/** Critical chunks that nobody here knows change the picture, so that it must not be shown. */
function assertKnownOrder(chunks: readonly PngChunk[]): void {
	const types = chunks.map(({ type }) => type);
	const critical = types.filter((type) => type[0] === type[0].toUpperCase());
	const unknown = critical.find(
		(type) => !["IHDR", "PLTE", "IDAT", "IEND"].includes(type),
	);
	if (unknown) throw invalidPng(`it holds the unknown part ${unknown}`);
	if (!/^IHDR(PLTE)?(IDAT)+IEND$/.test(critical.join(""))) {
		throw invalidPng("its parts are out of order");
	}
	const first = types.indexOf("IDAT");
	const last = types.lastIndexOf("IDAT");
	if (types.slice(first, last).some((type) => type !== "IDAT")) {
		throw invalidPng("its parts are out of order");
	}
	const transparency = types.indexOf("tRNS");
	if (transparency > first || transparency !== types.lastIndexOf("tRNS")) {
		throw invalidPng("its parts are out of order");
	}
}

/** Unpacks the pixel rows and stops as soon as there are more than the header promised. */
function inflate(chunks: readonly PngChunk[], totalBytes: number): Uint8Array {
	const packed = chunks
		.filter(({ type }) => type === "IDAT")
		.map(({ data }) => data);
	const packedBytes = packed.reduce((sum, { length }) => sum + length, 0);
	// Deflate packs at most 1032 bytes into one: a small file cannot make us reserve much.
	if (packedBytes * 1032 + 1032 < totalBytes)
		throw invalidPng("it ends too early");
	const rows = new Uint8Array(totalBytes);
	let at = 0;
	const inflator = new Unzlib((part) => {
		if (at + part.length > totalBytes)
			throw invalidPng("it holds more pixels than it says");
		rows.set(part, at);
		at += part.length;
	});
	// Small slices bound what a single push can unpack.
	const sliceBytes = 16384;
	try {
		for (const data of packed) {
			for (let i = 0; i < data.length; i += sliceBytes) {
				inflator.push(data.subarray(i, i + sliceBytes));
			}
		}
		inflator.push(new Uint8Array(0), true);
	} catch (error) {
		if (MusaError.is(error)) throw error;
		throw invalidPng("its pixels are damaged", error);
	}
	if (at !== totalBytes) throw invalidPng("it ends too early");
	return rows;
}
