import { formatAmount, parseAmount } from "@musa/core/providers";
import { l10n, window } from "vscode";

/**
 * Asks for an amount of money.
 *
 * @param mayBeUnknown  whether nothing is an answer too
 * @returns millionths, null for nothing, undefined when the user thinks better of it
 */
export async function askAmount(
	title: string,
	value: number | undefined,
	mayBeUnknown = false,
): Promise<number | null | undefined> {
	const text = await window.showInputBox({
		...{ title, ignoreFocusOut: true },
		value: value === undefined ? "" : formatAmount(value),
		...(mayBeUnknown && {
			prompt: l10n.t(
				"Empty where nobody knows; then nothing can be sent that costs money.",
			),
		}),
		validateInput: (given) =>
			parseAmount(given) !== undefined || (mayBeUnknown && given.trim() === "")
				? undefined
				: l10n.t("Write an amount such as 0.50."),
	});
	if (text === undefined) return undefined;
	return parseAmount(text) ?? null;
}
