// The asking side: starts the worker when it is needed, opens models in it, draws one picture at a time, and starts anew after
// a crash or a run that does not stop when it was aborted.
import {
	DeviceError,
	InternalError,
	isAbortError,
	ModelError,
	MusaError,
} from "../errors.js";
import { type ModelManifest, selectFiles } from "../models/manifest.js";
import { makeWeightLoader, type WeightStore } from "../models/weights.js";
import type { DrawContext } from "../pipelines/text-to-image.js";
import type {
	Device,
	GeneratedImage,
	Plan,
	RgbaImage,
	StageTiming,
} from "../records.js";
import { openRpcClient, type RpcClient } from "../rpc.js";
import type { WorkerWire } from "./protocol.js";
import { makeQueue } from "./queue.js";
import type { SpawnedWorker, SpawnWorker } from "./spawn.js";

/** Draws pictures in a worker. */
export interface Engine {
	/**
	 * Draws what a plan says; waits until earlier pictures are done.
	 *
	 * @returns the picture; its timings begin with what had to be opened first
	 * @throws MusaError, AbortError
	 */
	generate(
		signal: AbortSignal,
		plan: Plan,
		manifest: ModelManifest,
		context?: DrawContext,
	): Promise<GeneratedImage>;
	/**
	 * Starts the worker and opens a model ahead of the first picture.
	 *
	 * @returns the time of each act; empty if it was open already
	 */
	prepare(
		signal: AbortSignal,
		target: EngineTarget,
	): Promise<readonly StageTiming[]>;
	/**
	 * Reads a file of a model that no network needs, verified; needs no worker.
	 *
	 * @throws ModelError `model/file-missing`, `model/file-truncated`, `model/hash-mismatch`
	 */
	readFile(
		signal: AbortSignal,
		manifest: ModelManifest,
		path: string,
	): Promise<Uint8Array>;
	/** Ends the worker, which frees all its memory; whoever waits gets `internal/closed`. */
	close(): void;
}

/** A model on a device. */
export interface EngineTarget {
	readonly manifest: ModelManifest;
	readonly device: Device;
	readonly threadCount: number;
}

/** What an engine needs from its host. */
export interface EngineOptions {
	readonly spawn: SpawnWorker;
	readonly weightStore: WeightStore;
	/** Reads the runtime's .wasm for a device; needed in browsers. */
	readonly readOrtWasm?:
		| ((device: Device) => Promise<Uint8Array | undefined>)
		| undefined;
	/** How long an aborted run may go on before its worker is ended. */
	readonly abortLimitMs?: number | undefined;
	/** How long an unused worker is kept; for ever by default. */
	readonly idleLimitMs?: number | undefined;
}

/** A running worker and what is open in it. */
interface Worker {
	readonly spawned: SpawnedWorker;
	readonly rpc: RpcClient<WorkerWire>;
	readonly runtimeKey: string;
	hasRuntime: boolean;
	modelKey: string | undefined;
}

const defaultAbortLimitMs = 2000;

/** Opens an engine; its worker starts with the first picture. */
export function openEngine(options: EngineOptions): Engine {
	const {
		spawn,
		weightStore,
		readOrtWasm,
		abortLimitMs = defaultAbortLimitMs,
		idleLimitMs,
	} = options;
	const loader = makeWeightLoader(weightStore);
	const queue = makeQueue();
	let worker: Worker | undefined;
	let isClosed = false;
	let idleTimer: ReturnType<typeof setTimeout> | undefined;

	const endWorker = (reason: MusaError): void => {
		const ended = worker;
		worker = undefined;
		ended?.rpc.close(reason);
		ended?.spawned.terminate();
	};

	const startWorker = async (runtimeKey: string): Promise<Worker> => {
		const spawned = await spawn();
		if (isClosed) {
			spawned.terminate();
			throw new InternalError("internal/closed");
		}
		const rpc = openRpcClient<WorkerWire>(spawned.port);
		const started: Worker = {
			spawned,
			rpc,
			runtimeKey,
			hasRuntime: false,
			modelKey: undefined,
		};
		worker = started;
		spawned.onCrash((cause) => {
			const details = { reason: describeCrash(cause) };
			if (worker === started)
				endWorker(new DeviceError("device/lost", { details, cause }));
		});
		return started;
	};

	/** The runtime starts while the client still reads and verifies the weights. */
	const startRuntime = async (
		signal: AbortSignal,
		{ device, threadCount }: EngineTarget,
	): Promise<Worker> => {
		const runtimeKey = `${device}/${threadCount}`;
		// Threads and device are settled when a runtime starts: others need another worker.
		if (worker && worker.runtimeKey !== runtimeKey)
			endWorker(new InternalError("internal/closed"));
		const [current, ortWasm] = await Promise.all([
			worker ?? startWorker(runtimeKey),
			worker?.hasRuntime ? undefined : readOrtWasm?.(device),
		]);
		signal.throwIfAborted();
		if (current.hasRuntime) return current;
		const params = { device, threadCount, ortWasm };
		try {
			await current.rpc.request(signal, "start-runtime", params);
		} catch (error) {
			// A runtime that failed to start fails for ever in that worker.
			if (!isAbortError(error) && worker === current)
				endWorker(new InternalError("internal/closed"));
			throw error;
		}
		current.hasRuntime = true;
		return current;
	};

	const prepare = async (
		signal: AbortSignal,
		target: EngineTarget,
	): Promise<[Worker, readonly StageTiming[]]> => {
		const { manifest, device, threadCount } = target;
		const start = performance.now();
		const hashes = manifest.files.map(({ sha256 }) => sha256);
		const modelKey = `${manifest.id}@${hashes.join()}`;
		const isOpen =
			worker?.modelKey === modelKey &&
			worker.runtimeKey === `${device}/${threadCount}`;
		if (worker && isOpen) return [worker, []];
		const [current, files] = await Promise.all([
			startRuntime(signal, target),
			loader.load(signal, manifest, selectFiles(manifest, device)),
		]);
		const ms = performance.now() - start;
		current.modelKey = undefined;
		const params = { manifest, files, device, threadCount };
		const opened = await current.rpc.request(signal, "open-model", params);
		current.modelKey = modelKey;
		return [current, [{ stage: "start-worker", ms }, ...opened.timings]];
	};

	/** Runs one act in the queue; an aborted worker gets a while to stop by itself, a lost one is ended. */
	const runAct = <T>(signal: AbortSignal, act: () => Promise<T>): Promise<T> =>
		queue(signal, async () => {
			if (isClosed) throw new InternalError("internal/closed");
			clearTimeout(idleTimer);
			try {
				return await act();
			} catch (error) {
				if (isAbortError(error)) void settleAborted();
				else if (
					MusaError.is(error, "device/lost") ||
					MusaError.is(error, "device/out-of-memory")
				) {
					// WASM memory never shrinks and an aborted runtime stays broken.
					endWorker(new DeviceError("device/lost"));
				}
				throw error;
			} finally {
				if (idleLimitMs !== undefined) {
					idleTimer = setTimeout(
						() => endWorker(new InternalError("internal/closed")),
						idleLimitMs,
					);
				}
			}
		});

	let settling: Promise<void> = Promise.resolve();
	const settleAborted = (): Promise<void> => {
		const aborted = worker;
		if (!aborted) return settling;
		settling = new Promise((resolve) => {
			const timer = setTimeout(() => {
				if (worker === aborted) endWorker(new DeviceError("device/lost"));
				resolve();
			}, abortLimitMs);
			void aborted.rpc.whenAnswered().then(() => {
				clearTimeout(timer);
				resolve();
			});
		});
		return settling;
	};

	return {
		generate: (signal, plan, manifest, { init, onProgress, onTrace } = {}) =>
			runAct(signal, async () => {
				await settling;
				signal.throwIfAborted();
				const [current, opened] = await prepare(signal, {
					manifest,
					device: plan.device,
					threadCount: plan.threadCount,
				});
				const sent = plan.init && init && copyImage(init);
				const drawn = await current.rpc.request(
					signal,
					"generate",
					{ plan, init: sent, isTraced: onTrace !== undefined },
					{
						...(sent && { transfer: [sent.pixels.buffer] }),
						onEvent: (event) => {
							if (event.event === "progress") onProgress?.(event.payload);
							else onTrace?.(event.payload);
						},
					},
				);
				return {
					image: drawn.image,
					plan,
					timings: [...opened, ...drawn.timings],
				};
			}),
		prepare: (signal, target) =>
			runAct(signal, async () => {
				await settling;
				const [, timings] = await prepare(signal, target);
				return timings;
			}),
		async readFile(signal, manifest, path) {
			const files = manifest.files.filter((file) => file.path === path);
			const loaded = await loader.load(signal, manifest, files);
			if (Object.hasOwn(loaded, path)) return loaded[path];
			throw new ModelError("model/file-missing", { details: { file: path } });
		},
		close() {
			isClosed = true;
			clearTimeout(idleTimer);
			endWorker(new InternalError("internal/closed"));
		},
	};
}

/** Bytes of its own, which may move to the worker while the caller keeps the picture. */
function copyImage({ width, height, pixels }: RgbaImage): RgbaImage & {
	readonly pixels: Uint8Array<ArrayBuffer>;
} {
	return { width, height, pixels: new Uint8Array(pixels) };
}

function describeCrash(cause: unknown): string {
	return cause instanceof Error ? cause.message : String(cause);
}
