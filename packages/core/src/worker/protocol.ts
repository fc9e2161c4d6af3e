// Messages between the client and the worker; types only. A worker runs one model on one device and draws one picture at a time.
import type { ModelManifest } from "../models/manifest.js";
import type { ModelFiles } from "../models/weights.js";
import type { Progress } from "../progress.js";
import type { Plan, RgbaImage, StageTiming } from "../records.js";
import type { RuntimeDevice } from "../runtime/device.js";
import type { TraceEntry } from "../runtime/open-model.js";

/** A model with its files, to be opened. */
export interface OpenModelParams {
	readonly manifest: ModelManifest;
	readonly files: ModelFiles;
	readonly device: RuntimeDevice;
	readonly threadCount: number;
	/** The runtime's .wasm; needed in browsers. */
	readonly ortWasm?: Uint8Array | undefined;
}

/** The wire between client and worker. */
export type WorkerWire = {
	readonly requests: {
		/** Starts the runtime ahead of the model, while the client still reads files. */
		"start-runtime": {
			params: Pick<OpenModelParams, "device" | "threadCount" | "ortWasm">;
			reply: undefined;
		};
		/** Opens a model in place of the one before; the reply has the time of each network that was opened. */
		"open-model": {
			params: OpenModelParams;
			reply: { readonly timings: readonly StageTiming[] };
		};
		/** Draws a picture with the open model. */
		generate: {
			params: {
				readonly plan: Plan;
				/** The picture that `plan.init` names. */
				readonly init?: RgbaImage | undefined;
				readonly isTraced: boolean;
			};
			reply: {
				readonly image: RgbaImage;
				readonly timings: readonly StageTiming[];
			};
		};
		/** Frees the model. */
		close: { params: undefined; reply: undefined };
	};
	readonly events: { readonly progress: Progress; readonly trace: TraceEntry };
};
