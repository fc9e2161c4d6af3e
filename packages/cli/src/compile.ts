import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

/** Compiles a WebAssembly file of an installed package, e.g. of a codec. */
export async function compile(file: string): Promise<WebAssembly.Module> {
	return WebAssembly.compile(
		await readFile(fileURLToPath(import.meta.resolve(file))),
	);
}
