// One document's text, or the plain reason why it is not read.
import type { FileSystem } from "./file-system.js";

// Sources that people write are smaller; a parser would hold the host for longer than it may.
const MAX_BYTES = 1_000_000;
const MAX_LINE = 20_000;
const BINARY_PROBE_BYTES = 8_192;

/** The text of a document, or why it is skipped. */
export async function readDocument(
	files: FileSystem,
	path: string,
): Promise<{ text: string } | { reason: string }> {
	let bytes: Uint8Array | undefined;
	try {
		bytes = await files.read(path, MAX_BYTES);
	} catch {
		return { reason: "it can't be read" };
	}
	if (bytes === undefined) return { reason: "it is larger than 1 MB" };
	if (bytes.subarray(0, BINARY_PROBE_BYTES).includes(0))
		return { reason: "it is not text" };
	const text = new TextDecoder().decode(bytes);
	const reason = reasonToSkip(text);
	return reason === undefined ? { text } : { reason };
}

/** Why a text is not worth reading, or undefined. */
export function reasonToSkip(text: string): string | undefined {
	if (text.length > MAX_BYTES) return "it is larger than 1 MB";
	if (text.length <= MAX_LINE) return undefined;
	let start = 0;
	let longest = 0;
	for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", start)) {
		longest = Math.max(longest, at - start);
		start = at + 1;
	}
	longest = Math.max(longest, text.length - start);
	// One long line may be an embedded picture; a file that is little else was made by a program.
	return longest > MAX_LINE && longest > text.length / 2
		? "it is minified"
		: undefined;
}
