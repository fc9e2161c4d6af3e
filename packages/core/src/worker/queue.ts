/** Runs acts one after the other; an aborted act leaves the queue at once. */
export type Queue = <T>(
	signal: AbortSignal,
	act: () => Promise<T>,
) => Promise<T>;

/** Makes an empty queue. */
export function makeQueue(): Queue {
	let last: Promise<unknown> = Promise.resolve();
	return (signal, act) => {
		const turn = last.then(() => {
			signal.throwIfAborted();
			return act();
		});
		last = turn.catch(() => undefined);
		return raceAbort(signal, turn);
	};
}

/** Settles as `promise` does, or rejects as soon as the signal aborts; leaves no listener behind. */
function raceAbort<T>(signal: AbortSignal, promise: Promise<T>): Promise<T> {
	return new Promise((resolve, reject) => {
		const onAbort = (): void => reject(signal.reason);
		if (signal.aborted) onAbort();
		signal.addEventListener("abort", onAbort, { once: true });
		promise
			.then(resolve, reject)
			.finally(() => signal.removeEventListener("abort", onAbort));
	});
}
