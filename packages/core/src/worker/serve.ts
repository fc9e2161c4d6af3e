// The worker's side: answers the client with a runtime, a model and its pipeline.
import { InternalError } from "../errors.js";
import {
	makeTextToImage,
	type TextToImage,
} from "../pipelines/text-to-image.js";
import type { StageTiming } from "../records.js";
import { openRpcServer, type Port, type RpcServer } from "../rpc.js";
import { type OpenModel, openModel } from "../runtime/open-model.js";
import type { Runtime, RuntimeOptions } from "../runtime/session.js";
import type { WorkerWire } from "./protocol.js";

/** Starts a runtime; the real one is `openRuntime`. */
export type OpenRuntime = (options: RuntimeOptions) => Promise<Runtime>;

/** Serves one client until the worker is terminated. */
export function serve(port: Port, openRuntime: OpenRuntime): RpcServer {
	// The runtime's settings are global to a worker, so the first start decides.
	let runtime: Promise<Runtime> | undefined;
	let opened:
		| { readonly model: OpenModel; readonly pipeline: TextToImage }
		| undefined;

	const startRuntime = (options: RuntimeOptions): Promise<Runtime> => {
		runtime ??= openRuntime(options);
		return runtime;
	};
	const closeModel = async (): Promise<void> => {
		const model = opened?.model;
		opened = undefined;
		await model?.release();
	};

	return openRpcServer<WorkerWire>(port, {
		async "start-runtime"(_signal, options) {
			await startRuntime(options);
			return undefined;
		},
		async "open-model"(_signal, { manifest, files, ...options }) {
			await closeModel();
			const timings: StageTiming[] = [];
			const running = await startRuntime(options);
			const model = openModel(running, manifest, files);
			await model.prepare(
				["text-encoder", "denoiser", "decoder"],
				({ network, ms }) => timings.push({ stage: `open ${network}`, ms }),
			);
			opened = { model, pipeline: makeTextToImage(model) };
			return { timings };
		},
		async generate(signal, { plan, init, isTraced }, context) {
			if (!opened) throw new InternalError("internal/closed");
			const drawn = await opened.pipeline.draw(signal, plan, {
				init,
				onProgress: (progress) => context.emit("progress", progress),
				...(isTraced && { onTrace: (entry) => context.emit("trace", entry) }),
			});
			const { buffer } = drawn.image.pixels;
			if (buffer instanceof ArrayBuffer) context.transfer([buffer]);
			return drawn;
		},
		async close() {
			await closeModel();
			return undefined;
		},
	});
}
