import type { DraftTimes } from "../../records.js";

/** Draws one draft that was not drawn before. @throws AbortError */
export type DrawFresh = (signal: AbortSignal, seed: number) => Promise<unknown>;

// Noise only ever adds time: the best of a few is what a drafter can do.
const ROUNDS = 3;

/**
 * Lets both draw in turn, the host first, until each had its rounds or the time is over.
 *
 * @returns what was done in time
 * @throws AbortError, or what a drafter throws
 */
export async function compareDrafters(
	signal: AbortSignal,
	draws: { readonly host: DrawFresh; readonly webgpu: DrawFresh },
	limitMs: number,
): Promise<DraftTimes> {
	const limit = AbortSignal.timeout(limitMs);
	const either = AbortSignal.any([signal, limit]);
	const times: { host?: number; webgpu?: number } = {};
	try {
		for (let round = 0; round < ROUNDS; round++)
			for (const drafter of ["host", "webgpu"] as const) {
				const start = performance.now();
				await draws[drafter](either, round);
				const ms = performance.now() - start;
				times[drafter] = Math.min(times[drafter] ?? ms, ms);
			}
	} catch (error) {
		signal.throwIfAborted();
		if (!limit.aborted) throw error;
	}
	return times;
}

/** Whether the page drew its drafts in less time than the host. */
export function isWebGpuFaster({ host, webgpu }: DraftTimes): boolean {
	return webgpu !== undefined && (host === undefined || webgpu < host);
}
