import { spawn } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ROOT } from "./packs.js";

/** How a `musa` process ended. */
export interface MusaRun {
	readonly code: number | null;
	readonly stdout: string;
	readonly stderr: string;
}

/** How to start one. */
export interface MusaOptions {
	readonly cwd: string;
	/** Runs dist/musa.js, which starts several times faster, instead of the sources. */
	readonly built?: boolean;
	/** A folder of model packs instead of the repository's. */
	readonly models?: string;
	/** A folder of settings instead of the user's own. */
	readonly settings?: string;
	/** Sees stderr and stdout as they come; may signal the process. */
	readonly onOutput?: (
		text: string,
		kill: (signal: NodeJS.Signals) => void,
	) => void;
}

const TSX = pathToFileURL(join(ROOT, "node_modules/tsx/dist/loader.mjs")).href;
const FROM_SOURCE = ["--import", TSX, join(ROOT, "packages/cli/src/main.ts")];
const BUILT = [join(ROOT, "packages/cli/dist/musa.js")];

/** Runs the real command in a process of its own. */
export function runMusa(
	args: readonly string[],
	options: MusaOptions,
): Promise<MusaRun> {
	const command = options.built === true ? BUILT : FROM_SOURCE;
	const child = spawn(process.execPath, [...command, ...args], {
		cwd: options.cwd,
		env: {
			...process.env,
			...(options.models === undefined
				? {}
				: { MUSA_MODELS_DIR: options.models }),
			...(options.settings === undefined
				? {}
				: { MUSA_CONFIG_DIR: options.settings }),
		},
		stdio: ["ignore", "pipe", "pipe"],
	});
	let stdout = "";
	let stderr = "";
	const hear = (text: string) =>
		options.onOutput?.(text, (signal) => child.kill(signal));
	child.stdout.setEncoding("utf8").on("data", (text: string) => {
		stdout += text;
		hear(text);
	});
	child.stderr.setEncoding("utf8").on("data", (text: string) => {
		stderr += text;
		hear(text);
	});
	return new Promise((resolve, reject) => {
		child.on("error", reject);
		child.on("close", (code) => resolve({ code, stdout, stderr }));
	});
}
