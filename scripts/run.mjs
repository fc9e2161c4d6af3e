// Runs the repository's own tools and tells how they ended.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));

/**
 * Runs a command in the repository with its output shown, and returns whether it ended well.
 *
 * @param {string} command  a program of the path or of node_modules/.bin
 * @param {readonly string[]} args
 * @param {Record<string, string>} [env]  added to this process's own
 */
export function run(command, args, env = {}) {
	console.log(`\n> ${command} ${args.join(" ")}`);
	const separator = process.platform === "win32" ? ";" : ":";
	const { status, error } = spawnSync(command, args, {
		cwd: root,
		stdio: "inherit",
		// Tools of node_modules/.bin are batch files there.
		shell: process.platform === "win32",
		env: {
			...process.env,
			PATH: `${root}node_modules/.bin${separator}${process.env.PATH ?? ""}`,
			// Building needs no network and tells nobody.
			TURBO_TELEMETRY_DISABLED: "1",
			...env,
		},
	});
	if (error) console.error(`${command}: ${error.message}`);
	return status === 0;
}
