// The few globals, besides the language, that every host of the engine has: Node, browser workers and pages.
// Declared here instead of taking the DOM's or Node's types, so that anything else fails to compile.

interface AbortSignalEvents {
	readonly type: string;
}

interface AbortSignal {
	readonly aborted: boolean;
	readonly reason: unknown;
	throwIfAborted(): void;
	addEventListener(
		type: "abort",
		listener: (event: AbortSignalEvents) => void,
		options?: { once?: boolean },
	): void;
	removeEventListener(
		type: "abort",
		listener: (event: AbortSignalEvents) => void,
	): void;
}

declare const AbortSignal: {
	abort(reason?: unknown): AbortSignal;
	any(signals: readonly AbortSignal[]): AbortSignal;
	timeout(milliseconds: number): AbortSignal;
};

interface AbortController {
	readonly signal: AbortSignal;
	abort(reason?: unknown): void;
}
declare const AbortController: new () => AbortController;

interface DOMException extends Error {
	readonly name: string;
}
declare const DOMException: new (
	message?: string,
	name?: string,
) => DOMException;

declare const TextEncoder: new () => {
	encode(text: string): Uint8Array<ArrayBuffer>;
};
declare const TextDecoder: new (
	label?: string,
	options?: { fatal?: boolean; ignoreBOM?: boolean },
) => { decode(bytes?: Uint8Array): string };

declare const performance: { now(): number };

type TimerHandle = { readonly timer: unique symbol };
declare function setTimeout(
	handler: () => void,
	milliseconds?: number,
): TimerHandle;
declare function clearTimeout(handle: TimerHandle | undefined): void;
declare function queueMicrotask(handler: () => void): void;

interface MessagePort {
	onmessage: ((event: { readonly data: unknown }) => void) | null;
	postMessage(message: unknown, transfer?: readonly ArrayBuffer[]): void;
	start(): void;
	close(): void;
}
declare const MessageChannel: new () => {
	readonly port1: MessagePort;
	readonly port2: MessagePort;
};

/** `subtle` is missing outside secure contexts, e.g. in Figma's frame. */
declare const crypto: {
	getRandomValues<T extends Uint8Array | Uint32Array>(array: T): T;
	readonly subtle?: {
		digest(
			algorithm: "SHA-256",
			data: Uint8Array | ArrayBuffer,
		): Promise<ArrayBuffer>;
	};
};

/** Every host that can send has it; Figma's main thread has not. */
declare const URL: new (
	url: string,
	base?: string,
) => {
	readonly protocol: string;
	readonly hostname: string;
	readonly host: string;
	readonly href: string;
	readonly username: string;
	readonly password: string;
};

declare function structuredClone<T>(value: T): T;
declare const navigator: { readonly gpu?: unknown } | undefined;
