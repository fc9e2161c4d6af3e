// The wire to the extension host.

import {
	isAbortError,
	MusaError,
	openRpcClient,
	type RpcClient,
	type WireTypes,
} from "@musa/core";
import { t } from "@musa/ui";
import type { HostWire } from "../messages.js";

declare function acquireVsCodeApi(): { postMessage(message: unknown): void };

type Requests = HostWire["requests"];
type Events = HostWire["events"];

/** What the host tells on its own. */
export type HostEvent = {
	[E in keyof Events]: { readonly event: E; readonly payload: Events[E] };
}[keyof Events];

/** The extension host, as the page sees it. */
export interface Host {
	/** @throws MusaError, AbortError */
	ask<M extends keyof Requests & string>(
		method: M,
		params: Requests[M]["params"],
		signal?: AbortSignal,
	): Promise<Requests[M]["reply"]>;
	/** Hears events for as long as the page lives. */
	watch(onEvent: (event: HostEvent) => void): void;
}

/** Opens a wire to the extension host; once per page. */
export function openClient<W extends WireTypes>(): RpcClient<W> {
	const { postMessage } = acquireVsCodeApi();
	return openRpcClient<W>({
		post: (message) => postMessage(message),
		listen(handler) {
			const listener = ({ data }: MessageEvent): void => handler(data);
			addEventListener("message", listener);
			return () => removeEventListener("message", listener);
		},
	});
}

/** Opens the views' wire; once per page. */
export function openHost(): Host {
	const client = openClient<HostWire>();
	return {
		ask: (method, params, signal) => client.request(signal, method, params),
		watch(onEvent) {
			client
				.request(undefined, "watch-view", null, { onEvent })
				// The host is going away, and this page with it.
				.catch(() => undefined);
		},
	};
}

/** A failure in words for the user; nothing when something was cancelled. */
export function describeFailure(error: unknown): string | undefined {
	if (isAbortError(error)) return undefined;
	if (MusaError.is(error) && error.code.startsWith("internal/"))
		return t("Something went wrong in Musa: {0}", error.message);
	return error instanceof Error ? error.message : String(error);
}
