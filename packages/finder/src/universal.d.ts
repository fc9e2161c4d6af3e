// The few globals, besides the language, that every host of the finder has: Node, workers and pages.

interface AbortSignal {
	readonly aborted: boolean;
	throwIfAborted(): void;
}

declare const TextDecoder: new (
	label?: string,
) => { decode(bytes?: Uint8Array): string };

declare const performance: { now(): number };
declare function setTimeout(
	handler: () => void,
	milliseconds?: number,
): unknown;
