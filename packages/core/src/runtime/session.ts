// The only importer of onnxruntime-web. Opens networks, runs them, and turns the runtime's failures into ours.
import type { InferenceSession, Tensor as OrtTensor } from "onnxruntime-web";
import { DeviceError, MusaError } from "../errors.js";
import { makeTensor, type Tensor, type TensorData } from "../tensor/tensor.js";
import { hasWebGpu, type RuntimeDevice } from "./device.js";

/** Tensors by their name at a network's border. */
export type TensorMap<D extends TensorData = TensorData> = Readonly<
	Record<string, Tensor<D>>
>;

/** One opened network. */
export interface Session {
	/**
	 * Runs the network once. A run on one WASM thread blocks it and cannot be stopped.
	 *
	 * @throws DeviceError `device/out-of-memory`, `device/lost`, `device/session-failed`
	 */
	run(inputs: TensorMap): Promise<TensorMap<Float32Array>>;
	/** Frees the network; WASM memory returns to the system only with its worker. */
	release(): Promise<void>;
}

/** A runtime on one device. */
export interface Runtime {
	readonly device: RuntimeDevice;
	/**
	 * Opens a network.
	 *
	 * @param name   for messages
	 * @param model  ONNX bytes with weights
	 * @throws DeviceError `device/out-of-memory`, `device/session-failed`
	 */
	openSession(name: string, model: Uint8Array): Promise<Session>;
}

/** Where and how networks run. */
export interface RuntimeOptions {
	readonly device: RuntimeDevice;
	/** More than 1 needs SharedArrayBuffer. */
	readonly threadCount: number;
	/** The runtime's .wasm for this device; needed in browsers, where nothing may be fetched. */
	readonly ortWasm?: Uint8Array | undefined;
}

type Ort = typeof import("onnxruntime-web");

// The smallest model there is (one Identity): opening it starts the runtime, which costs most of the first session's time.
const identityModel = Uint8Array.from([
	8, 9, 58, 55, 10, 16, 10, 1, 97, 18, 1, 98, 34, 8, 73, 100, 101, 110, 116,
	105, 116, 121, 18, 1, 103, 90, 15, 10, 1, 97, 18, 10, 10, 8, 8, 1, 18, 4, 10,
	2, 8, 1, 98, 15, 10, 1, 98, 18, 10, 10, 8, 8, 1, 18, 4, 10, 2, 8, 1, 66, 4,
	10, 0, 16, 17,
]);

/**
 * Starts the runtime; once per worker, since its settings are global and a failed start cannot be repeated.
 *
 * @throws DeviceError `device/unavailable`, `device/out-of-memory`, `device/session-failed`
 */
export async function openRuntime(options: RuntimeOptions): Promise<Runtime> {
	const { device, threadCount, ortWasm } = options;
	const ort = await importOrt(device);
	if (device !== "native") {
		ort.env.wasm.numThreads = threadCount;
		ort.env.logLevel = "error";
		if (ortWasm) ort.env.wasm.wasmBinary = ortWasm;
	}
	const sessionOptions: InferenceSession.SessionOptions = {
		executionProviders: [device === "native" ? "cpu" : device],
		graphOptimizationLevel: "all",
		logSeverityLevel: 3,
		...(device === "native" && { intraOpNumThreads: threadCount }),
	};
	const openSession = async (
		name: string,
		model: Uint8Array,
	): Promise<Session> => {
		try {
			return wrapSession(
				ort,
				name,
				await ort.InferenceSession.create(model, sessionOptions),
			);
		} catch (cause) {
			throw toDeviceError(cause, name);
		}
	};
	if (device === "wasm")
		await (await openSession("start", identityModel)).release();
	return { device, openSession };
}

async function importOrt(device: RuntimeDevice): Promise<Ort> {
	if (device === "wasm") return import("onnxruntime-web/wasm");
	try {
		if (device === "webgpu" && hasWebGpu())
			return await import("onnxruntime-web/webgpu");
		// Not a dependency: its binaries are large and per platform, so users who want it install it.
		if (device === "native") return await import("onnxruntime-node");
	} catch (cause) {
		throw new DeviceError("device/unavailable", { details: { device }, cause });
	}
	throw new DeviceError("device/unavailable", { details: { device } });
}

function wrapSession(
	ort: Ort,
	name: string,
	session: InferenceSession,
): Session {
	return {
		async run(inputs) {
			const feeds: Record<string, OrtTensor> = {};
			for (const [input, { data, shape }] of Object.entries(inputs)) {
				feeds[input] =
					data instanceof Int32Array
						? new ort.Tensor("int32", data, shape)
						: new ort.Tensor("float32", data, shape);
			}
			try {
				return toTensors(await session.run(feeds));
			} catch (cause) {
				throw MusaError.is(cause) ? cause : toDeviceError(cause, name);
			}
		},
		async release() {
			await session.release();
		},
	};
}

function toTensors(
	outputs: InferenceSession.OnnxValueMapType,
): TensorMap<Float32Array> {
	const tensors: Record<string, Tensor> = {};
	for (const [name, value] of Object.entries(outputs)) {
		const { data, dims } = value as OrtTensor;
		if (!(data instanceof Float32Array)) {
			throw new DeviceError("device/session-failed", {
				details: { reason: `${name} is not float32` },
			});
		}
		tensors[name] = makeTensor(dims, data);
	}
	return tensors;
}

function toDeviceError(cause: unknown, network: string): DeviceError {
	// Text is all the runtime offers; onnxruntime-web may also throw the bare number of a C++ exception.
	const reason = cause instanceof Error ? cause.message : String(cause);
	const details = { network, reason: reason.slice(0, 500) };
	if (/out of memory|bad_alloc|allocat|Array buffer/iu.test(reason)) {
		return new DeviceError("device/out-of-memory", { details, cause });
	}
	if (/device.{0,20}lost|Aborted\(/iu.test(reason))
		return new DeviceError("device/lost", { details, cause });
	return new DeviceError("device/session-failed", { details, cause });
}
