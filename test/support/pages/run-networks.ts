// Runs networks of a pack in a page, on WASM or WebGPU, for tests that compare the two.
import type {
	ModelManifest,
	NetworkName,
} from "../../../packages/core/src/models/manifest.js";
import { openModel } from "../../../packages/core/src/runtime/open-model.js";
import {
	openRuntime,
	type TensorMap,
} from "../../../packages/core/src/runtime/session.js";

/** A tensor as JSON can carry it. */
export interface PlainTensor {
	readonly shape: readonly number[];
	readonly dtype: "float32" | "int32";
	readonly data: readonly number[];
}

/** One network and its inputs by name. */
export interface NetworkCase {
	readonly name: NetworkName;
	readonly inputs: Readonly<Record<string, PlainTensor>>;
}

/** What the page is told to do. */
export interface RunNetworksParams {
	readonly device: "wasm" | "webgpu";
	readonly manifest: ModelManifest;
	/** Addresses of the pack's files by path, and of the runtime. */
	readonly files: Readonly<Record<string, string>>;
	readonly ortWasm: string;
	readonly cases: readonly NetworkCase[];
}

declare global {
	var runNetworks: (
		params: RunNetworksParams,
	) => Promise<Record<string, PlainTensor>[]>;
}

globalThis.runNetworks = async ({
	device,
	manifest,
	files,
	ortWasm,
	cases,
}) => {
	const bytes: Record<string, Uint8Array> = {};
	for (const [path, url] of Object.entries(files))
		bytes[path] = await load(url);
	const runtime = await openRuntime({
		device,
		threadCount: 1,
		ortWasm: await load(ortWasm),
	});
	const model = openModel(runtime, manifest, bytes);
	const results: Record<string, PlainTensor>[] = [];
	for (const { name, inputs } of cases) {
		const tensors: TensorMap = Object.fromEntries(
			Object.entries(inputs).map(([key, { shape, dtype, data }]) => [
				key,
				{
					shape,
					data:
						dtype === "int32" ? Int32Array.from(data) : Float32Array.from(data),
				},
			]),
		);
		const outputs = await model.run(name, tensors);
		results.push(
			Object.fromEntries(
				Object.entries(outputs).map(([key, { shape, data }]) => [
					key,
					{ shape, dtype: "float32" as const, data: [...data] },
				]),
			),
		);
	}
	await model.release();
	return results;
};

async function load(url: string): Promise<Uint8Array> {
	return new Uint8Array(await (await fetch(url)).arrayBuffer());
}
