import {
	type Engine,
	type GenerateContext,
	type GeneratedImage,
	generateImage,
	type ModelManifest,
	makeRegistry,
	memoryWeightStore,
	openEngine,
	type WeightStore,
} from "@musa/core";
import { makeNodeSpawn } from "@musa/core/node";
import type { TestPack } from "./packs.js";

/** An engine in a worker thread with one model, ready to be asked. */
export interface TestEngine {
	readonly engine: Engine;
	draw(
		request: unknown,
		options?: { signal?: AbortSignal } & Partial<GenerateContext>,
	): Promise<GeneratedImage>;
}

/** Opens an engine over `pack`, or over other files under its manifest. */
export function openTestEngine(
	pack: TestPack,
	changes: { manifest?: ModelManifest; weightStore?: WeightStore } = {},
): TestEngine {
	const { manifest = pack.manifest } = changes;
	const engine = openEngine({
		spawn: makeNodeSpawn(),
		weightStore:
			changes.weightStore ??
			memoryWeightStore({ [manifest.id]: pack.readFiles() }),
	});
	const registry = makeRegistry([manifest]);
	return {
		engine,
		draw: (
			request,
			{ signal = new AbortController().signal, ...context } = {},
		) => generateImage(signal, request, { registry, engine, ...context }),
	};
}
