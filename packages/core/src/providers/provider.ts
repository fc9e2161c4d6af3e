import type { ModelManifest } from "../models/manifest.js";
import type { OnProgress } from "../progress.js";
import type { GeneratedImage, Plan, RgbaImage } from "../records.js";
import type { OnTrace } from "../runtime/open-model.js";

/** What a provider gets besides the plan. */
export interface ProviderContext {
	readonly manifest: ModelManifest;
	/** The picture that `plan.init` names. */
	readonly init?: RgbaImage | undefined;
	readonly onProgress?: OnProgress | undefined;
	readonly onTrace?: OnTrace | undefined;
}

/** Whoever turns plans into pictures: this device, or one day a service. */
export interface ImageProvider {
	/** As in `plan.provider`. */
	readonly id: string;
	/** Whether the prompt leaves this device. */
	readonly isLocal: boolean;
	/**
	 * Draws what a plan says.
	 *
	 * @throws MusaError, AbortError
	 */
	generate(
		signal: AbortSignal,
		plan: Plan,
		context: ProviderContext,
	): Promise<GeneratedImage>;
}
