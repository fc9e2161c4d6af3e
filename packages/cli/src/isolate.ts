// Runs a program where nothing can leave, and lists every attempt that the kernel saw.
import { spawn, spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";

/** An attempt to reach another computer. */
export interface Attempt {
	readonly address: string;
	readonly port: number;
}

/** What a traced run did. */
export interface TracedRun {
	readonly code: number | null;
	readonly stderr: string;
	readonly attempts: readonly Attempt[];
	/** System calls on the network that were seen, harmless ones included. */
	readonly callCount: number;
}

const TOOLS = [
	["unshare", ["-rn", "true"]],
	["strace", ["-V"]],
	["ip", ["-V"]],
	["curl", ["--version"]],
] as const;

/** Why a program can't be isolated here, in one sentence; `undefined` if it can. */
export function findIsolationObstacle(): string | undefined {
	if (process.platform !== "linux") return "the proof needs Linux";
	for (const [tool, args] of TOOLS)
		if (spawnSync(tool, args).status !== 0) return `${tool} does not work here`;
	return undefined;
}

// Everything leads back to this computer, where nobody listens: programs try as if there were a network.
const PREPARE =
	'ip link set lo up && ip route add default dev lo && exec strace -f -qq -e trace=connect,sendto,sendmsg,sendmmsg -o "$0" "$@"';

/** The line that runs a program in a network namespace of its own under strace. */
export function isolate(
	traceFile: string,
	command: readonly string[],
): readonly [string, ...string[]] {
	return ["unshare", "-rn", "sh", "-c", PREPARE, traceFile, ...command];
}

/**
 * Runs a program in a network namespace of its own under strace.
 *
 * @param traceFile  where the trace goes
 */
export async function runIsolated(
	traceFile: string,
	command: readonly string[],
	env: NodeJS.ProcessEnv = process.env,
): Promise<TracedRun> {
	const [program, ...args] = isolate(traceFile, command);
	const child = spawn(program, args, {
		env,
		stdio: ["ignore", "ignore", "pipe"],
	});
	let stderr = "";
	child.stderr.setEncoding("utf8").on("data", (text: string) => {
		stderr += text;
	});
	const code = await new Promise<number | null>((done, fail) => {
		child.on("error", fail);
		child.on("close", done);
	});
	// No trace, no proof.
	const trace = await readFile(traceFile, "utf8");
	return { code, stderr, ...readTrace(trace) };
}

/** Attempts in a trace: every internet address that is not this computer's own. */
export function readTrace(
	trace: string,
): Pick<TracedRun, "attempts" | "callCount"> {
	const attempts: Attempt[] = [];
	const lines = trace.split("\n");
	for (const line of lines) {
		for (const [, port, address = ""] of line.matchAll(
			/sin_port=htons\((\d+)\), sin_addr=inet_addr\("([^"]+)"\)/g,
		))
			if (!address.startsWith("127."))
				attempts.push({ address, port: Number(port) });
		for (const [, port, address = ""] of line.matchAll(
			/sin6_port=htons\((\d+)\).*?inet_pton\(AF_INET6, "([^"]+)"/g,
		))
			if (address !== "::1") attempts.push({ address, port: Number(port) });
	}
	return {
		attempts,
		callCount: lines.filter((line) =>
			/\b(connect|sendto|sendmsg|sendmmsg)\(/.test(line),
		).length,
	};
}
