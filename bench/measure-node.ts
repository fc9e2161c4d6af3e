import { spawn } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { EngineFigures } from "./measure.js";
import { ROOT } from "./pack-folder.js";

/** Figures of Node, with the memory of a process that did nothing else. */
export type NodeFigures = EngineFigures & { readonly peakRssMb: number };

/** Arguments that let Node run TypeScript from source. */
export const FROM_SOURCE: readonly string[] = [
	"--import",
	pathToFileURL(join(ROOT, "node_modules/tsx/dist/loader.mjs")).href,
];

/** Measures a device in processes of its own. */
export async function measureNode(
	device: "wasm" | "native",
	runs: number,
): Promise<NodeFigures> {
	const script = join(ROOT, "bench/node-run.ts");
	const measure = (count: number, what: string) =>
		runJson([...FROM_SOURCE, script, device, String(count), what]);
	const figures = (await measure(runs, "time")) as EngineFigures;
	// Memory is settled after a few pictures.
	const { peakRssMb } = (await measure(3, "memory")) as { peakRssMb: number };
	return { ...figures, peakRssMb };
}

/**
 * Runs Node with `args` and reads the JSON that it prints.
 *
 * @throws Error with what it said when it fails
 */
export async function runJson(args: readonly string[]): Promise<unknown> {
	const child = spawn(process.execPath, args, {
		stdio: ["ignore", "pipe", "pipe"],
	});
	let stdout = "";
	let stderr = "";
	child.stdout.setEncoding("utf8").on("data", (text: string) => {
		stdout += text;
	});
	child.stderr.setEncoding("utf8").on("data", (text: string) => {
		stderr += text;
	});
	const code = await new Promise((resolve, reject) => {
		child.on("error", reject);
		child.on("close", resolve);
	});
	if (code !== 0)
		throw new Error(`${args.join(" ")} ended with ${code}: ${stderr}`);
	return JSON.parse(stdout);
}
