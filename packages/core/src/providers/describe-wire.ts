import { encodeBase64 } from "./base64.js";
import type { KeyHeader, RemoteJob, WireRequest } from "./remote-provider.js";

/**
 * A request as text, for a screen that shows what would be sent: every line of it, with pictures named instead of spelt out
 * and the place of the key marked.
 */
export function describeWire(
	{ method, url, headers, body }: WireRequest,
	job: Pick<RemoteJob, "references" | "mask">,
	keyHeader: KeyHeader,
): string {
	const lines = Object.entries(headers).map(
		([name, value]) => `${name}: ${value}`,
	);
	const key = `${keyHeader.name}: ${keyHeader.prefix}‹your key, if there is one›`;
	const pictures = [...job.references, ...(job.mask ? [job.mask] : [])];
	// Parts of a form end their lines in two signs, which is one end of a line to whoever reads.
	const text = describeBody(body, pictures).replaceAll("\r\n", "\n");
	return [`${method} ${url}`, ...lines, key, "", text].join("\n").trimEnd();
}

function describeBody(
	body: Uint8Array,
	pictures: readonly Uint8Array[],
): string {
	const decoder = new TextDecoder();
	let text = "";
	let start = 0;
	for (let at = 0; at < body.length; at++) {
		// Looked for one by one: few bytes of a body begin like a picture.
		const i = pictures.findIndex((file) => holdsAt(body, at, file));
		if (i < 0) continue;
		text += decoder.decode(body.subarray(start, at)) + namePicture(pictures, i);
		at += pictures[i].length - 1;
		start = at + 1;
	}
	text += decoder.decode(body.subarray(start));
	for (const [i, file] of pictures.entries())
		text = text.replaceAll(encodeBase64(file), namePicture(pictures, i));
	return text;
}

function holdsAt(body: Uint8Array, at: number, file: Uint8Array): boolean {
	if (file.length === 0 || at + file.length > body.length) return false;
	for (let i = 0; i < file.length; i++)
		if (body[at + i] !== file[i]) return false;
	return true;
}

function namePicture(pictures: readonly Uint8Array[], i: number): string {
	return `‹picture ${i + 1}, ${pictures[i].length} bytes›`;
}
