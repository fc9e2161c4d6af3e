// The engine of this page: opened when it is first needed, from what is embedded here. Nothing is ever fetched.
import {
	type Device,
	DeviceError,
	makeRegistry,
	memoryWeightStore,
	openEngine,
	openSpokenNames,
	parseManifest,
	parseRouterModel,
	type SpawnWorker,
} from "@musa/core";
import { type BrowserWorkerKind, makeBrowserSpawn } from "@musa/core/browser";
import type { Studio } from "@musa/studio";
import { readEmbedded, readEmbeddedModel } from "./embedded.js";

/** What the engine found on its way. */
export interface StudioReport {
	readonly workerKind: BrowserWorkerKind | "runner";
}

/** An engine's worker on a page that has more than this frame. */
export interface RunnerConnection {
	readonly spawn: SpawnWorker;
	readonly device: Device;
}

/**
 * Makes the function that gives the one studio, opening it on first use; a failed opening is tried again.
 *
 * @param onReport  hears how the worker was started
 */
export function makeStudio(
	onReport: (report: StudioReport) => void,
	connectRunner: () => Promise<RunnerConnection | undefined>,
): () => Promise<Studio> {
	let opening: Promise<Studio> | undefined;
	return () => {
		opening ??= openStudio(onReport, connectRunner).catch((error: unknown) => {
			opening = undefined;
			throw error;
		});
		return opening;
	};
}

async function openStudio(
	onReport: (report: StudioReport) => void,
	connectRunner: () => Promise<RunnerConnection | undefined>,
): Promise<Studio> {
	const runner = await connectRunner();
	if (typeof WebAssembly === "undefined")
		throw new DeviceError("device/unavailable", {
			details: { device: "WebAssembly" },
		});
	// The runtime is needed first and takes longest to start.
	let runtime: Promise<Uint8Array> | undefined = readEmbedded("musa-runtime");
	runtime.catch(() => undefined);
	const [text, worker, router, words] = await Promise.all([
		readEmbedded("musa-manifest"),
		readEmbedded("musa-worker"),
		readEmbedded("musa-router"),
		readEmbedded("musa-words"),
	]);
	const manifest = parseManifest(text);
	let files: ReturnType<typeof readEmbeddedModel> | undefined;
	const readFiles = (): ReturnType<typeof readEmbeddedModel> => {
		files ??= readEmbeddedModel(manifest).catch((error: unknown) => {
			files = undefined;
			throw error;
		});
		return files;
	};
	// Unpacked while the runtime starts; whoever reads hears of a failure.
	readFiles().catch(() => undefined);
	const engine = openEngine({
		spawn: runner
			? () => {
					onReport({ workerKind: "runner" });
					return runner.spawn();
				}
			: makeBrowserSpawn(new TextDecoder().decode(worker), {
					onStarted: (workerKind) => onReport({ workerKind }),
				}),
		weightStore: {
			async read(signal, id, path) {
				const store = memoryWeightStore({ [manifest.id]: await readFiles() });
				return store.read(signal, id, path);
			},
		},
		async readOrtWasm() {
			// A runner has its own.
			if (runner) return undefined;
			const first = runtime;
			// A worker that starts anew unpacks it again: kept, it would take more memory than the model.
			runtime = undefined;
			return (await first) ?? readEmbedded("musa-runtime");
		},
	});
	return {
		engine,
		manifest,
		registry: makeRegistry([manifest]),
		router: parseRouterModel(router),
		names: openSpokenNames(words),
		...(runner && { device: runner.device }),
	};
}
