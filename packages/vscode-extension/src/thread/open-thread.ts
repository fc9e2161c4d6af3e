// A thread that starts with the first request and starts anew after it died.
import { Worker } from "node:worker_threads";
import { DeviceError, openRpcClient, type RpcClient } from "@musa/core";
import { threadPort } from "./thread-port.js";

/** A thread behind a wire. */
export interface Thread<W extends ThreadWire> {
	readonly request: RpcClient<W>["request"];
	/** Ends it; whoever waits gets `internal/closed`. */
	close(): void;
}

type ThreadWire = {
	readonly requests: Record<string, { params: unknown; reply: unknown }>;
	readonly events: Record<string, unknown>;
};

/**
 * Opens a thread.
 *
 * @param file    of the thread's script
 * @param data    what it gets at its start; asked at each start
 * @param onDeath hears why it died
 */
export function openThread<W extends ThreadWire>(
	file: string,
	data: () => unknown,
	onDeath: (reason: string) => void,
): Thread<W> {
	let running: { client: RpcClient<W>; worker: Worker } | undefined;
	const start = (): RpcClient<W> => {
		const worker = new Worker(file, {
			workerData: data(),
			execArgv: [],
			// Syntax trees come and go by the megabyte; with the default most of the time goes into sweeping them up.
			resourceLimits: { maxYoungGenerationSizeMb: 64 },
		});
		const client = openRpcClient<W>(threadPort(worker));
		const current = { client, worker };
		running = current;
		const onEnd = (cause: unknown): void => {
			if (running !== current) return;
			running = undefined;
			const reason = cause instanceof Error ? cause.message : String(cause);
			onDeath(reason);
			client.close(new DeviceError("device/lost", { details: { reason } }));
		};
		worker.on("error", onEnd);
		worker.on("exit", (code) => onEnd(`the thread ended with code ${code}`));
		// An editor that closes does not wait for pictures.
		worker.unref();
		return client;
	};
	return {
		request: (signal, method, params, options) =>
			(running?.client ?? start()).request(signal, method, params, options),
		close() {
			const ended = running;
			running = undefined;
			ended?.client.close();
			void ended?.worker.terminate();
		},
	};
}
