import type { Port } from "@musa/core";

/** What a thread and the handle of a thread have in common. */
interface ThreadEnd {
	postMessage(message: unknown, transfer?: readonly ArrayBuffer[]): void;
	on(event: "message", listener: (message: unknown) => void): unknown;
	off(event: "message", listener: (message: unknown) => void): unknown;
}

/** A port over either end of a thread. */
export function threadPort(end: ThreadEnd): Port {
	return {
		post: (message, transfer) => end.postMessage(message, transfer ?? []),
		listen(handler) {
			end.on("message", handler);
			return () => end.off("message", handler);
		},
	};
}
