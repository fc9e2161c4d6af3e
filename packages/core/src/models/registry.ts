// The models a host has: plain data, found by id. The first one is what a request without a model gets.
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { ModelError, RequestError } from "../errors.js";
import type { ModelManifest } from "./manifest.js";

/** The manifests given at start. */
export interface Registry {
	readonly manifests: readonly ModelManifest[];
	/** What a request without a model gets. */
	readonly defaultManifest: ModelManifest;
	/**
	 * Finds a manifest by its id; without one, the default.
	 *
	 * @throws RequestError `request/model-unknown` with the known ids
	 */
	find(id?: string): ModelManifest;
}

/**
 * Makes a registry; the first manifest is the default.
 *
 * @throws ModelError `model/manifest-invalid` if there is none or an id comes twice
 */
export function makeRegistry(manifests: readonly ModelManifest[]): Registry {
	const [defaultManifest] = manifests;
	const ids = manifests.map(({ id }) => id);
	if (!defaultManifest || new Set(ids).size !== ids.length) {
		throw new ModelError("model/manifest-invalid", {
			details: {
				field: "id",
				reason: defaultManifest ? "two models share it" : "there is no model",
			},
		});
	}
	return {
		manifests,
		defaultManifest,
		find(id) {
			const found =
				id === undefined
					? defaultManifest
					: manifests.find((manifest) => manifest.id === id);
			if (!found)
				throw new RequestError("request/model-unknown", {
					details: { model: id, known: ids },
				});
			return found;
		},
	};
}

/** The hash of all of a model's files, whatever their order: it changes if and only if one of them does. */
export function hashModel(manifest: ModelManifest): string {
	const lines = manifest.files
		.map(({ path, sha256: hash }) => `${hash}  ${path}\n`)
		.sort();
	return bytesToHex(sha256(utf8ToBytes(lines.join(""))));
}
