/** Millionths that a text such as `0.50` says; `undefined` if it says no amount. */
export function parseAmount(text: string): number | undefined {
	const clean = text.trim().replace(",", ".");
	if (!/^\d{1,7}(\.\d{0,6})?$/.test(clean)) return undefined;
	return Math.round(1e6 * Number(clean));
}

/** Millionths as text, e.g. `0.5`. */
export function formatAmount(micros: number): string {
	return String(micros / 1e6);
}
