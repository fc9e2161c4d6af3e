import type { Port } from "../rpc.js";

/** Two connected ports in one thread; messages are cloned and arrive later, as between threads. */
export function makeMemoryPortPair(): [Port, Port] {
	const listeners: [
		Set<(message: unknown) => void>,
		Set<(message: unknown) => void>,
	] = [new Set(), new Set()];
	const makeEnd = (own: 0 | 1, other: 0 | 1): Port => ({
		post(message, transfer) {
			const copy = structuredClone(message, { transfer: transfer ?? [] });
			queueMicrotask(() => {
				for (const listener of listeners[other]) listener(copy);
			});
		},
		listen(handler) {
			listeners[own].add(handler);
			return () => listeners[own].delete(handler);
		},
	});
	return [makeEnd(0, 1), makeEnd(1, 0)];
}
