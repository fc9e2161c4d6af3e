// Starts the engine's worker thread in Node: the built file when there is one beside us, else bundled from source in memory.
import { Worker } from "node:worker_threads";
import type { SpawnedWorker, SpawnWorker } from "../worker/spawn.js";
import { waitUntilReady } from "../worker/wait-until-ready.js";

/** How the thread is started. */
export interface NodeSpawnOptions {
	/** The built node-worker.js, for hosts that bundle this module elsewhere. */
	readonly workerFile?: string | URL | undefined;
}

/** Makes the function that starts worker threads. */
export function makeNodeSpawn({
	workerFile,
}: NodeSpawnOptions = {}): SpawnWorker {
	return async () => waitUntilReady(wrapWorker(await startThread(workerFile)));
}

async function startThread(
	workerFile: string | URL | undefined,
): Promise<Worker> {
	// Loaders of the parent (tsx, test runners) must not slow the thread down: it gets plain JavaScript.
	const options = { execArgv: [] };
	if (workerFile !== undefined) return new Worker(workerFile, options);
	if (!import.meta.url.endsWith(".ts"))
		return new Worker(new URL("./node-worker.js", import.meta.url), options);
	const { bundleWorkerSource } = await import("./bundle-worker-source.js");
	return new Worker(await bundleWorkerSource(), options);
}

function wrapWorker(worker: Worker): SpawnedWorker {
	let onCrash: ((cause: unknown) => void) | undefined;
	worker.on("error", (error) => onCrash?.(error));
	worker.on("messageerror", (error) => onCrash?.(error));
	worker.on("exit", (code) =>
		onCrash?.(new Error(`the worker ended with code ${code}`)),
	);
	return {
		port: {
			post: (message, transfer) => worker.postMessage(message, transfer ?? []),
			listen(handler) {
				worker.on("message", handler);
				return () => worker.off("message", handler);
			},
		},
		onCrash(listener) {
			onCrash = listener;
		},
		terminate() {
			onCrash = undefined;
			void worker.terminate();
		},
	};
}
