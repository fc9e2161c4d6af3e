import { join } from "node:path";
import { build } from "esbuild";
import { ROOT } from "./pack-folder.js";

/** Bundles a page of this folder to one classic script and returns its text. */
export async function bundlePage(file: string): Promise<string> {
	const { outputFiles } = await build({
		entryPoints: [join(ROOT, "bench", file)],
		bundle: true,
		write: false,
		format: "iife",
		platform: "browser",
		target: "chrome120",
		// Empty in a classic script; the runtime then takes the bytes it is given.
		define: { "import.meta.url": "undefined" },
		logLevel: "error",
	});
	return outputFiles[0]?.text ?? "";
}
