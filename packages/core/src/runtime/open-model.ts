// A model whose networks open when they are first needed and stay open.
import { ModelError } from "../errors.js";
import { expandWeights } from "../models/expand-weights.js";
import {
	type ModelManifest,
	type NetworkName,
	selectGraph,
} from "../models/manifest.js";
import type { ModelFiles } from "../models/weights.js";
import { formatShape } from "../tensor/tensor.js";
import { runInTurns } from "../turns.js";
import type { Runtime, Session, TensorMap } from "./session.js";

/** One run of a network, for those who look inside. */
export interface TraceEntry {
	readonly network: string;
	/** `open` reads the weights and prepares the network. */
	readonly act: "open" | "run";
	readonly ms: number;
	/** Shapes by name. */
	readonly inputs: Readonly<Record<string, string>>;
	readonly outputs: Readonly<Record<string, string>>;
	/** Of the model when it was opened, of all tensors when it was run. */
	readonly bytes: number;
}

/** Receives each entry. */
export type OnTrace = (entry: TraceEntry) => void;

/** A model on a device. */
export interface OpenModel {
	readonly manifest: ModelManifest;
	/**
	 * Opens networks ahead of their first run.
	 *
	 * @throws ModelError, DeviceError
	 */
	prepare(names: readonly NetworkName[], onTrace?: OnTrace): Promise<void>;
	/**
	 * Runs a network, opening it if need be.
	 *
	 * @throws ModelError, DeviceError
	 */
	run(
		name: NetworkName,
		inputs: TensorMap,
		onTrace?: OnTrace,
	): Promise<TensorMap<Float32Array>>;
	/** Frees all networks. */
	release(): Promise<void>;
}

/**
 * Takes a model's files; nothing is computed yet.
 *
 * @param files  verified, those of `selectFiles`
 */
export function openModel(
	runtime: Runtime,
	manifest: ModelManifest,
	files: ModelFiles,
): OpenModel {
	const sessions = new Map<string, Promise<Session>>();

	const open = async (
		name: NetworkName,
		onTrace?: OnTrace,
	): Promise<Session> => {
		const start = performance.now();
		const model = await joinFiles(name, manifest, files, runtime.device);
		const session = await runtime.openSession(name, model);
		onTrace?.({
			network: name,
			act: "open",
			ms: performance.now() - start,
			inputs: {},
			outputs: {},
			bytes: model.length,
		});
		return session;
	};
	const find = (name: NetworkName, onTrace?: OnTrace): Promise<Session> => {
		const known = sessions.get(name);
		if (known) return known;
		const opening = open(name, onTrace);
		sessions.set(name, opening);
		opening.catch(() => sessions.delete(name));
		return opening;
	};

	return {
		manifest,
		async prepare(names, onTrace) {
			for (const name of names) await find(name, onTrace);
		},
		async run(name, inputs, onTrace) {
			const session = await find(name, onTrace);
			const start = performance.now();
			const outputs = await session.run(inputs);
			onTrace?.({
				network: name,
				act: "run",
				ms: performance.now() - start,
				inputs: formatShapes(inputs),
				outputs: formatShapes(outputs),
				bytes: countBytes(inputs) + countBytes(outputs),
			});
			return outputs;
		},
		async release() {
			const opened = await Promise.allSettled(sessions.values());
			sessions.clear();
			for (const result of opened) {
				if (result.status === "fulfilled") await result.value.release();
			}
		},
	};
}

async function joinFiles(
	name: NetworkName,
	manifest: ModelManifest,
	files: ModelFiles,
	device: string,
): Promise<Uint8Array> {
	const network = Object.hasOwn(manifest.networks, name)
		? manifest.networks[name]
		: undefined;
	if (!network) {
		throw new ModelError("model/manifest-invalid", {
			details: { field: `networks.${name}`, reason: "is missing" },
		});
	}
	const graph = selectGraph(network, device);
	return runInTurns(
		expandWeights(
			readFile(files, graph.file),
			readFile(files, network.weights),
			graph,
			network.weights,
		),
	);
}

function readFile(files: ModelFiles, path: string): Uint8Array {
	if (!Object.hasOwn(files, path))
		throw new ModelError("model/file-missing", { details: { file: path } });
	return files[path];
}

function formatShapes(tensors: TensorMap): Record<string, string> {
	return Object.fromEntries(
		Object.entries(tensors).map(([name, { shape }]) => [
			name,
			formatShape(shape),
		]),
	);
}

function countBytes(tensors: TensorMap): number {
	return Object.values(tensors).reduce(
		(sum, { data }) => sum + data.byteLength,
		0,
	);
}
