import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import {
	type CodecFile,
	type DecoderFile,
	encodeImage,
	type WritableFormat,
} from "@musa/assets";
import { sizeOfHeader } from "@musa/finder/names";
import { expect, test } from "vitest";
import { isOneColour } from "./is-one-colour.js";

const { resolve } = createRequire(import.meta.url);
const readCodec = async (
	file: CodecFile | DecoderFile,
): Promise<Uint8Array> => {
	const [name] = file.startsWith("webp") ? ["webp"] : ["jpeg"];
	const folder = /_enc/.test(file) ? "enc" : "dec";
	return readFile(resolve(`@jsquash/${name}/codec/${folder}/${file}`));
};
const context = { readCodec, readSize: sizeOfHeader };

/** A file of one colour, but for a square. */
function encode(format: WritableFormat, squarePx: number): Promise<Uint8Array> {
	const [width, height] = [120, 80];
	const pixels = new Uint8ClampedArray(4 * width * height).map(
		(_, i) => [204, 210, 133, 255][i % 4] ?? 0,
	);
	for (let y = 0; y < squarePx; y++)
		pixels.fill(30, 4 * width * y, 4 * width * y + 4 * squarePx);
	for (let i = 3; i < pixels.length; i += 4) pixels[i] = 255;
	return encodeImage({ width, height, pixels }, format, undefined, readCodec);
}

test.each(["png", "webp", "jpeg"] as const)(
	"a %s of one colour is told from one that shows something",
	async (format) => {
		expect(await isOneColour(await encode(format, 0), context)).toBe(true);
		expect(await isOneColour(await encode(format, 20), context)).toBe(false);
	},
);

test("a file that is no picture, or half of one, is none of one colour", async () => {
	const whole = await encode("png", 0);
	for (const bytes of [new Uint8Array(20), whole.subarray(0, 60)])
		expect(await isOneColour(bytes, context)).toBe(false);
});
