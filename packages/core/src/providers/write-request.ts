// What requests to all services have in common: the same job always gives the same bytes.
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { ProviderError } from "../errors.js";
import type { WireRequest } from "./remote-provider.js";

/** A part of a multipart body. */
export interface FormPart {
	readonly name: string;
	readonly value: string | Uint8Array;
	/** For files. */
	readonly fileName?: string;
}

/** A POST with a JSON body. */
export function postJson(url: string, value: unknown): WireRequest {
	return {
		method: "POST",
		url,
		headers: { accept: "application/json", "content-type": "application/json" },
		body: new TextEncoder().encode(JSON.stringify(value)),
	};
}

/** A GET that asks for JSON. */
export function getJson(url: string): WireRequest {
	return {
		method: "GET",
		url,
		headers: { accept: "application/json" },
		body: new Uint8Array(),
	};
}

/** A POST with a multipart/form-data body; its boundary comes from its content. */
export function postForm(url: string, parts: readonly FormPart[]): WireRequest {
	const encoder = new TextEncoder();
	const contents = parts.map(({ value }) =>
		typeof value === "string" ? encoder.encode(value) : value,
	);
	const boundary = `musa-${bytesToHex(sha256(concat(contents))).slice(0, 32)}`;
	const pieces = parts.flatMap(({ name, fileName }, i) => [
		encoder.encode(
			`--${boundary}\r\ncontent-disposition: form-data; name="${name}"${fileName === undefined ? "" : `; filename="${fileName}"\r\ncontent-type: image/png`}\r\n\r\n`,
		),
		contents[i],
		encoder.encode("\r\n"),
	]);
	return {
		method: "POST",
		url,
		headers: {
			accept: "application/json",
			"content-type": `multipart/form-data; boundary=${boundary}`,
		},
		body: concat([...pieces, encoder.encode(`--${boundary}--\r\n`)]),
	};
}

/** All bytes, one after the other. */
export function concat(parts: readonly Uint8Array[]): Uint8Array {
	const whole = new Uint8Array(
		parts.reduce((total, part) => total + part.length, 0),
	);
	let offset = 0;
	for (const part of parts) {
		whole.set(part, offset);
		offset += part.length;
	}
	return whole;
}

/** The base address without a slash at its end. */
export function trimBase(baseUrl: string): string {
	return baseUrl.replace(/\/+$/, "");
}

/** Makes `provider/job-unsupported`. */
export function unsupported(reason: string): ProviderError {
	return new ProviderError("provider/job-unsupported", { details: { reason } });
}
