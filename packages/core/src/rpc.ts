// Typed request / reply / event / abort over any port; the only wire format between threads and frames.
// A message is `{ musa: 1, type, id, … }`. Id 0 stands for the connection as a whole.
import {
	fromWireError,
	InternalError,
	isAbortError,
	makeAbortError,
	toWireError,
	type WireError,
} from "./errors.js";

/** A two-way pipe for structured-clone values. */
export interface Port {
	/** Sends a message; the buffers in `transfer` move and are empty here afterwards. */
	post(message: unknown, transfer?: ArrayBuffer[]): void;
	/** Receives each message in order; returns a function that stops listening. */
	listen(handler: (message: unknown) => void): () => void;
}

/** What a wire carries: requests with their reply, and the events that a running request may send. */
export interface WireTypes {
	readonly requests: Record<string, { params: unknown; reply: unknown }>;
	readonly events: Record<string, unknown>;
}

/** One event of a running request. */
export type WireEvent<W extends WireTypes> = {
	[K in keyof W["events"]]: {
		readonly event: K;
		readonly payload: W["events"][K];
	};
}[keyof W["events"]];

/** What a handler gets besides its parameters. */
export interface HandlerContext<W extends WireTypes> {
	/** Sends an event to whoever made this request. */
	emit<K extends keyof W["events"]>(event: K, payload: W["events"][K]): void;
	/** Marks buffers of the reply that move instead of being copied. */
	transfer(buffers: readonly ArrayBuffer[]): void;
}

/** One function per request; a forgotten one does not compile. */
export type Handlers<W extends WireTypes> = {
	[K in keyof W["requests"]]: (
		signal: AbortSignal,
		params: W["requests"][K]["params"],
		context: HandlerContext<W>,
	) => Promise<W["requests"][K]["reply"]> | W["requests"][K]["reply"];
};

/** What a single request may bring along. */
export interface RequestOptions<W extends WireTypes> {
	readonly transfer?: ArrayBuffer[] | undefined;
	readonly onEvent?: ((event: WireEvent<W>) => void) | undefined;
}

/** The asking side of a wire. */
export interface RpcClient<W extends WireTypes> {
	/**
	 * Asks the other side; on abort it rejects at once with `AbortError` and tells the other side to stop.
	 *
	 * @throws MusaError  the error that the handler threw, rebuilt
	 */
	request<K extends keyof W["requests"] & string>(
		signal: AbortSignal | undefined,
		method: K,
		params: W["requests"][K]["params"],
		options?: RequestOptions<W>,
	): Promise<W["requests"][K]["reply"]>;
	/** Resolves when the other side has answered everything, aborted requests included. */
	whenAnswered(): Promise<void>;
	/** Stops listening and rejects what is still open with `reason`. */
	close(reason?: Error): void;
}

/** The answering side of a wire. */
export interface RpcServer {
	/** Stops listening and aborts what is still running. */
	close(): void;
}

type Message =
	| { type: "request"; id: number; method: string; params: unknown }
	| { type: "abort"; id: number }
	| { type: "reply"; id: number; reply: unknown }
	| { type: "error"; id: number; error: WireError }
	| { type: "aborted"; id: number }
	| { type: "event"; id: number; event: string; payload: unknown };

const wireVersion = 1;

interface PendingRequest {
	settle(): void;
	resolve(reply: unknown): void;
	reject(error: unknown): void;
	onEvent(event: string, payload: unknown): void;
}

/** Opens the asking side; there may be only one per port. */
export function openRpcClient<W extends WireTypes>(port: Port): RpcClient<W> {
	const pending = new Map<number, PendingRequest>();
	let waiting: (() => void)[] = [];
	let closed: Error | undefined;
	let lastId = 0;

	const forget = (id: number): PendingRequest | undefined => {
		const request = pending.get(id);
		pending.delete(id);
		request?.settle();
		if (pending.size === 0) {
			for (const resolve of waiting) resolve();
			waiting = [];
		}
		return request;
	};
	const failAll = (error: Error): void => {
		for (const id of [...pending.keys()]) forget(id)?.reject(error);
	};

	const stop = port.listen((raw) => {
		const message = parseMessage(raw);
		if (message === undefined) return failAll(unknownMessage(raw));
		if (message.type === "event") {
			return pending.get(message.id)?.onEvent(message.event, message.payload);
		}
		if (message.type === "error" && message.id === 0) {
			return failAll(fromWireError(message.error));
		}
		if (message.type === "reply") forget(message.id)?.resolve(message.reply);
		else if (message.type === "error") {
			forget(message.id)?.reject(fromWireError(message.error));
		} else if (message.type === "aborted") {
			forget(message.id)?.reject(makeAbortError());
		} else failAll(unknownMessage(raw));
	});

	return {
		request(signal, method, params, options = {}) {
			return new Promise((resolve, reject) => {
				signal?.throwIfAborted();
				if (closed) throw closed;
				const id = ++lastId;
				const onAbort = (): void => {
					// The entry stays until the other side answers, so that whenAnswered knows it is still at work.
					post(port, { type: "abort", id });
					reject(signal?.reason);
				};
				pending.set(id, {
					settle: () => signal?.removeEventListener("abort", onAbort),
					resolve: (reply) => resolve(reply as never),
					reject,
					onEvent: (event, payload) => {
						if (signal?.aborted) return;
						options.onEvent?.({ event, payload } as WireEvent<W>);
					},
				});
				signal?.addEventListener("abort", onAbort, { once: true });
				try {
					post(port, { type: "request", id, method, params }, options.transfer);
				} catch (error) {
					forget(id);
					throw error;
				}
			});
		},
		whenAnswered() {
			if (pending.size === 0) return Promise.resolve();
			return new Promise((resolve) => waiting.push(resolve));
		},
		close(reason) {
			closed = reason ?? new InternalError("internal/closed");
			stop();
			failAll(closed);
		},
	};
}

/** Opens the answering side with one handler per request. */
export function openRpcServer<W extends WireTypes>(
	port: Port,
	handlers: Handlers<W>,
): RpcServer {
	const running = new Map<number, AbortController>();

	const answer = async (
		id: number,
		method: string,
		params: unknown,
	): Promise<void> => {
		const controller = new AbortController();
		running.set(id, controller);
		const transfer: ArrayBuffer[] = [];
		try {
			if (!Object.hasOwn(handlers, method)) throw unknownMessage({ method });
			const reply = await handlers[method as keyof W["requests"]](
				controller.signal,
				params as never,
				{
					emit: (event, payload) =>
						post(port, { type: "event", id, event: String(event), payload }),
					transfer: (buffers) => transfer.push(...buffers),
				},
			);
			post(port, { type: "reply", id, reply }, transfer);
		} catch (error) {
			if (controller.signal.aborted && isAbortError(error)) {
				post(port, { type: "aborted", id });
			} else post(port, { type: "error", id, error: toWireError(error) });
		} finally {
			running.delete(id);
		}
	};

	const stop = port.listen((raw) => {
		const message = parseMessage(raw);
		if (message?.type === "request") {
			void answer(message.id, message.method, message.params);
		} else if (message?.type === "abort") {
			running.get(message.id)?.abort();
		} else {
			post(port, {
				type: "error",
				id: 0,
				error: toWireError(unknownMessage(raw)),
			});
		}
	});

	return {
		close() {
			stop();
			for (const controller of running.values()) controller.abort();
		},
	};
}

function post(port: Port, message: Message, transfer?: ArrayBuffer[]): void {
	port.post({ musa: wireVersion, ...message }, transfer);
}

function parseMessage(raw: unknown): Message | undefined {
	if (typeof raw !== "object" || raw === null) return undefined;
	const { musa, type, id } = raw as {
		musa?: unknown;
		type?: unknown;
		id?: unknown;
	};
	if (musa !== wireVersion || typeof type !== "string") return undefined;
	if (typeof id !== "number") return undefined;
	return raw as Message;
}

function unknownMessage(raw: unknown): InternalError {
	const { musa, type, method } = (
		typeof raw === "object" && raw !== null ? raw : {}
	) as Record<string, unknown>;
	return new InternalError("internal/unknown-message", {
		details: {
			message: `${String(method ?? type ?? typeof raw)}, version ${String(musa ?? wireVersion)}`,
		},
	});
}

/** What `Worker`, `MessagePort` and a worker's global scope have in common. */
export interface MessageTarget {
	postMessage(message: unknown, transfer: ArrayBuffer[]): void;
	// `object` fits the event types of every host; the listener reads only `data`.
	addEventListener(type: "message", listener: (event: object) => void): void;
	removeEventListener(type: "message", listener: (event: object) => void): void;
	start?(): void;
}

/** A port over anything that has `postMessage` and `message` events. */
export function makePort(target: MessageTarget): Port {
	return {
		post: (message, transfer) => target.postMessage(message, transfer ?? []),
		listen(handler) {
			const listener = (event: object): void =>
				handler((event as { readonly data?: unknown }).data);
			target.addEventListener("message", listener);
			target.start?.();
			return () => target.removeEventListener("message", listener);
		},
	};
}
