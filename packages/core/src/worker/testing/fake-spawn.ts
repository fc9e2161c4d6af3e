import { makePort } from "../../rpc.js";
import {
	type FakeRuntime,
	makeFakeRuntime,
} from "../../runtime/testing/fake-runtime.js";
import { serve } from "../serve.js";
import type { SpawnedWorker } from "../spawn.js";

/** One worker that a test started. */
export interface FakeWorker {
	readonly runtime: FakeRuntime;
	isTerminated: boolean;
	/** Dies as a real one would. */
	crash(cause: unknown): void;
}

/** Workers in this thread, over real message channels, on fake runtimes. */
export function makeFakeSpawn(
	prepare: (runtime: FakeRuntime, index: number) => void = () => {},
): {
	readonly workers: FakeWorker[];
	readonly spawn: () => SpawnedWorker;
} {
	const workers: FakeWorker[] = [];
	return {
		workers,
		spawn() {
			const { port1, port2 } = new MessageChannel();
			const runtime = makeFakeRuntime();
			prepare(runtime, workers.length);
			const server = serve(makePort(port2 as never), async () => runtime);
			let onCrash: ((cause: unknown) => void) | undefined;
			const worker: FakeWorker = {
				runtime,
				isTerminated: false,
				crash: (cause) => onCrash?.(cause),
			};
			workers.push(worker);
			return {
				port: makePort(port1 as never),
				onCrash(listener) {
					onCrash = listener;
				},
				terminate() {
					worker.isTerminated = true;
					server.close();
					port1.close();
				},
			};
		},
	};
}
