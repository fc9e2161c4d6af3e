/**
 * Money in millionths as words of the reader's language, e.g. `$0.04`; fractions of a cent show.
 *
 * @param language  BCP 47; the machine's own when missing
 */
export function formatMoney(
	micros: number,
	currency: string,
	language?: string,
): string {
	try {
		return new Intl.NumberFormat(language, {
			style: "currency",
			currency,
			maximumFractionDigits: 4,
		}).format(micros / 1e6);
	} catch {
		// Not a code that anybody knows: the user's own word then stands behind the number.
		return `${micros / 1e6} ${currency}`;
	}
}
