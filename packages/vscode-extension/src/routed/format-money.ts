import { formatMoney as format } from "@musa/ui/money";
import { env } from "vscode";

/** Money in millionths as words of the editor's language. */
export function formatMoney(micros: number, currency: string): string {
	return format(micros, currency, env.language);
}
