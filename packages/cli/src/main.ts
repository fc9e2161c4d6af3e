#!/usr/bin/env node
// The `musa` command: picks the subcommand, turns failures into one sentence and
// an exit code (0 done, 1 failed, 2 wrong usage or bad input, 130 interrupted).
import { constants } from "node:os";
import type { Command, CommandContext } from "./command.js";
import { UsageError } from "./usage-error.js";

// Loaded on use, so that `musa --version` does not wait for the engine.
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
	generate: async () => (await import("./generate.js")).generate,
	"find-missing": async () => (await import("./find-missing.js")).findMissing,
	fill: async () => (await import("./fill.js")).fill,
	check: async () => (await import("./check.js")).check,
	mcp: async () => (await import("./mcp.js")).mcp,
	inspect: async () => (await import("./inspect.js")).inspect,
	models: async () => (await import("./models.js")).models,
	route: async () => (await import("./route.js")).route,
	ledger: async () => (await import("./ledger.js")).ledger,
	"prove-local": async () => (await import("./prove-local.js")).proveLocal,
	bench: async () => (await import("./bench.js")).bench,
};

const HELP = `musa makes image assets on this computer.

Usage
  musa generate <prompt> [options]   draw a picture
  musa route <prompt>                say where a prompt would be drawn, and why
  musa ledger                        show what has left this computer
  musa find-missing <dir>            list images that code names and that are not there
  musa fill <dir>                    draw them, each at its path and size
  musa check <dir>                   check a folder's images in continuous integration
  musa mcp <dir>                     offer these to coding agents, for this folder only
  musa prove-local                   prove that nothing leaves this computer
  musa inspect <image>               show the recipe and provenance inside a file
  musa models list|verify            the installed models; check their files
  musa bench                         measure this computer
  musa <command> --help              all options of a command
  musa --version

Exit codes: 0 done, 1 failed, 2 wrong usage or bad input, 130 interrupted.`;

async function main(args: readonly string[]): Promise<number> {
	const [name, ...rest] = args;
	if (name === undefined) {
		process.stderr.write(`${HELP}\n`);
		return 2;
	}
	if (name === "--help" || name === "-h" || name === "help") {
		process.stdout.write(`${HELP}\n`);
		return 0;
	}
	if (name === "--version" || name === "-v") {
		const { version } = await import("./version.js");
		process.stdout.write(`${version}\n`);
		return 0;
	}
	const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
	if (load === undefined)
		throw new UsageError(
			`There is no command "${name.slice(0, 40)}"; run musa --help to see them all.`,
		);
	const command = await load();
	if (rest.includes("--help") || rest.includes("-h")) {
		process.stdout.write(`${command.help}\n`);
		return 0;
	}
	return command.run(rest, makeContext());
}

function makeContext(): CommandContext {
	const controller = new AbortController();
	const exitActions: (() => void)[] = [];
	const interrupt = (name: "SIGINT" | "SIGTERM") => {
		process.on(name, () => {
			// A second Ctrl-C does not wait for the first one's tidying up.
			if (controller.signal.aborted) {
				for (const action of exitActions) action();
				process.exit(128 + constants.signals[name]);
			}
			interruptCode = 128 + constants.signals[name];
			controller.abort();
		});
	};
	interrupt("SIGINT");
	interrupt("SIGTERM");
	return {
		signal: controller.signal,
		print: (text) => process.stdout.write(`${text}\n`),
		say: (text) => process.stderr.write(`${text}\n`),
		onExit: (action) => exitActions.push(action),
	};
}

let interruptCode = 0;

function report(error: unknown): number {
	if (interruptCode !== 0) {
		process.stderr.write("musa: interrupted\n");
		return interruptCode;
	}
	const message = error instanceof Error ? error.message : String(error);
	process.stderr.write(`musa: ${message.replaceAll("\n", " ")}\n`);
	if (process.env.MUSA_DEBUG !== undefined) console.error(error);
	return isBadInput(error) ? 2 : 1;
}

function isBadInput(error: unknown): boolean {
	if (error instanceof UsageError) return true;
	const code =
		error instanceof Error && "code" in error ? error.code : undefined;
	return typeof code === "string" && /^(request|image)\//.test(code);
}

// A closed pipe (`musa … | head`) is the reader's wish, not a failure.
process.stdout.on("error", () => process.exit(0));

main(process.argv.slice(2)).then(
	(code) => {
		process.exitCode = code;
	},
	(error: unknown) => {
		process.exitCode = report(error);
	},
);
