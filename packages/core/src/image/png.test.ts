import fc from "fast-check";
import * as fastPng from "fast-png";
import { zlibSync } from "fflate";
import { expect, test } from "vitest";
import { type PngChunk, readPngChunks, writePngChunks } from "./png-chunks.js";
import { decodePng } from "./png-decode.js";
import { encodePng } from "./png-encode.js";
import { anyImage } from "./testing/arbitrary-image.js";

const small = {
	width: 3,
	height: 2,
	pixels: Uint8Array.from({ length: 24 }, (_, i) => 7 * i),
};
const pngInvalid = expect.objectContaining({ code: "image/png-invalid" });

test("every picture comes back bit by bit, hidden colours included", () => {
	fc.assert(
		fc.property(anyImage(12), (image) => {
			const { width, height, pixels } = decodePng(encodePng(image));
			expect([width, height]).toEqual([image.width, image.height]);
			expect([...pixels]).toEqual([...image.pixels]);
		}),
	);
});

test("another decoder reads the same pixels", () => {
	fc.assert(
		fc.property(anyImage(12), (image) => {
			const decoded = fastPng.decode(encodePng(image), { checkCrc: true });
			expect(decoded).toMatchObject({
				width: image.width,
				height: image.height,
				channels: 4,
				depth: 8,
			});
			expect([...decoded.data]).toEqual([...image.pixels]);
		}),
	);
});

test("the same picture gives the same bytes", () => {
	expect(encodePng(small)).toEqual(
		encodePng({ ...small, pixels: small.pixels.slice() }),
	);
});

test("pixels that do not fill the size are no picture", () => {
	expect(() => encodePng({ ...small, width: 4 })).toThrow(
		expect.objectContaining({ code: "internal/size-mismatch" }),
	);
});

/** A PNG of 4 x 1 pixels with any header and rows. */
function makePng(
	header: {
		depth: number;
		colourType: number;
		interlace?: number;
		width?: number;
		height?: number;
	},
	rows: readonly number[],
	extra: readonly PngChunk[] = [],
): Uint8Array {
	const data = new Uint8Array(13);
	const view = new DataView(data.buffer);
	view.setUint32(0, header.width ?? 4);
	view.setUint32(4, header.height ?? 1);
	data.set([header.depth, header.colourType, 0, 0, header.interlace ?? 0], 8);
	return writePngChunks([
		{ type: "IHDR", data },
		...extra,
		{ type: "IDAT", data: zlibSync(Uint8Array.from(rows)) },
		{ type: "IEND", data: new Uint8Array(0) },
	]);
}

const palette: PngChunk = {
	type: "PLTE",
	data: Uint8Array.of(1, 2, 3, 40, 50, 60, 7, 8, 9),
};
const grey = (...values: number[]): number[] =>
	values.flatMap((v) => [v, v, v, 255]);

test.each([
	[
		"1-bit grey",
		makePng({ depth: 1, colourType: 0 }, [0, 0b1010_0000]),
		grey(255, 0, 255, 0),
	],
	[
		"2-bit grey",
		makePng({ depth: 2, colourType: 0 }, [0, 0b00_01_10_11]),
		grey(0, 85, 170, 255),
	],
	[
		"4-bit grey",
		makePng({ depth: 4, colourType: 0 }, [0, 0x0f, 0x18]),
		grey(0, 255, 17, 136),
	],
	[
		"8-bit grey",
		makePng({ depth: 8, colourType: 0 }, [0, 1, 2, 3, 4]),
		grey(1, 2, 3, 4),
	],
	[
		"16-bit grey",
		makePng(
			{ depth: 16, colourType: 0 },
			[0, 0xff, 0xff, 0x80, 0, 0, 0x80, 0, 0],
		),
		grey(255, 128, 0, 0),
	],
	[
		"grey with alpha",
		makePng({ depth: 8, colourType: 4, width: 2 }, [0, 9, 100, 8, 0]),
		[9, 9, 9, 100, 8, 8, 8, 0],
	],
	[
		"colour with a transparent one",
		makePng(
			{ depth: 8, colourType: 2, width: 2 },
			[0, 1, 2, 3, 1, 2, 4],
			[{ type: "tRNS", data: Uint8Array.of(0, 1, 0, 2, 0, 3) }],
		),
		[1, 2, 3, 0, 1, 2, 4, 255],
	],
	[
		"palette with alpha",
		makePng(
			{ depth: 2, colourType: 3 },
			[0, 0b00_01_10_01],
			[palette, { type: "tRNS", data: Uint8Array.of(255, 99) }],
		),
		[1, 2, 3, 255, 40, 50, 60, 99, 7, 8, 9, 255, 40, 50, 60, 99],
	],
	[
		"Sub, Up, Average and Paeth rows",
		makePng({ depth: 8, colourType: 0, width: 2, height: 4 }, [
			...[1, 10, 5],
			...[2, 1, 1],
			...[3, 5, 5],
			...[4, 1, 1],
		]),
		grey(10, 15, 11, 16, 10, 18, 11, 19),
	],
	[
		"interlaced",
		makePng({ depth: 8, colourType: 0, interlace: 1, width: 3, height: 3 }, [
			...[0, 1],
			...[0, 3],
			...[0, 7, 9],
			...[0, 2],
			...[0, 8],
			...[0, 4, 5, 6],
		]),
		grey(1, 2, 3, 4, 5, 6, 7, 8, 9),
	],
])("%s is read as RGBA8", (_, file, expected) => {
	expect([...decodePng(file).pixels]).toEqual(expected);
});

test.each([
	["nothing", new Uint8Array(0)],
	["text", new TextEncoder().encode("<svg></svg>")],
	["only the signature", encodePng(small).subarray(0, 8)],
	["no pixels at all", makePng({ depth: 8, colourType: 6, width: 0 }, [])],
	[
		"a depth that does not exist",
		makePng({ depth: 3, colourType: 0 }, [0, 0, 0]),
	],
	[
		"a colour type that does not exist",
		makePng({ depth: 8, colourType: 5 }, [0]),
	],
	[
		"a width of four thousand million",
		makePng({ depth: 8, colourType: 6, width: 2 ** 32 - 1 }, [0]),
	],
	[
		"a size that would fill the memory",
		makePng({ depth: 8, colourType: 6, width: 32768, height: 32768 }, [0]),
	],
	[
		"fewer rows than it says",
		makePng({ depth: 8, colourType: 0, height: 2 }, [0, 1, 2, 3, 4]),
	],
	[
		"more rows than it says",
		makePng({ depth: 8, colourType: 0 }, new Array(5_000_000).fill(0)),
	],
	["an unknown filter", makePng({ depth: 8, colourType: 0 }, [5, 1, 2, 3, 4])],
	[
		"an unknown way of interlacing",
		makePng({ depth: 8, colourType: 0, interlace: 2 }, [0, 1, 2, 3, 4]),
	],
	[
		"colours without a palette",
		makePng({ depth: 8, colourType: 3 }, [0, 1, 2, 3, 4]),
	],
	[
		"colours beyond its palette",
		makePng({ depth: 8, colourType: 3 }, [0, 1, 2, 3, 4], [palette]),
	],
	[
		"a part that must be understood",
		makePng(
			{ depth: 8, colourType: 0 },
			[0, 1, 2, 3, 4],
			[{ type: "CgBI", data: new Uint8Array(4) }],
		),
	],
	[
		"two headers",
		makePng(
			{ depth: 8, colourType: 0 },
			[0, 1, 2, 3, 4],
			[readPngChunks(encodePng(small))[0]],
		),
	],
	["no end", encodePng(small).subarray(0, -12)],
])("a file with %s is refused", (_, file) => {
	expect(() => decodePng(file)).toThrow(pngInvalid);
});

test("every cut and every flipped bit is refused, never misread", () => {
	const file = encodePng(small);
	for (let length = 0; length < file.length; length++) {
		expect(() => decodePng(file.subarray(0, length))).toThrow(pngInvalid);
	}
	for (let bit = 0; bit < 8 * file.length; bit++) {
		const damaged = file.slice();
		damaged[bit >> 3] ^= 1 << (bit & 7);
		expect(() => decodePng(damaged)).toThrow(pngInvalid);
	}
});

test("random bytes in any chunk give a picture or the one error", () => {
	const chunk = fc.record({
		type: fc.constantFrom("IHDR", "PLTE", "tRNS", "IDAT", "tEXt", "IEND"),
		data: fc.uint8Array({ maxLength: 40 }),
	});
	fc.assert(
		fc.property(fc.array(chunk, { maxLength: 6 }), (chunks) => {
			const file = writePngChunks([
				readPngChunks(encodePng(small))[0],
				...chunks,
			]);
			try {
				decodePng(file);
			} catch (error) {
				expect(error).toEqual(pngInvalid);
			}
		}),
	);
});

test("a view into a larger buffer is read from its own start", () => {
	const file = encodePng(small);
	const larger = new Uint8Array(file.length + 20);
	larger.set(file, 11);
	expect(decodePng(larger.subarray(11, 11 + file.length)).pixels).toEqual(
		small.pixels,
	);
});
