/** Millionths of a currency as people read them; what nobody knows is said so. */
export function formatMoney(
	micros: number | undefined,
	currency: string,
): string {
	return micros === undefined
		? "nobody knows"
		: `${(micros / 1e6).toFixed(4)} ${currency}`;
}
