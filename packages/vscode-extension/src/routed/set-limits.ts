import { changeUserSettings } from "@musa/core/providers/node-user-settings";
import { l10n, window } from "vscode";
import { askAmount } from "./ask-amount.js";
import { formatMoney } from "./format-money.js";
import type { RoutedParts } from "./routed-parts.js";
import { readSetup } from "./setup.js";

const currencies = ["USD", "EUR", "GBP", "CHF", "CNY", "JPY", "INR", "BRL"];

/** Asks how much may be spent at most: a job, a day, a month. */
export async function setLimits({ tellChange }: RoutedParts): Promise<void> {
	const { settings } = await readSetup();
	const currency = await window.showQuickPick(
		[...new Set([settings.currency, ...currencies])],
		{ title: l10n.t("Limits: in which currency?"), ignoreFocusOut: true },
	);
	if (currency === undefined) return;
	const caps = { ...settings.caps };
	for (const [period, title] of [
		["job", l10n.t("Limits: at most for a job, {0}", currency)],
		["day", l10n.t("Limits: at most a day, {0}", currency)],
		["month", l10n.t("Limits: at most a month, {0}", currency)],
	] as const) {
		const amount = await askAmount(title, caps[period]);
		if (typeof amount !== "number") return;
		caps[period] = amount;
	}
	await changeUserSettings((now) => ({ ...now, currency, caps }));
	tellChange();
	void window.showInformationMessage(
		l10n.t(
			"At most {0} for a job, {1} a day, {2} a month.",
			...[caps.job, caps.day, caps.month].map((micros) =>
				formatMoney(micros, currency),
			),
		),
	);
}
