import type { ModelManifest } from "../../models/manifest.js";
import { encodeSafetensors } from "../../models/testing/encode-safetensors.js";
import { sampleManifest } from "../../models/testing/sample-manifest.js";
import { hashBytes } from "../../models/weights.js";

/** Files that are valid but hold nothing, for runs on a fake runtime. */
export const fakeFiles: Readonly<Record<string, Uint8Array>> =
	Object.fromEntries(
		sampleManifest.files.map(({ path }) => [
			path,
			path.endsWith(".onnx")
				? new TextEncoder().encode(path)
				: encodeSafetensors({}),
		]),
	);

/** The manifest of `fakeFiles`: 16 px pictures, four steps. */
export async function makeFakeManifest(): Promise<ModelManifest> {
	const files = await Promise.all(
		sampleManifest.files.map(async ({ path }) => ({
			path,
			bytes: fakeFiles[path].length,
			sha256: await hashBytes(fakeFiles[path]),
		})),
	);
	return {
		...sampleManifest,
		image: { width: 16, height: 16, alpha: "premultiplied" },
		files,
	};
}
