// Text chunks of PNG: iTXt is written, iTXt and tEXt are read (W3C PNG, third edition, section 11.3.3).
import { invalidPng, type PngChunk } from "./png-chunks.js";

/** A text with its keyword, 1 to 79 Latin characters. */
export interface PngText {
	readonly keyword: string;
	readonly text: string;
}

/** Writes a text as an uncompressed iTXt chunk, which any tool can read. */
export function makeTextChunk({ keyword, text }: PngText): PngChunk {
	if (!/^[!-~](?:[ -~]{0,77}[!-~])?$/.test(keyword)) {
		throw invalidPng(`the keyword "${keyword}" is not allowed`);
	}
	// After the keyword: its end, not compressed, method 0, no language, no translated keyword.
	const encoder = new TextEncoder();
	const head = encoder.encode(`${keyword}\0\0\0\0\0`);
	const body = encoder.encode(text);
	const data = new Uint8Array(head.length + body.length);
	data.set(head);
	data.set(body, head.length);
	return { type: "iTXt", data };
}

/** Reads a text chunk; anything else, a compressed text included, is `undefined`. */
export function readTextChunk({ type, data }: PngChunk): PngText | undefined {
	const keywordEnd = data.indexOf(0);
	if (keywordEnd < 1) return undefined;
	const keyword = decodeLatin1(data.subarray(0, keywordEnd));
	if (type === "tEXt") {
		return { keyword, text: decodeLatin1(data.subarray(keywordEnd + 1)) };
	}
	if (type !== "iTXt" || data[keywordEnd + 1] !== 0) return undefined;
	const languageEnd = data.indexOf(0, keywordEnd + 3);
	if (languageEnd < 0) return undefined;
	const translationEnd = data.indexOf(0, languageEnd + 1);
	if (translationEnd < 0) return undefined;
	const text = new TextDecoder().decode(data.subarray(translationEnd + 1));
	return { keyword, text };
}

function decodeLatin1(bytes: Uint8Array): string {
	let text = "";
	for (const byte of bytes) text += String.fromCharCode(byte);
	return text;
}
