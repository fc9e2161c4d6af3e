// Sends from a browser's page, over a fetch that the host hands in: the host adds the key there, so that it never comes here.
// A page cannot look a name up; where requests may go is checked by address here and by the page's own policy.
import { ProviderError } from "../errors.js";
import type { KeyHeader, WireReply } from "./remote-provider.js";
import type { SendWire } from "./send-consented.js";

/**
 * The host's fetch: checks its own switch and hosts, adds the key as the header says, and fetches.
 *
 * @throws ProviderError before anything is sent, or whatever fetch throws
 */
export type FetchWithKey = (
	url: string,
	init: RequestInit,
	keyHeader: KeyHeader,
) => Promise<Response>;

/** How a page sends. */
export interface BrowserSendOptions {
	readonly fetchWithKey: FetchWithKey;
	/** ms without a byte after which the connection counts as lost. */
	readonly silenceMs?: number;
}

// Large models draw for minutes without a byte.
const defaultSilenceMs = 300_000;

/** Makes the sender of a host that is a page. */
export function makeBrowserSend({
	fetchWithKey,
	silenceMs = defaultSilenceMs,
}: BrowserSendOptions): SendWire {
	return async (signal, wire, { keyHeader, maxBytes }) => {
		const silence = new AbortController();
		let timer: ReturnType<typeof setTimeout> | undefined;
		const hear = (): void => {
			clearTimeout(timer);
			timer = setTimeout(
				() => silence.abort(new Error("the service went silent")),
				silenceMs,
			);
		};
		hear();
		try {
			const response = await fetchWithKey(
				wire.url,
				{
					method: wire.method,
					headers: wire.headers,
					...(wire.method === "POST" && { body: wire.body.slice() }),
					signal: AbortSignal.any([signal, silence.signal]),
					// Nothing of the page goes along, and nothing is followed or kept.
					redirect: "manual",
					credentials: "omit",
					referrerPolicy: "no-referrer",
					cache: "no-store",
				},
				keyHeader,
			);
			// A page does not learn where it was sent on to, only that it was.
			if (response.type === "opaqueredirect")
				return { status: 302, headers: {}, body: new Uint8Array() };
			return await readWhole(response, maxBytes, hear);
		} finally {
			clearTimeout(timer);
		}
	};
}

async function readWhole(
	response: Response,
	maxBytes: number,
	hear: () => void,
): Promise<WireReply> {
	const tooLarge = () =>
		new ProviderError("provider/reply-too-large", {
			details: { limit: maxBytes },
		});
	const headers: Record<string, string> = {};
	response.headers.forEach((value, name) => {
		headers[name] = value;
	});
	const reader = response.body?.getReader();
	const parts: Uint8Array[] = [];
	let length = 0;
	if (Number(headers["content-length"] ?? 0) > maxBytes) {
		await reader?.cancel();
		throw tooLarge();
	}
	for (;;) {
		const { done, value } = (await reader?.read()) ?? { done: true };
		if (done) break;
		hear();
		length += value.length;
		// What was promised may not be what comes.
		if (length > maxBytes) {
			await reader?.cancel();
			throw tooLarge();
		}
		parts.push(value);
	}
	const body = new Uint8Array(length);
	let at = 0;
	for (const part of parts) {
		body.set(part, at);
		at += part.length;
	}
	return { status: response.status, headers, body };
}
