// The few globals, besides the language, that every host has: Node, workers and pages.

interface AbortSignal {
	readonly aborted: boolean;
	throwIfAborted(): void;
}

interface AbortController {
	readonly signal: AbortSignal;
	abort(reason?: unknown): void;
}
declare const AbortController: new () => AbortController;

declare function setTimeout(
	handler: () => void,
	milliseconds?: number,
): unknown;
declare function clearTimeout(timer: unknown): void;
