// The one place from which anything leaves this device on its way to a service.
import { bytesToHex } from "@noble/hashes/utils.js";
import { isAbortError, MusaError, ProviderError } from "../errors.js";
import { assertEndpoint, type EndpointRules } from "./address.js";
import { type ConsentDesk, type ConsentToken, hashPayload } from "./consent.js";
import type { EgressLedger, EgressOutcome, SpendCaps } from "./ledger.js";
import type {
	KeyHeader,
	ModelCapabilities,
	RemoteJob,
	RemotePictures,
	RemoteProvider,
	WireReply,
	WireRequest,
} from "./remote-provider.js";
import { backOff, readRetryAfter } from "./wait-times.js";

/** Bytes of a reply that are read at most. */
export const maxReplyBytes: number = 64 * 2 ** 20;
const maxWaits = 5;
const maxRepeats = 3;
const longestWaitMs = 120_000;

/**
 * The host's own sender: adds the key, follows no redirect, stops reading at the limit.
 *
 * @returns the whole reply, whatever its status
 * @throws AbortError, ProviderError, or anything for a lost connection
 */
export type SendWire = (
	signal: AbortSignal,
	wire: WireRequest,
	options: {
		readonly keyHeader: KeyHeader;
		readonly rules: EndpointRules;
		readonly maxBytes: number;
	},
) => Promise<WireReply>;

/** What a host brings for sending. */
export interface SendContext {
	readonly provider: RemoteProvider;
	readonly rules: EndpointRules;
	/** Whether the user forbids sending altogether; read from the user's own settings each time. */
	readonly isForbidden: () => boolean;
	readonly desk: ConsentDesk;
	readonly token: ConsentToken;
	readonly ledger: EgressLedger;
	readonly caps: SpendCaps;
	/** The most that one call can cost. */
	readonly priceMicros: number;
	readonly jobId: string;
	readonly modelId: string;
	readonly send: SendWire;
	/** ms since 1970 */
	readonly now: () => number;
	readonly sleep: (signal: AbortSignal, ms: number) => Promise<void>;
}

/**
 * Sends a job that the user has seen and agreed to, at most as often as the token allows, and reads the pictures.
 * A refusal is never repeated. Only a service that draws the same request once is asked again after a lost reply.
 *
 * @throws ProviderError, AbortError
 */
export async function sendConsented(
	signal: AbortSignal,
	wire: WireRequest,
	job: RemoteJob,
	context: SendContext,
): Promise<RemotePictures> {
	const { provider, sleep, now } = context;
	let waits = 0;
	let repeats = 0;
	let waitedMs = 0;
	for (;;) {
		signal.throwIfAborted();
		const outcome = await sendOnce(signal, wire, context).catch(
			(cause: unknown) => {
				// What was agreed to covers no more calls, because the service asked to wait too often.
				if (waits > 0 && MusaError.is(cause, "provider/consent-invalid"))
					throw new ProviderError("provider/rate-limited", {
						cause,
						details: { retryAfterMs: waitedMs },
					});
				throw cause;
			},
		);
		if ("reply" in outcome) {
			const { reply } = outcome;
			if (reply.status !== 429) {
				if (!mayHaveDrawn(reply.status))
					return read(reply, job, outcome.settle, provider);
				// The service may have drawn and charged before it failed.
				if (!provider.isIdempotent || repeats >= maxRepeats) {
					await outcome.settle("ambiguous");
					throw new ProviderError(
						provider.isIdempotent
							? "provider/unavailable"
							: "provider/ambiguous",
						{ details: { status: reply.status } },
					);
				}
				repeats++;
				await outcome.settle("failed");
				await sleep(signal, backOff(repeats));
				continue;
			}
			await outcome.settle("failed");
			const ms = readRetryAfter(reply, now()) ?? backOff(waits + 1);
			if (waits >= maxWaits || ms > longestWaitMs)
				throw new ProviderError("provider/rate-limited", {
					details: { retryAfterMs: ms },
				});
			waits++;
			waitedMs = ms;
			await sleep(signal, ms);
			continue;
		}
		if (!provider.isIdempotent || repeats >= maxRepeats) {
			await outcome.settle("ambiguous");
			throw new ProviderError("provider/ambiguous", { cause: outcome.cause });
		}
		repeats++;
		await outcome.settle("failed");
		await sleep(signal, backOff(repeats));
	}
}

/**
 * Asks a service for its models, under a token like anything else that is sent.
 *
 * @throws ProviderError, AbortError
 */
export function discoverModels(
	signal: AbortSignal,
	context: SendContext,
): Promise<readonly ModelCapabilities[]> {
	const { provider } = context;
	return askService(signal, provider.composeDiscovery(), {
		...context,
		read: (reply) => provider.readCapabilities(reply),
	});
}

/**
 * Asks a service something that costs nothing, once.
 *
 * @throws ProviderError, AbortError
 */
export async function askService<T>(
	signal: AbortSignal,
	wire: WireRequest,
	context: SendContext & { readonly read: (reply: WireReply) => T },
): Promise<T> {
	signal.throwIfAborted();
	const outcome = await sendOnce(signal, wire, context);
	if (!("reply" in outcome)) {
		await outcome.settle("failed");
		throw new ProviderError("provider/unavailable", { cause: outcome.cause });
	}
	await outcome.settle("free");
	return context.read(outcome.reply);
}

/** What a host refuses before anything is sent. */
const beforeSending = [
	"provider/endpoint-forbidden",
	"provider/sending-forbidden",
	"provider/unreachable",
] as const;

type Settle = (outcome: EgressOutcome) => Promise<void>;
type Outcome =
	| { readonly reply: WireReply; readonly settle: Settle }
	| { readonly cause: unknown; readonly settle: Settle };

async function sendOnce(
	signal: AbortSignal,
	given: WireRequest,
	context: SendContext,
): Promise<Outcome> {
	const { provider, rules, desk, token, ledger, priceMicros } = context;
	// A copy: what is hashed and shown is what goes out, whatever others do to their bytes meanwhile.
	const wire = {
		...given,
		headers: { ...given.headers },
		body: given.body.slice(),
	};
	if (context.isForbidden())
		throw new ProviderError("provider/sending-forbidden");
	assertEndpoint(wire.url, rules);
	desk.take(token, wire, rules.host, priceMicros);
	const id = bytesToHex(crypto.getRandomValues(new Uint8Array(16)));
	await ledger.reserve({
		id,
		jobId: context.jobId,
		at: context.now(),
		host: rules.host,
		providerId: provider.id,
		modelId: context.modelId,
		payloadSha256: hashPayload(wire),
		bytes: wire.body.length,
		priceMicros,
		consentId: token.id,
		caps: context.caps,
	});
	// Where the end cannot be written the reservation counts in full; what came, or why nothing did, matters more.
	const settle: Settle = (outcome) =>
		ledger
			.settle(
				id,
				outcome,
				outcome === "done" || outcome === "ambiguous" ? priceMicros : 0,
			)
			.catch(() => undefined);
	// The switch may have been turned while the ledger was written.
	if (context.isForbidden()) {
		await settle("not-sent");
		throw new ProviderError("provider/sending-forbidden");
	}
	let reply: WireReply;
	try {
		reply = await context.send(signal, wire, {
			keyHeader: provider.keyHeader,
			rules,
			maxBytes: maxReplyBytes,
		});
	} catch (cause) {
		if (beforeSending.some((code) => MusaError.is(cause, code))) {
			await settle("not-sent");
			throw cause;
		}
		if (isAbortError(cause) || MusaError.is(cause)) {
			await settle("ambiguous");
			throw cause;
		}
		return { cause, settle };
	}
	if (reply.status >= 300 && reply.status < 400) {
		await settle("failed");
		throw new ProviderError("provider/endpoint-forbidden", {
			details: { host: rules.host, reason: "it sends on to another address" },
		});
	}
	return { reply, settle };
}

/** Failed after it took the request, or between it and a gateway: a timeout (408) or a connection that was given up (499). */
function mayHaveDrawn(status: number): boolean {
	return status >= 500 || status === 408 || status === 499;
}

async function read(
	reply: WireReply,
	job: RemoteJob,
	settle: Settle,
	provider: RemoteProvider,
): Promise<RemotePictures> {
	try {
		const pictures = provider.readPictures(reply, job);
		await settle("done");
		return pictures;
	} catch (error) {
		const isFree =
			reply.status >= 400 || MusaError.is(error, "provider/refused");
		// A useless answer with success may have been charged.
		await settle(isFree ? "refused" : "ambiguous");
		throw error;
	}
}
