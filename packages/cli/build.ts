// Builds the command: plain JavaScript in dist/, with the engine's worker thread beside it.
import { copyFile, readdir, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = (path: string): string =>
	fileURLToPath(new URL(path, import.meta.url));

for (const name of await readdir(here("dist")).catch(() => []))
	if (name.endsWith(".js")) await rm(here(`dist/${name}`));

await build({
	entryPoints: { musa: here("src/main.ts") },
	outdir: here("dist"),
	bundle: true,
	// Subcommands and encoders load when they are needed.
	splitting: true,
	platform: "node",
	format: "esm",
	target: "node20",
	// Parsers that are CommonJS ask for Node's own modules in their way.
	banner: {
		js: 'import { createRequire as makeRequire } from "node:module"; const require = makeRequire(import.meta.url);',
	},
	external: ["@jsquash/*", "onnxruntime-web", "onnxruntime-node", "esbuild"],
	logLevel: "warning",
});

// makeNodeSpawn looks for it beside the module that it is bundled into.
await copyFile(
	here("../core/dist/node-worker.js"),
	here("dist/node-worker.js"),
);
