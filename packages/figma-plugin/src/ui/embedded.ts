// What the build put into this page after the panel: gzip in base64, since a page can hold nothing else.
import { ModelError, type ModelManifest } from "@musa/core";
import { unpack } from "./unpack.js";

/** Ids of the elements that hold it. */
export type EmbeddedName =
	| "musa-runtime"
	| "musa-worker"
	| "musa-router"
	| "musa-manifest"
	| "musa-model";

/**
 * Unpacks one element.
 *
 * @throws ModelError `model/file-missing`, `model/file-invalid`
 */
export async function readEmbedded(name: EmbeddedName): Promise<Uint8Array> {
	await whenParsed();
	const details = { file: name };
	const text = document.getElementById(name)?.textContent;
	if (!text) throw new ModelError("model/file-missing", { details });
	try {
		return await unpack(text);
	} catch (cause) {
		throw new ModelError("model/file-invalid", { details, cause });
	}
}

/** Unpacks the model's files, which lie one after the other, and forgets the text. @throws ModelError */
export async function readEmbeddedModel(
	manifest: ModelManifest,
): Promise<Readonly<Record<string, Uint8Array>>> {
	const bytes = await readEmbedded("musa-model");
	const files: Record<string, Uint8Array> = {};
	let at = 0;
	for (const file of manifest.files) {
		files[file.path] = bytes.subarray(at, at + file.bytes);
		at += file.bytes;
	}
	document.getElementById("musa-model")?.remove();
	return files;
}

function whenParsed(): Promise<void> {
	if (document.readyState !== "loading") return Promise.resolve();
	return new Promise((resolve) => {
		document.addEventListener("DOMContentLoaded", () => resolve(), {
			once: true,
		});
	});
}
