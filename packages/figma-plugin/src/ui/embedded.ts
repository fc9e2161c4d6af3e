// What the build put into this page beside the script: gzip in base64, since a page can hold nothing else.
import { ModelError } from "@musa/core";

/** Ids of the elements that hold it. */
export type EmbeddedName =
	| "musa-runtime"
	| "musa-worker"
	| "musa-router"
	| "musa-model";

/** A model as embedded: its manifest and its files by path. */
export interface EmbeddedModel {
	readonly manifest: string;
	readonly files: Readonly<Record<string, Uint8Array>>;
}

// A multiple of four; decoding this much takes a few ms, after which the page gets its turn.
const sliceLength = 1 << 20;

/**
 * Unpacks one element.
 *
 * @throws ModelError `model/file-missing`, `model/file-invalid`
 */
export async function readEmbedded(name: EmbeddedName): Promise<Uint8Array> {
	await whenParsed();
	const text = document.getElementById(name)?.textContent;
	if (!text)
		throw new ModelError("model/file-missing", { details: { file: name } });
	try {
		return await gunzip(text);
	} catch (cause) {
		const details = { file: name };
		throw new ModelError("model/file-invalid", { details, cause });
	}
}

/** Unpacks the model. @throws ModelError */
export async function readEmbeddedModel(): Promise<EmbeddedModel> {
	const bytes = await readEmbedded("musa-model");
	try {
		const view = new DataView(bytes.buffer, bytes.byteOffset);
		const headerEnd = 4 + view.getUint32(0);
		const { manifest, files } = JSON.parse(
			new TextDecoder().decode(bytes.subarray(4, headerEnd)),
		) as { manifest: string; files: [path: string, bytes: number][] };
		let at = headerEnd;
		const entries = files.map(([path, length]) => {
			const file = bytes.subarray(at, at + length);
			at += length;
			return [path, file] as const;
		});
		return { manifest, files: Object.fromEntries(entries) };
	} catch (cause) {
		const details = { file: "musa-model" };
		throw new ModelError("model/file-invalid", { details, cause });
	}
}

function whenParsed(): Promise<void> {
	if (document.readyState !== "loading") return Promise.resolve();
	return new Promise((resolve) => {
		document.addEventListener("DOMContentLoaded", () => resolve(), {
			once: true,
		});
	});
}

async function gunzip(base64: string): Promise<Uint8Array> {
	const stream = new DecompressionStream("gzip");
	const unpacked = new Response(stream.readable).arrayBuffer();
	const writing = writeSlices(stream.writable.getWriter(), base64);
	const [bytes] = await Promise.all([unpacked, writing]);
	return new Uint8Array(bytes);
}

async function writeSlices(
	writer: WritableStreamDefaultWriter<BufferSource>,
	base64: string,
): Promise<void> {
	try {
		for (let at = 0; at < base64.length; at += sliceLength) {
			const binary = atob(base64.slice(at, at + sliceLength));
			const bytes = new Uint8Array(binary.length);
			for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i);
			await writer.write(bytes);
			await new Promise((resolve) => setTimeout(resolve, 0));
		}
		await writer.close();
	} catch (error) {
		await writer.abort(error).catch(() => undefined);
		throw error;
	}
}
