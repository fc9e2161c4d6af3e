// How long to wait before a service is asked again.
import type { WireReply } from "./remote-provider.js";

/** The three forms of a date in HTTP, of which the last two are obsolete but to be read. */
const dateForms = [
	/^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/,
	/^[A-Z][a-z]{5,8}, \d{2}-[A-Z][a-z]{2}-\d{2} \d{2}:\d{2}:\d{2} GMT$/,
	/^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}$/,
];

/** ms, from seconds or a date; `undefined` if the service does not say. */
export function readRetryAfter(
	{ headers }: WireReply,
	now: number,
): number | undefined {
	const text = headers["retry-after"]?.trim();
	if (text === undefined || text === "") return undefined;
	if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
	// Date.parse would take almost anything, and the oldest form as a time of this place.
	const form = dateForms.find((known) => known.test(text));
	if (form === undefined) return undefined;
	const date = Date.parse(text.endsWith("GMT") ? text : `${text} GMT`);
	return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** Full jitter between half a second and thirty. */
export function backOff(attempt: number): number {
	const most = Math.min(30_000, 500 * 2 ** attempt);
	const [random] = crypto.getRandomValues(new Uint32Array(1));
	return 250 + (random / 2 ** 32) * most;
}
