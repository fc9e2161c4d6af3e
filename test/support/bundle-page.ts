import { join } from "node:path";
import { build } from "esbuild";
import { ROOT } from "./packs.js";

/**
 * Bundles `test/support/pages/<name>.ts` to one classic script.
 *
 * @returns its text
 */
export const bundlePage = (name: string): Promise<string> =>
	bundleScript(`test/support/pages/${name}.ts`);

/** The same for any file, by its path from the root of the repository. */
export async function bundleScript(path: string): Promise<string> {
	const { outputFiles } = await build({
		entryPoints: [join(ROOT, path)],
		bundle: true,
		write: false,
		format: "iife",
		platform: "browser",
		target: "chrome120",
		// Empty in a classic script; the runtime then takes the bytes it is given.
		define: { "import.meta.url": "undefined" },
		logLevel: "error",
	});
	const [file] = outputFiles;
	if (file === undefined) throw new Error(`esbuild made nothing of ${path}`);
	return file.text;
}
