import { type Engine, openEngine } from "@musa/core";
import { fileWeightStore, makeNodeSpawn } from "@musa/core/node";
import type { ModelPack } from "./packs.js";

/** An engine in a worker thread over the packs on this computer; `close` ends the thread. */
export function openLocalEngine(packs: readonly ModelPack[]): Engine {
	return openEngine({
		spawn: makeNodeSpawn(),
		weightStore: fileWeightStore(
			Object.fromEntries(
				packs.map(({ manifest, folder }) => [manifest.id, folder]),
			),
		),
	});
}
