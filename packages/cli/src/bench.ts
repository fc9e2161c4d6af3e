import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Command } from "./command.js";
import { parseOptions } from "./parse-options.js";
import { UsageError } from "./usage-error.js";

// The benchmark needs a browser driver and the built bundles, so it lives in
// the repository and not in the published command.
const BENCH = fileURLToPath(new URL("../../../bench/main.ts", import.meta.url));

/** `musa bench`: runs the repository's benchmark in a process of its own. */
export const bench: Command = {
	summary: "measure this computer",
	help: `Measures stages, start-up, memory and bytes on this computer; prints one JSON object.

Usage
  musa bench [--quick] [--check]

  --quick   fewer runs
  --check   compare with the budgets; exit 1 when one is missed
  --json    accepted for likeness with the other commands; the output is always JSON

Works in a clone of the repository; the same as npm run bench.`,
	async run(args, { signal }) {
		const { switches, positionals } = parseOptions(args, {
			quick: { type: "boolean" },
			check: { type: "boolean" },
			json: { type: "boolean" },
		});
		if (positionals.length > 0)
			throw new UsageError("musa bench takes no further words; see --help.");
		if (!existsSync(BENCH))
			throw new UsageError(
				"musa bench works only in a clone of the repository; run it there.",
			);
		const tsx = pathToFileURL(createRequire(import.meta.url).resolve("tsx"));
		const flags = [...switches].filter((name) => name !== "json");
		const child = spawn(
			process.execPath,
			["--import", tsx.href, BENCH, ...flags.map((name) => `--${name}`)],
			{ stdio: "inherit", signal },
		);
		return new Promise((resolve, reject) => {
			child.on("error", reject);
			child.on("exit", (code) => resolve(code ?? 1));
		});
	},
};
