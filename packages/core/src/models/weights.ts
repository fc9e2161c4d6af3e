// A model's files from wherever the host keeps them. Nothing is used before its length and hash are those of the manifest.
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { isAbortError, ModelError, MusaError } from "../errors.js";
import { makeTurns } from "../turns.js";
import type { FileManifest, ModelManifest } from "./manifest.js";

// A few ms of work.
const hashedAtOnce = 1 << 18;

/** Where a host keeps the files of its models. */
export interface WeightStore {
	/**
	 * Reads one whole file; the caller may not change the bytes.
	 *
	 * @param modelId  id from the manifest
	 * @param path     path from the manifest's files
	 * @throws ModelError `model/file-missing`
	 */
	read(signal: AbortSignal, modelId: string, path: string): Promise<Uint8Array>;
}

/** Verified files of a pack by path. */
export type ModelFiles = Readonly<Record<string, Uint8Array>>;

/** Reads verified files; each is read once, and one that failed is read again next time. */
export interface WeightLoader {
	/**
	 * Reads and verifies files of a pack.
	 *
	 * @throws ModelError `model/file-missing`, `model/file-truncated`, `model/hash-mismatch`, each naming the file
	 */
	load(
		signal: AbortSignal,
		manifest: ModelManifest,
		files: readonly FileManifest[],
	): Promise<ModelFiles>;
}

/** A store over bytes that the host already has, by model id and then by path. */
export function memoryWeightStore(
	models: Readonly<Record<string, Readonly<Record<string, Uint8Array>>>>,
): WeightStore {
	return {
		async read(signal, modelId, path) {
			signal.throwIfAborted();
			const files = Object.hasOwn(models, modelId)
				? models[modelId]
				: undefined;
			if (!files || !Object.hasOwn(files, path)) {
				throw new ModelError("model/file-missing", { details: { file: path } });
			}
			return files[path];
		},
	};
}

/** Makes a loader that remembers what it verified. */
export function makeWeightLoader(store: WeightStore): WeightLoader {
	const remembered = new Map<string, Promise<Uint8Array>>();
	const loadOne = async (
		signal: AbortSignal,
		manifest: ModelManifest,
		file: FileManifest,
	): Promise<Uint8Array> => {
		const key = `${manifest.id}/${file.path}#${file.sha256}`;
		const known = remembered.get(key);
		if (known) {
			try {
				return await known;
			} catch (error) {
				// Another caller gave up; this one has not.
				if (!isAbortError(error)) throw error;
				signal.throwIfAborted();
			}
		}
		const loading = readVerified(signal, store, manifest, file);
		remembered.set(key, loading);
		loading.catch(() => remembered.delete(key));
		return loading;
	};
	return {
		async load(signal, manifest, files) {
			signal.throwIfAborted();
			const loaded = await Promise.all(
				files.map((file) => loadOne(signal, manifest, file)),
			);
			signal.throwIfAborted();
			return Object.fromEntries(files.map(({ path }, i) => [path, loaded[i]]));
		},
	};
}

/**
 * Reads one file of a pack and proves that it is the published one.
 *
 * @throws ModelError `model/file-missing`, `model/file-truncated`, `model/hash-mismatch`
 */
export async function readVerified(
	signal: AbortSignal,
	store: WeightStore,
	manifest: ModelManifest,
	file: FileManifest,
): Promise<Uint8Array> {
	const details = { file: file.path };
	let bytes: Uint8Array;
	try {
		bytes = await store.read(signal, manifest.id, file.path);
	} catch (cause) {
		if (MusaError.is(cause) || isAbortError(cause)) throw cause;
		throw new ModelError("model/file-missing", { details, cause });
	}
	if (bytes.length < file.bytes)
		throw new ModelError("model/file-truncated", { details });
	if (bytes.length > file.bytes || (await hashBytes(bytes)) !== file.sha256) {
		throw new ModelError("model/hash-mismatch", { details });
	}
	return bytes;
}

/** SHA-256 in lower-case hex; by the platform where it can, since plugin frames lack `crypto.subtle`. */
export async function hashBytes(bytes: Uint8Array): Promise<string> {
	const { subtle } = crypto;
	if (subtle)
		return bytesToHex(new Uint8Array(await subtle.digest("SHA-256", bytes)));
	const takeTurn = makeTurns();
	const hash = sha256.create();
	for (let at = 0; at < bytes.length; at += hashedAtOnce) {
		hash.update(bytes.subarray(at, at + hashedAtOnce));
		await takeTurn();
	}
	return bytesToHex(hash.digest());
}
