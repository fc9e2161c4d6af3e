// For running from source, without a build: esbuild joins the worker's files in about 30 ms, a TypeScript loader in the
// thread would take ten times as long.
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Plugin } from "esbuild";
import { nodeRuntimes } from "./node-runtimes.js";

/** The worker as a `data:` module. */
export async function bundleWorkerSource(): Promise<URL> {
	const { build } = await import("esbuild");
	const { outputFiles } = await build({
		entryPoints: [
			fileURLToPath(new URL("../worker/node-worker.ts", import.meta.url)),
		],
		bundle: true,
		platform: "node",
		target: "node20",
		format: "esm",
		write: false,
		logLevel: "silent",
		plugins: [runtimeByAddress],
	});
	const [{ contents }] = outputFiles;
	return new URL(
		`data:text/javascript;base64,${Buffer.from(contents).toString("base64")}`,
	);
}

/** A `data:` module cannot look packages up by name, so the runtime is imported by its file. */
const runtimeByAddress: Plugin = {
	name: "runtime-by-address",
	setup(build) {
		build.onResolve(
			{ filter: /^onnxruntime-/ },
			async ({ path, kind, resolveDir, pluginData }) => {
				if (pluginData === "resolving") return undefined;
				const name = nodeRuntimes[path] ?? path;
				const options = { kind, resolveDir, pluginData: "resolving" };
				const found = await build.resolve(name, options);
				// One that is not installed fails when it is asked for.
				const isMissing = found.errors.length > 0;
				const address = isMissing ? name : pathToFileURL(found.path).href;
				return { path: address, external: true };
			},
		);
	},
};
