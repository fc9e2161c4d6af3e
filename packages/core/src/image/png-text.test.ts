import fc from "fast-check";
import { expect, test } from "vitest";
import { makeTextChunk, readTextChunk } from "./png-text.js";

const encode = (text: string): Uint8Array =>
	Uint8Array.from(text, (c) => c.charCodeAt(0));

test("any text survives its chunk", () => {
	fc.assert(
		fc.property(fc.string({ unit: "grapheme" }), (text) => {
			const chunk = makeTextChunk({ keyword: "musa", text });
			expect(chunk.type).toBe("iTXt");
			expect(readTextChunk(chunk)).toEqual({ keyword: "musa", text });
		}),
	);
});

test("Latin text chunks of other programs are read", () => {
	const data = encode("Author\0Zo\u00eb");
	expect(readTextChunk({ type: "tEXt", data })).toEqual({
		keyword: "Author",
		text: "Zo\u00eb",
	});
});

test.each([
	["another kind of chunk", "IDAT", "musa\0text"],
	["no keyword", "tEXt", "\0text"],
	["no end of the keyword", "iTXt", "musa"],
	["compressed text", "iTXt", "musa\0\u0001\0\0\0x"],
	["no language", "iTXt", "musa\0\0\0"],
	["no translated keyword", "iTXt", "musa\0\0\0en\0musa"],
])("a chunk with %s has no text", (_, type, text) => {
	expect(readTextChunk({ type, data: encode(text) })).toBeUndefined();
});

test.each(["", " musa", "mu\0sa", "é", "x".repeat(80)])(
	"%j is no keyword",
	(keyword) => {
		expect(() => makeTextChunk({ keyword, text: "" })).toThrow();
	},
);
