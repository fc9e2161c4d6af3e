// Consent: a token that a user's own action mints on a screen which shows exactly what would be sent. It covers one payload
// to one host, a number of calls, an amount of money, ten minutes.
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { ProviderError } from "../errors.js";
import type { RemoteJob, WireRequest } from "./remote-provider.js";
import { concat } from "./write-request.js";

const lifetimeMs = 10 * 60_000;

/** Everything that the screen shows; what is not here is not sent. */
export interface ConsentSheet {
	readonly host: string;
	readonly providerId: string;
	readonly modelId: string;
	readonly prompt: string;
	readonly negativePrompt: string;
	/** For thumbnails: whole PNG files. */
	readonly pictures: readonly Uint8Array[];
	/** Pixels of all pictures together. */
	readonly pixelCount: number;
	/** Of the whole request. */
	readonly bytes: number;
	/** Of the canonical payload, lower-case hex. */
	readonly payloadSha256: string;
	/** Millionths of the user's currency for one call; `undefined` if nobody knows. */
	readonly priceMicros: number | undefined;
	/** What the service says about how long it keeps things; empty if nobody knows. */
	readonly retention: string;
}

/** What a user agreed to. */
export interface ConsentGrant {
	readonly maxCalls: number;
	/** Millionths of the user's currency, all calls together. */
	readonly maxCostMicros: number;
}

/** A token: only the desk that minted it knows what it covers. */
export interface ConsentToken {
	readonly id: string;
}

/** Mints and checks tokens; one per process, held by whoever shows the screen. */
export interface ConsentDesk {
	/** Mints a token; call it from the handler of the user's action and nowhere else. */
	grant(
		sheet: Pick<ConsentSheet, "host" | "payloadSha256">,
		grant: ConsentGrant,
	): ConsentToken;
	/**
	 * Uses up one call.
	 *
	 * @throws ProviderError `provider/consent-invalid`
	 */
	take(
		token: ConsentToken,
		wire: WireRequest,
		host: string,
		costMicros: number,
	): void;
	/** Ends a token early. */
	revoke(token: ConsentToken): void;
}

/** SHA-256 of the canonical payload: method, address, headers in order of their names, body. */
export function hashPayload({
	method,
	url,
	headers,
	body,
}: WireRequest): string {
	const lines = Object.keys(headers)
		.sort()
		.map((name) => `${name}: ${headers[name]}\n`);
	const head = `${method} ${url}\n${lines.join("")}\n`;
	return bytesToHex(sha256(concat([new TextEncoder().encode(head), body])));
}

/** Fills the sheet from the very request that would be sent. */
export function makeConsentSheet(
	wire: WireRequest,
	job: RemoteJob,
	service: Pick<ConsentSheet, "providerId" | "priceMicros" | "retention">,
): ConsentSheet {
	const pictures = job.mask ? [...job.references, job.mask] : job.references;
	return {
		...service,
		host: new URL(wire.url).host,
		modelId: job.modelId,
		prompt: job.prompt,
		negativePrompt: job.negativePrompt ?? "",
		pictures,
		pixelCount: pictures.reduce((total, file) => total + countPixels(file), 0),
		bytes: wire.body.length,
		payloadSha256: hashPayload(wire),
	};
}

/** Pixels of a PNG, from its header. */
function countPixels(file: Uint8Array): number {
	if (file.length < 24) return 0;
	const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
	return view.getUint32(16) * view.getUint32(20);
}

/**
 * Opens a desk.
 *
 * @param now  ms since 1970
 */
export function openConsentDesk(now: () => number): ConsentDesk {
	interface Entry extends ConsentGrant {
		readonly host: string;
		readonly payloadSha256: string;
		readonly ends: number;
		readonly begins: number;
		calls: number;
		costMicros: number;
	}
	// By identity: a copy of a token, or one made up, is worth nothing.
	const entries = new WeakMap<ConsentToken, Entry>();
	return {
		grant({ host, payloadSha256 }, { maxCalls, maxCostMicros }) {
			const id = bytesToHex(crypto.getRandomValues(new Uint8Array(16)));
			const token = Object.freeze({ id });
			const begins = now();
			entries.set(token, {
				...{ host, payloadSha256, maxCalls, maxCostMicros, begins },
				ends: begins + lifetimeMs,
				calls: 0,
				costMicros: 0,
			});
			return token;
		},
		take(token, wire, host, costMicros) {
			const entry = entries.get(token);
			const time = now();
			const refuse = (reason: string): ProviderError =>
				new ProviderError("provider/consent-invalid", { details: { reason } });
			if (entry === undefined) throw refuse("there is none");
			// A clock that went back is no more time.
			if (time >= entry.ends || time < entry.begins)
				throw refuse("it has expired");
			if (entry.host !== host) throw refuse("it is for another address");
			if (entry.payloadSha256 !== hashPayload(wire))
				throw refuse("it is for something else");
			if (entry.calls >= entry.maxCalls) throw refuse("it is used up");
			// A price that is no number is more than any.
			const isCovered =
				costMicros >= 0 && entry.costMicros + costMicros <= entry.maxCostMicros;
			if (!isCovered) throw refuse("it is for less money");
			entry.calls++;
			entry.costMicros += costMicros;
		},
		revoke(token) {
			entries.delete(token);
		},
	};
}
