// What the build put into this page after the panel: gzip in base64, since a page can hold nothing else, and in parts, so that
// the browser reads them in short tasks. Each is unpacked while the browser still reads those after it.
import { ModelError, type ModelManifest } from "@musa/core";
import { unpack, unpackHere } from "./unpack.js";

/** Ids of the first elements that hold it. */
export type EmbeddedName =
	| "musa-runtime"
	| "musa-worker"
	| "musa-router"
	| "musa-words"
	| "musa-manifest"
	| "musa-model";

// Unpacked in less time than a worker takes to start.
const fewParts = 2;

/**
 * Unpacks what was embedded under a name.
 *
 * @throws ModelError `model/file-missing`, `model/file-invalid`
 */
export async function readEmbedded(name: EmbeddedName): Promise<Uint8Array> {
	const details = { file: name };
	const first = await waitForElement(name);
	if (!first) throw new ModelError("model/file-missing", { details });
	const count = Number(first.dataset.parts);
	const readParts = () => readTexts(name, count);
	try {
		return await (count > fewParts
			? unpack(readParts)
			: unpackHere(readParts()));
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
	const first = document.getElementById("musa-model");
	const count = Number(first?.dataset.parts ?? 0);
	for (let i = 0; i < count; i++)
		document.getElementById(nameElement("musa-model", i))?.remove();
	return files;
}

async function* readTexts(
	name: EmbeddedName,
	count: number,
): AsyncGenerator<string> {
	for (let i = 0; i < count; i++) {
		const element = await waitForElement(nameElement(name, i));
		if (!element) throw new Error(`part ${i} is missing`);
		yield element.textContent ?? "";
	}
}

function nameElement(name: EmbeddedName, part: number): string {
	return part === 0 ? name : `${name}-${part}`;
}

/** Waits until the browser has read an element to its end; gives nothing if the page ends without it. */
async function waitForElement(id: string): Promise<HTMLElement | null> {
	for (;;) {
		const isParsed = document.readyState !== "loading";
		const element = document.getElementById(id);
		if (isParsed || element?.nextSibling) return element;
		await untilMoreIsParsed();
	}
}

function untilMoreIsParsed(): Promise<void> {
	return new Promise((resolve) => {
		const observer = new MutationObserver(resolveOnce);
		function resolveOnce(): void {
			observer.disconnect();
			document.removeEventListener("DOMContentLoaded", resolveOnce);
			resolve();
		}
		observer.observe(document.body, { childList: true });
		document.addEventListener("DOMContentLoaded", resolveOnce);
	});
}
