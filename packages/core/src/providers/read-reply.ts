// What replies of all services have in common. Nothing in a reply is trusted.
import { ProviderError } from "../errors.js";
import { decodeBase64 } from "./base64.js";
import type { RemotePictures, WireReply } from "./remote-provider.js";

const minFileBytes = 24;
/** With these services refuse what they were asked to draw. */
const refusalStatuses = [400, 422, 451];

/** Any JSON value. */
export type Json =
	| null
	| boolean
	| number
	| string
	| readonly Json[]
	| { readonly [key: string]: Json };

/** The reply's JSON; a reply with HTML or half a document is none. */
export function parseJson(bytes: Uint8Array): Json {
	try {
		return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
	} catch (cause) {
		throw invalidReply("it is not JSON", cause);
	}
}

/** The field of a value, or `undefined` where there is none. */
export function get(
	value: Json | undefined,
	...path: string[]
): Json | undefined {
	let current = value;
	for (const name of path) {
		if (typeof current !== "object" || current === null) return undefined;
		if (!Object.hasOwn(current, name)) return undefined;
		current = (current as { readonly [key: string]: Json })[name];
	}
	return current;
}

/** The value as a list; anything else is an empty one. */
export function listOf(value: Json | undefined): readonly Json[] {
	return Array.isArray(value) ? value : [];
}

/** The value as text; anything else is empty. */
export function textOf(value: Json | undefined): string {
	return typeof value === "string" ? value : "";
}

/** Makes `provider/reply-invalid`. */
export function invalidReply(reason: string, cause?: unknown): ProviderError {
	return new ProviderError("provider/reply-invalid", {
		details: { reason },
		cause,
	});
}

/** Makes `provider/refused`; only a code is kept of the service's words, because they may repeat the prompt. */
export function refused(words: string): ProviderError {
	const reason = /^[\w-]{1,60}$/.test(words) ? words : "content policy";
	return new ProviderError("provider/refused", { details: { reason } });
}

/**
 * Fails for every status but 2xx. What services call a content policy is a refusal, not an error.
 *
 * @throws ProviderError
 */
export function assertSuccess({ status, body }: WireReply): void {
	if (status >= 200 && status < 300) return;
	if (status === 401 || status === 403)
		throw new ProviderError("provider/unauthorized", { details: { status } });
	if (status === 429)
		throw new ProviderError("provider/rate-limited", { details: { status } });
	if (status >= 500)
		throw new ProviderError("provider/unavailable", { details: { status } });
	const text = new TextDecoder().decode(body.subarray(0, 4096));
	// A web page on a wrong address may have a word on its privacy policy.
	const isAnswer = refusalStatuses.includes(status) && /^\s*[{[]/.test(text);
	if (
		isAnswer &&
		/moderation|safety|policy|blocked|prohibited|refus/i.test(text)
	)
		throw refused(text);
	throw invalidReply(`the service answered with status ${status}`);
}

/**
 * Pictures out of base64 texts.
 *
 * @throws ProviderError `provider/refused` for an empty list, `provider/reply-invalid` if none can be used
 */
export function collectPictures(
	texts: readonly string[],
	count: number,
): RemotePictures {
	// Some services refuse with success and an empty list.
	if (texts.length === 0) throw refused("the list of pictures was empty");
	return sortPictures(texts.map(decodeBase64), count);
}

/** Keeps the usable files and explains the others. */
export function sortPictures(
	found: readonly (Uint8Array | undefined)[],
	count: number,
): RemotePictures {
	const files: Uint8Array[] = [];
	const problems: string[] = [];
	for (const [i, bytes] of found.entries()) {
		if (bytes !== undefined && isPicture(bytes)) files.push(bytes);
		else problems.push(`picture ${i + 1} is not a PNG, JPEG or WebP file`);
	}
	for (let i = found.length; i < count; i++)
		problems.push(`picture ${i + 1} did not come`);
	if (files.length === 0) throw invalidReply(problems[0] ?? "it is empty");
	return { files, problems };
}

function isPicture(bytes: Uint8Array): boolean {
	if (bytes.length < minFileBytes) return false;
	const head = String.fromCharCode(...bytes.subarray(0, 12));
	return (
		head.startsWith("\x89PNG\r\n\x1a\n") ||
		head.startsWith("\xff\xd8\xff") ||
		(head.startsWith("RIFF") && head.endsWith("WEBP"))
	);
}
