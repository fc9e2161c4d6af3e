// musa prove-local: draws in a network namespace under a system-call trace and shows that nothing tries to leave; first it
// shows that a leaky program is caught, because a proof that can't fail proves nothing.
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Command } from "./command.js";
import { findIsolationObstacle, runIsolated } from "./isolate.js";
import { parseOptions } from "./parse-options.js";
import {
	CANARY_HOST,
	CANARY_NAMES,
	CANARY_PAGE,
	CANARY_PROGRAM,
	portOf,
} from "./prove-canaries.js";
import { UsageError } from "./usage-error.js";

const DNS_PORT = 53;
const PROMPT = "a red heart";

/** `musa prove-local`: shows that nothing leaves this computer. */
export const proveLocal: Command = {
	summary: "prove that nothing leaves this computer",
	help: `Proves that drawing sends nothing: runs it in a network namespace under a system-call trace (Linux with
unshare, ip, strace and curl, and a Chromium). Before that a deliberately leaky program must be caught in all of
its ${CANARY_NAMES.length} ways, or the proof is void. Where it cannot isolate it fails.

Usage
  musa prove-local [--json]`,
	async run(args, { print, say }) {
		const { switches, positionals } = parseOptions(args, {
			json: { type: "boolean" },
		});
		if (positionals.length > 0)
			throw new UsageError("musa prove-local takes no names; see --help.");
		const obstacle = findIsolationObstacle();
		if (obstacle !== undefined)
			throw new Error(`Nothing is proven: ${obstacle}.`);
		const chromium = findChromium();
		if (chromium === undefined)
			throw new Error(
				"Nothing is proven: there is no Chromium to leak with; set CHROMIUM_PATH.",
			);
		const folder = await mkdtemp(join(tmpdir(), "musa-prove-"));
		try {
			say("letting a leaky program leak …");
			const caught = await catchCanaries(folder, chromium);
			const missed = CANARY_NAMES.filter((name) => !caught.includes(name));
			say("drawing …");
			const local = await runLocal(folder);
			const isProven = missed.length === 0 && local.attempts.length === 0;
			const report = {
				proven: isProven,
				canaries: `${caught.length} of ${CANARY_NAMES.length}`,
				missed,
				runs: local.runs,
				connects: local.attempts.length,
				dnsQueries: local.attempts.filter(({ port }) => port === DNS_PORT)
					.length,
				// Every byte would need an address, and each address is counted as an attempt.
				bytes: local.attempts.length === 0 ? 0 : null,
				attempts: local.attempts,
			};
			if (switches.has("json")) print(JSON.stringify(report));
			else
				print(
					[
						`leaks caught   ${report.canaries}${missed.length > 0 ? ` (missed: ${missed.join(", ")}; the proof is void)` : ""}`,
						`connects       ${report.connects}`,
						`DNS queries    ${report.dnsQueries}`,
						`bytes          ${report.bytes ?? "unknown"}`,
						isProven
							? "Nothing tried to leave this computer."
							: "Nothing is proven.",
					].join("\n"),
				);
			return isProven ? 0 : 1;
		} finally {
			await rm(folder, { recursive: true, force: true });
		}
	},
};

/** How often the leaky page is opened until each of its ways was caught. */
const leakyTries = 3;

async function catchCanaries(
	folder: string,
	chromium: string,
): Promise<string[]> {
	const page = join(folder, "leaky.html");
	await writeFile(page, CANARY_PAGE);
	const node = await runIsolated(join(folder, "node.trace"), [
		process.execPath,
		"-e",
		CANARY_PROGRAM,
	]);
	const attempts = [...node.attempts];
	const listCaught = (): string[] => {
		const seen = new Set(
			attempts
				.filter(({ address }) => address === CANARY_HOST)
				.map(({ port }) => port),
		);
		return CANARY_NAMES.filter((_, i) => seen.has(portOf(i)));
	};
	// A browser in a hurry drops one of them now and then.
	for (
		let tries = 0;
		tries < leakyTries && listCaught().length < CANARY_NAMES.length;
		tries++
	) {
		const browser = await runIsolated(join(folder, `browser-${tries}.trace`), [
			chromium,
			...["--headless=new", "--no-sandbox", "--disable-gpu"],
			...["--disable-dev-shm-usage", "--allow-loopback-in-peer-connection"],
			...["--timeout=20000", `--user-data-dir=${join(folder, "profile")}`],
			...["--dump-dom", `file://${page}`],
		]);
		attempts.push(...browser.attempts);
	}
	return listCaught();
}

/** The command's own local work, each run as a process like a user's. */
async function runLocal(folder: string) {
	const settings = join(folder, "settings");
	await mkdir(settings);
	const out = join(folder, "drawn.png");
	const lines = [
		["generate", PROMPT, "--size", "256", "--seed", "7", "--out", out],
		["route", PROMPT, "--json"],
		["models", "verify"],
	];
	const attempts = [];
	for (const [i, line] of lines.entries()) {
		const run = await runIsolated(
			join(folder, `local-${i}.trace`),
			[
				...[process.execPath, ...process.execArgv],
				...[process.argv[1] ?? "", ...line],
			],
			{ ...process.env, MUSA_CONFIG_DIR: settings },
		);
		if (run.code !== 0)
			throw new Error(
				`Nothing is proven: musa ${line[0]} failed (${run.stderr.trim().slice(-200)}).`,
			);
		attempts.push(...run.attempts);
	}
	// A run that drew nothing would prove nothing.
	if ((await stat(out)).size < 100)
		throw new Error("Nothing is proven: no picture was drawn.");
	return { attempts, runs: lines.map(([name]) => name) };
}

function findChromium(): string | undefined {
	const { CHROMIUM_PATH, PATH = "" } = process.env;
	if (CHROMIUM_PATH) return CHROMIUM_PATH;
	const names = ["chromium", "chromium-browser", "google-chrome"];
	return PATH.split(":")
		.flatMap((folder) => names.map((name) => join(folder, name)))
		.find((path) => existsSync(path));
}
