import { type DecodeContext, decodeImage } from "@musa/assets";

/** Whether every pixel of a picture's file is the same; a file that can't be read is nobody's stand-in. */
export async function isOneColour(
	bytes: Uint8Array,
	context: DecodeContext,
): Promise<boolean> {
	try {
		const { pixels } = await decodeImage(bytes, context);
		const words = new Uint32Array(pixels.slice().buffer);
		return words.every((word) => word === words[0]);
	} catch {
		return false;
	}
}
