// Stands for onnxruntime-node in the networks' thread: its binaries are large and per platform, so whoever wants them
// installs them, and names the folder in the settings.
import { createRequire } from "node:module";
import { join } from "node:path";

// The engine's thread sets it from the setting.
const folder = process.env.MUSA_NATIVE_RUNTIME;
if (!folder) throw new Error("musa.engine.nativeRuntime names no folder");

const runtime: Readonly<
	Record<"InferenceSession" | "Tensor" | "env", unknown>
> = createRequire(join(folder, "package.json"))("onnxruntime-node");

export const { InferenceSession, Tensor, env } = runtime;
