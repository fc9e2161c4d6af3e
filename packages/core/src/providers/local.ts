// Pictures from this device: the engine's worker.
import type { Engine } from "../worker/client.js";
import type { ImageProvider } from "./provider.js";

/** The provider `local` over an engine. */
export function makeLocalProvider(engine: Engine): ImageProvider {
	return {
		id: "local",
		isLocal: true,
		generate: (signal, plan, { manifest, ...context }) =>
			engine.generate(signal, plan, manifest, context),
	};
}
