/** Millionths that a text such as `0.50` says; `undefined` if it says no amount. */
export function parseAmount(text: string): number | undefined {
	const clean = text.trim().replace(",", ".");
	if (!/^\d{1,7}(\.\d{0,6})?$/.test(clean)) return undefined;
	return Math.round(1e6 * Number(clean));
}

/** Millionths as text, e.g. `0.50`. */
export function formatAmount(micros: number): string {
	return (micros / 1e6).toFixed(6).replace(/0{1,4}$/, "");
}
