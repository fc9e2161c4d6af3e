// A picture from disk as pixels. Like the encoders, the WebP and JPEG decoders load only when they are asked for.
import { sniffImage } from "@musa/assets";
import { decodePng, type RgbaImage } from "@musa/core";
import { sizeOfHeader } from "@musa/finder/names";
import { compile } from "./compile.js";
import { readWhole } from "./recipe-file.js";
import { UsageError } from "./usage-error.js";

const MAX_PIXELS = 64 * 2 ** 20;
// The decoders tell stderr what ails a file, in words of their own.
const quiet = { print() {}, printErr() {} };
/** What the decoders take; their types know only one of the two. */
type Start = (codec: WebAssembly.Module, options: object) => Promise<void>;

/**
 * Reads a PNG, WebP or JPEG; a photo stands as its camera says.
 *
 * @throws UsageError when the file can't be read, is damaged or is none of these
 * @throws ImageError `image/png-invalid`
 */
export async function readPicture(path: string): Promise<RgbaImage> {
	const file = await readWhole(path);
	const kind = sniffImage(file);
	if (kind === undefined)
		throw new UsageError(
			`"${path}" is no PNG, WebP or JPEG; choose another picture.`,
		);
	if (kind === "png") return decodePng(file);
	try {
		return await decodePicture(file);
	} catch (cause) {
		throw new UsageError(`"${path}" is damaged; choose another picture.`, {
			cause,
		});
	}
}

/**
 * The pixels of a PNG, WebP or JPEG file.
 *
 * @throws ImageError for a PNG, Error otherwise, when the file is damaged, too large or none of these
 */
export async function decodePicture(file: Uint8Array): Promise<RgbaImage> {
	const kind = sniffImage(file);
	if (kind === undefined) throw new Error("it is no PNG, WebP or JPEG");
	if (kind === "png") return decodePng(file);
	// The codecs would ask for the memory that a header claims.
	const size = sizeOfHeader(file);
	if (size === undefined || size.width * size.height > MAX_PIXELS)
		throw new Error("its size is not right");
	const { width, height, data } =
		kind === "webp" ? await decodeWebp(file) : await decodeJpeg(file);
	return { width, height, pixels: data };
}

async function decodeWebp(file: Uint8Array) {
	const { default: decode, init } = await import("@jsquash/webp/decode.js");
	await (init as Start)(
		await compile("@jsquash/webp/codec/dec/webp_dec.wasm"),
		quiet,
	);
	return decode(toBuffer(file));
}

async function decodeJpeg(file: Uint8Array) {
	const { default: decode, init } = await import("@jsquash/jpeg/decode.js");
	await (init as Start)(
		await compile("@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm"),
		quiet,
	);
	return decode(toBuffer(file), { preserveOrientation: true });
}

function toBuffer(file: Uint8Array): ArrayBuffer {
	return new Uint8Array(file).buffer;
}
