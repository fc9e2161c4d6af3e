import type { Port } from "../rpc.js";

/** A worker that a host started. */
export interface SpawnedWorker {
	readonly port: Port;
	/** Tells when the worker dies by itself; never called after `terminate`. */
	onCrash(listener: (cause: unknown) => void): void;
	/** Ends the worker and gives its memory back. */
	terminate(): void;
}

/** Starts a worker that runs `serve`. */
export type SpawnWorker = () => SpawnedWorker | Promise<SpawnedWorker>;
