import { readFile, realpath } from "node:fs/promises";
import { isAbsolute, join, relative } from "node:path";
import { ModelError } from "../errors.js";
import type { WeightStore } from "../models/weights.js";

// The same rule as for paths in manifests, which this store does not rely on.
const safePath =
	/^[A-Za-z0-9_-][A-Za-z0-9._-]*(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/u;

/**
 * A store over folders of model packs; nothing outside them is ever opened, symbolic links included.
 *
 * @param folders  folder of each pack by model id
 */
export function fileWeightStore(
	folders: Readonly<Record<string, string>>,
): WeightStore {
	return {
		async read(signal, modelId, path) {
			signal.throwIfAborted();
			const missing = (cause?: unknown): ModelError =>
				new ModelError("model/file-missing", {
					details: { file: path },
					cause,
				});
			if (!Object.hasOwn(folders, modelId) || !safePath.test(path))
				throw missing();
			let file: string;
			try {
				const folder = await realpath(folders[modelId]);
				file = await realpath(join(folder, path));
				const inside = relative(folder, file);
				if (inside === "" || inside.startsWith("..") || isAbsolute(inside))
					throw missing();
				return await readFile(file, { signal: toNodeSignal(signal) });
			} catch (cause) {
				signal.throwIfAborted();
				throw missing(cause);
			}
		},
	};
}

/** The core's own declaration of the type lacks what Node's has; the object is the same. */
function toNodeSignal(signal: unknown): globalThis.AbortSignal {
	return signal as globalThis.AbortSignal;
}
