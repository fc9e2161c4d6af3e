// The engine of this page: opened when it is first needed, from what is embedded here. Nothing is ever fetched.
import {
	DeviceError,
	makeRegistry,
	memoryWeightStore,
	openEngine,
	parseManifest,
	parseRouterModel,
} from "@musa/core";
import { type BrowserWorkerKind, makeBrowserSpawn } from "@musa/core/browser";
import type { Studio } from "@musa/studio";
import { readEmbedded, readEmbeddedModel } from "./embedded.js";

/** What the engine found on its way. */
export interface StudioReport {
	readonly workerKind: BrowserWorkerKind;
}

/**
 * Makes the function that gives the one studio, opening it on first use; a failed opening is tried again.
 *
 * @param onReport  hears how the worker was started
 */
export function makeStudio(
	onReport: (report: StudioReport) => void,
): () => Promise<Studio> {
	let opening: Promise<Studio> | undefined;
	return () => {
		opening ??= openStudio(onReport).catch((error: unknown) => {
			opening = undefined;
			throw error;
		});
		return opening;
	};
}

async function openStudio(
	onReport: (report: StudioReport) => void,
): Promise<Studio> {
	if (typeof WebAssembly === "undefined")
		throw new DeviceError("device/unavailable", {
			details: { device: "WebAssembly" },
		});
	const [{ manifest: text, files }, worker, router] = await Promise.all([
		readEmbeddedModel(),
		readEmbedded("musa-worker"),
		readEmbedded("musa-router"),
	]);
	const manifest = parseManifest(text);
	const engine = openEngine({
		spawn: makeBrowserSpawn(new TextDecoder().decode(worker), {
			onStarted: (workerKind) => onReport({ workerKind }),
		}),
		weightStore: memoryWeightStore({ [manifest.id]: files }),
		readOrtWasm: () => readEmbedded("musa-runtime"),
	});
	return {
		engine,
		manifest,
		registry: makeRegistry([manifest]),
		router: parseRouterModel(router),
	};
}
