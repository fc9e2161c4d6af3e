// Sends from Node: checks the address that a name resolves to and connects to that very one, so that a name cannot change
// its meaning in between; follows no redirect; stops at the limit; adds the key last.
import { type LookupAddress, type LookupAllOptions, lookup } from "node:dns";
import { type IncomingMessage, request as requestPlain } from "node:http";
import { request as requestSecure } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { MusaError, ProviderError } from "../errors.js";
import { type EndpointRules, isNearAddress } from "./address.js";
import type { WireReply } from "./remote-provider.js";
import type { SendWire } from "./send-consented.js";

/** How Node sends. */
export interface NodeSendOptions {
	/** Reads the key when it is needed; it is kept nowhere. */
	readonly readKey: () => string | undefined;
	/** ms without a byte after which the connection counts as lost. */
	readonly idleMs?: number;
	/** ms after which the connection counts as lost however much still comes. */
	readonly totalMs?: number;
	/** Finds the addresses of a name; the system's own unless the host has another. */
	readonly resolve?: ResolveName | undefined;
}

/** As `lookup` of node:dns. */
export type ResolveName = (
	hostname: string,
	options: LookupAllOptions,
	callback: (
		error: NodeJS.ErrnoException | null,
		found: LookupAddress[],
	) => void,
) => void;

// Large models draw for minutes without a byte.
const defaultIdleMs = 300_000;
const defaultTotalMs = 900_000;

/** Makes the sender of a Node host. */
export function makeNodeSend({
	readKey,
	idleMs = defaultIdleMs,
	totalMs = defaultTotalMs,
	resolve = lookup,
}: NodeSendOptions): SendWire {
	return (signal, wire, { keyHeader, rules, maxBytes }) =>
		new Promise<WireReply>((settle, fail) => {
			const url = new URL(wire.url);
			const key = readKey();
			const send = url.protocol === "https:" ? requestSecure : requestPlain;
			const request = send(url, {
				method: wire.method,
				headers: {
					...wire.headers,
					...(wire.method === "POST"
						? { "content-length": String(wire.body.length) }
						: {}),
					...(key ? { [keyHeader.name]: `${keyHeader.prefix}${key}` } : {}),
				},
				lookup: makeLookup(rules, resolve, url.protocol === "https:"),
				signal,
				timeout: idleMs,
				// One connection per call: nothing is left open when the job is over.
				agent: false,
			});
			// A service that drips a byte now and then is never silent.
			const end = setTimeout(
				() => request.destroy(new Error("the service took too long")),
				totalMs,
			);
			request.on("close", () => clearTimeout(end));
			request.on("timeout", () =>
				request.destroy(new Error("the service went silent")),
			);
			let isConnected = false;
			const ready = url.protocol === "https:" ? "secureConnect" : "connect";
			request.on("socket", (socket) =>
				socket.once(ready, () => {
					isConnected = true;
				}),
			);
			request.on("error", (cause: NodeJS.ErrnoException) => {
				// Before there is a connection no byte of the job has left.
				const isPlain = !MusaError.is(cause) && !signal.aborted;
				if (isConnected || !isPlain) fail(cause);
				else
					fail(
						new ProviderError("provider/unreachable", {
							cause,
							details: { host: rules.host, reason: cause.code },
						}),
					);
			});
			request.on("response", (response) => {
				readWhole(response, maxBytes).then(settle, (error: unknown) => {
					request.destroy();
					fail(error);
				});
			});
			request.end(wire.body);
		});
}

/** Names may lead to near addresses only for servers that the user set up as near, and unencrypted to no others. */
function makeLookup(
	rules: EndpointRules,
	resolve: ResolveName,
	isEncrypted: boolean,
): LookupFunction {
	return (hostname, options, callback) => {
		resolve(hostname, { ...options, all: true }, (error, found) => {
			if (error) {
				callback(error, []);
				return;
			}
			const reason = refuseAddresses(
				found.map(({ address }) => address),
				rules,
				isEncrypted,
			);
			if (reason !== undefined) {
				callback(
					new ProviderError("provider/endpoint-forbidden", {
						details: { host: rules.host, reason },
					}) as NodeJS.ErrnoException,
					[],
				);
				return;
			}
			const [first] = found;
			if (options.all) callback(null, found);
			else callback(null, first?.address ?? "", first?.family ?? 4);
		});
	};
}

/** Why a name's addresses are not connected to. */
function refuseAddresses(
	addresses: readonly string[],
	{ isPrivate }: EndpointRules,
	isEncrypted: boolean,
): string | undefined {
	if (addresses.some((address) => isIP(address) === 0))
		return "its name leads to no address";
	if (!isPrivate && addresses.some(isNearAddress))
		return "its name leads to this computer or network";
	if (!isEncrypted && !addresses.every(isNearAddress))
		return "its name leads away from this network, and the connection would not be encrypted";
	return undefined;
}

async function readWhole(
	response: IncomingMessage,
	maxBytes: number,
): Promise<WireReply> {
	const tooLarge = () =>
		new ProviderError("provider/reply-too-large", {
			details: { limit: maxBytes },
		});
	if (Number(response.headers["content-length"] ?? 0) > maxBytes)
		throw tooLarge();
	const parts: Buffer[] = [];
	let length = 0;
	for await (const part of response as AsyncIterable<Buffer>) {
		length += part.length;
		// What was promised may not be what comes.
		if (length > maxBytes) throw tooLarge();
		parts.push(part);
	}
	if (!response.complete) throw new Error("the reply broke off");
	const headers: Record<string, string> = {};
	for (const [name, value] of Object.entries(response.headers))
		if (value !== undefined)
			headers[name] = Array.isArray(value) ? value.join(", ") : value;
	return {
		status: response.statusCode ?? 0,
		headers,
		body: new Uint8Array(Buffer.concat(parts)),
	};
}
