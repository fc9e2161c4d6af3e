import type { NetworkName } from "../models/manifest.js";
import type { TensorMap } from "../runtime/session.js";

/** What a stage gets besides its input. */
export interface StageContext {
	/** Runs a network of the model. */
	run(name: NetworkName, inputs: TensorMap): Promise<TensorMap<Float32Array>>;
	/** Reports units of work done. */
	onStep(step: number, stepCount: number): void;
}
