// One file for the extension host.
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

await build({
	absWorkingDir: fileURLToPath(new URL(".", import.meta.url)),
	entryPoints: ["src/extension/extension.ts"],
	outfile: "dist/extension.cjs",
	bundle: true,
	minify: true,
	platform: "node",
	// Node of the oldest VS Code that package.json allows.
	target: "node20",
	format: "cjs",
	external: ["vscode"],
	legalComments: "none",
});
