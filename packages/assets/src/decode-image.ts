// The pixels of a PNG, WebP or JPEG file. Like the encoders, the WebP and JPEG decoders load only when they are asked for.
import { decodePng, type ImageSize, type RgbaImage } from "@musa/core";
import { sniffImage } from "./read-image-recipe.js";

/** A decoder's binary. */
export type DecoderFile = "webp_dec.wasm" | "mozjpeg_dec.wasm";

/** What decoding takes from the host. */
export interface DecodeContext {
	/** Reads a decoder's binary from wherever the host keeps it. */
	readonly readCodec: (file: DecoderFile) => Promise<Uint8Array>;
	/** Width and height that a file's header claims; undefined when it is not right. */
	readonly readSize: (file: Uint8Array) => ImageSize | undefined;
}

const maxPixels = 64 * 2 ** 20;
// The decoders tell stderr what ails a file, in words of their own.
const quiet = { print() {}, printErr() {} };
/** What the decoders take; their types know only one of the two. */
type Start = (codec: WebAssembly.Module, options: object) => Promise<void>;

/**
 * Decodes a file; a photo stands as its camera says.
 *
 * @throws ImageError for a PNG, Error otherwise, when the file is damaged, too large or none of these
 */
export async function decodeImage(
	file: Uint8Array,
	{ readCodec, readSize }: DecodeContext,
): Promise<RgbaImage> {
	const kind = sniffImage(file);
	if (kind === undefined) throw new Error("it is no PNG, WebP or JPEG");
	if (kind === "png") return decodePng(file);
	// The codecs would ask for the memory that a header claims.
	const size = readSize(file);
	if (size === undefined || size.width * size.height > maxPixels)
		throw new Error("its size is not right");
	const { buffer } = new Uint8Array(file);
	const compile = async (name: DecoderFile) =>
		WebAssembly.compile(await readCodec(name));
	if (kind === "webp") {
		const { default: decode, init } = await import("@jsquash/webp/decode.js");
		await (init as Start)(await compile("webp_dec.wasm"), quiet);
		const { width, height, data } = await decode(buffer);
		return { width, height, pixels: data };
	}
	const { default: decode, init } = await import("@jsquash/jpeg/decode.js");
	await (init as Start)(await compile("mozjpeg_dec.wasm"), quiet);
	const { width, height, data } = await decode(buffer, {
		preserveOrientation: true,
	});
	return { width, height, pixels: data };
}
