// Long work in parts: a thread that also shows something gets its turn between them.

// ms of work after which the thread is let go: under a frame's 16 ms, with room for one more part.
const turnMs = 10;

/** Lets the thread go until what waits had its turn. A timer would do the same, but browsers make the fifth in a row wait for 4 ms. */
export function letGo(): Promise<void> {
	return new Promise((resolve) => {
		const { port1, port2 } = new MessageChannel();
		port1.onmessage = () => {
			port1.close();
			resolve();
		};
		port2.postMessage(null);
	});
}

/** Makes a function that lets the thread go if it was busy for long since the last time. */
export function makeTurns(): () => Promise<void> {
	let since = performance.now();
	return async () => {
		if (performance.now() - since < turnMs) return;
		await letGo();
		since = performance.now();
	};
}

/**
 * Runs work that yields wherever it may be interrupted, and lets the thread go in between.
 *
 * @returns what the work returns
 */
export async function runInTurns<T>(work: Iterator<void, T>): Promise<T> {
	const takeTurn = makeTurns();
	for (;;) {
		const part = work.next();
		if (part.done) return part.value;
		await takeTurn();
	}
}

/** Runs such work without a break. */
export function runAtOnce<T>(work: Iterator<void, T>): T {
	for (;;) {
		const part = work.next();
		if (part.done) return part.value;
	}
}
