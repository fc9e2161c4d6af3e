// For how long the event loop of the running thread is held, and how much of that is the thread's own work.
import { readFileSync } from "node:fs";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { round } from "./statistics.js";

const RESOLUTION_MS = 5;

/** What held an event loop while something was done, ms. */
export interface Blocking {
	/** The longest time in which it did not turn: work, and waiting for a processor that others use. */
	readonly blockedMs: number;
	/** The most that the thread worked between two turns; null where the system does not tell. */
	readonly workMs: number | null;
}

/** Watches the event loop of this thread, which must be its process's first, while `act` runs. */
export async function measureBlocking(
	act: () => Promise<unknown>,
): Promise<Blocking> {
	const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
	let before = processorMs();
	let most = 0;
	const timer = setInterval(() => {
		const now = processorMs();
		most = Math.max(most, now - before);
		before = now;
	}, RESOLUTION_MS);
	delay.enable();
	try {
		await act();
	} finally {
		delay.disable();
		clearInterval(timer);
	}
	return {
		blockedMs: round(delay.max / 1e6),
		workMs: Number.isNaN(before) ? null : round(most),
	};
}

/** Time that a processor has given to this thread so far; NaN where the system does not tell. */
function processorMs(): number {
	try {
		const path = `/proc/self/task/${process.pid}/schedstat`;
		return Number(readFileSync(path, "utf8").split(" ")[0]) / 1e6;
	} catch {
		return Number.NaN;
	}
}
