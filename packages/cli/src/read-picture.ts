// A picture from disk as pixels. Like the encoders, the WebP and JPEG decoders load only when they are asked for.
import { sniffImage } from "@musa/assets";
import { decodePng, type RgbaImage } from "@musa/core";
import { compile } from "./compile.js";
import { readWhole } from "./recipe-file.js";
import { UsageError } from "./usage-error.js";

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
	if (kind === "png") return decodePng(file);
	if (kind === undefined)
		throw new UsageError(
			`"${path}" is no PNG, WebP or JPEG; choose another picture.`,
		);
	try {
		const { width, height, data } =
			kind === "webp" ? await decodeWebp(file) : await decodeJpeg(file);
		return { width, height, pixels: data };
	} catch (cause) {
		throw new UsageError(`"${path}" is damaged; choose another picture.`, {
			cause,
		});
	}
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
