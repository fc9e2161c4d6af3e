import { env } from "vscode";

/** Money in millionths as words of the reader's language; fractions of a cent show. */
export function formatMoney(micros: number, currency: string): string {
	try {
		return new Intl.NumberFormat(env.language, {
			style: "currency",
			currency,
			maximumFractionDigits: 4,
		}).format(micros / 1e6);
	} catch {
		// Not a code that anybody knows: the user's own word then stands behind the number.
		return `${micros / 1e6} ${currency}`;
	}
}
