import { expect, test } from "vitest";
import { isEngineFile } from "./engine-file.js";

test.each([
	"models/packs.json",
	"models/musa-xxs/manifest.json",
	"models/musa-xxs/graphs/denoiser.onnx",
	"webgpu/runtime.wasm.gz",
])("a page may read %s", (path) => expect(isEngineFile(path)).toBe(true));

test.each([
	"package.json",
	"models",
	"models/",
	"models/../package.json",
	"models/musa-xxs/../../extension.mjs",
	"models/.hidden",
	"models//etc/passwd",
	"models\\..\\package.json",
	"webgpu/..",
	"/etc/passwd",
	"../models/packs.json",
	"models/packs.json\n",
])("a page may not read %j", (path) => expect(isEngineFile(path)).toBe(false));
