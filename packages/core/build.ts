// Builds what hosts ship: one classic script per kind of browser worker, and the modules for Node. Types come from tsc.
import { copyFile, mkdir, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { type BuildOptions, build, type Plugin } from "esbuild";
import { nodeRuntimes } from "./src/node/node-runtimes.js";

const here = (path: string): string =>
	fileURLToPath(new URL(path, import.meta.url));

/** Replaces one runtime by another, so that a script carries only the one it is for. */
function replaceRuntimes(
	replacements: Readonly<Record<string, string>>,
): Plugin {
	return {
		name: "replace-runtimes",
		setup({ onResolve, onLoad, resolve }) {
			onResolve(
				{ filter: /^onnxruntime-/ },
				({ path, kind, resolveDir, pluginData }) => {
					const replacement = replacements[path];
					if (replacement === undefined || pluginData === "replaced")
						return undefined;
					if (replacement === "none")
						return { path, namespace: "missing-runtime" };
					return resolve(replacement, {
						kind,
						resolveDir,
						pluginData: "replaced",
					});
				},
			);
			onLoad({ filter: /.*/, namespace: "missing-runtime" }, ({ path }) => ({
				contents: `throw new Error(${JSON.stringify(`${path} is not in this script`)});`,
			}));
		},
	};
}

/** Lets the thread import Node's own build of the runtime. */
const useNodeRuntime: Plugin = {
	name: "use-node-runtime",
	setup({ onResolve }) {
		onResolve({ filter: /^onnxruntime-/ }, ({ path }) => ({
			path: nodeRuntimes[path] ?? path,
			external: true,
		}));
	},
};

const browserWorker = {
	entryPoints: [here("src/worker/browser-worker.ts")],
	bundle: true,
	platform: "browser",
	format: "iife",
	target: ["chrome115", "firefox115", "safari16.4"],
	minify: true,
	legalComments: "none",
	banner: {
		js: "/* Musa, Apache-2.0. Contains onnxruntime-web 1.30.0, (c) Microsoft Corporation, MIT. */",
	},
	// A classic script has no address; the runtime then takes the bytes it is given.
	define: { "import.meta.url": "undefined" },
	logLevel: "warning",
} satisfies BuildOptions;

const nodeModules = {
	bundle: true,
	platform: "node",
	format: "esm",
	target: "node20",
	external: ["onnxruntime-web", "onnxruntime-node", "esbuild"],
	logLevel: "warning",
} satisfies BuildOptions;

for (const name of [
	"worker.js",
	"worker-webgpu.js",
	"index.js",
	"node.js",
	"node-worker.js",
	"browser.js",
]) {
	await rm(here(`dist/${name}`), { force: true });
}
await Promise.all([
	build({
		...browserWorker,
		outfile: here("dist/worker.js"),
		plugins: [
			replaceRuntimes({
				"onnxruntime-web/webgpu": "none",
				"onnxruntime-node": "none",
			}),
		],
	}),
	build({
		...browserWorker,
		outfile: here("dist/worker-webgpu.js"),
		// The WebGPU runtime can do WASM too, only slower: one runtime in either script.
		plugins: [
			replaceRuntimes({
				"onnxruntime-web/wasm": "onnxruntime-web/webgpu",
				"onnxruntime-node": "none",
			}),
		],
	}),
	build({
		...nodeModules,
		platform: "neutral",
		mainFields: ["module", "main"],
		entryPoints: [here("src/index.ts")],
		outfile: here("dist/index.js"),
	}),
	build({
		...nodeModules,
		entryPoints: [here("src/node.ts")],
		outfile: here("dist/node.js"),
	}),
	build({
		...nodeModules,
		plugins: [useNodeRuntime],
		entryPoints: [here("src/worker/node-worker.ts")],
		outfile: here("dist/node-worker.js"),
	}),
	build({
		...nodeModules,
		platform: "browser",
		entryPoints: [here("src/worker/browser-spawn.ts")],
		outfile: here("dist/browser.js"),
	}),
]);

// The runtime's binary for dist/worker.js, for hosts that inline or serve it.
await mkdir(here("dist"), { recursive: true });
await copyFile(
	createRequire(import.meta.url).resolve(
		"onnxruntime-web/ort-wasm-simd-threaded.wasm",
	),
	here("dist/ort-wasm-simd-threaded.wasm"),
);
