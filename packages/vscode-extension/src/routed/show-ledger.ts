import { listCalls } from "@musa/core/providers";
import { readFileLedger } from "@musa/core/providers/node-ledger";
import {
	ledgerPath,
	loadUserSettings,
} from "@musa/core/providers/node-user-settings";
import { l10n, Uri, window, workspace } from "vscode";
import { formatMoney } from "./format-money.js";
import { ledgerScheme } from "./routed-parts.js";

/** Opens what left this computer as a document to read, the newest first. */
export async function showLedger(): Promise<void> {
	const uri = Uri.from({
		scheme: ledgerScheme,
		path: l10n.t("What left this computer"),
		// A name of its own each time: what is shown is read anew.
		query: String(Date.now()),
	});
	await window.showTextDocument(await workspace.openTextDocument(uri));
}

/** The ledger as text. */
export async function readLedgerText(): Promise<string> {
	const reading = await readFileLedger(ledgerPath());
	const { damagedLines, spent } = reading;
	const { currency } = await loadUserSettings();
	const money = (micros: number): string => formatMoney(micros, currency);
	const calls = listCalls(reading).map((call) =>
		[
			new Date(call.at).toISOString(),
			...[call.host, call.providerId, call.modelId || "-"],
			l10n.t("{0} bytes", call.bytes),
			...[money(call.costMicros), call.outcome, call.payloadSha256],
		].join("  "),
	);
	return [
		l10n.t(
			"{0} today, {1} this month. Prompts, pictures and keys are not in this list.",
			money(spent.day),
			money(spent.month),
		),
		...(damagedLines > 0
			? [l10n.t("{0} lines can't be read.", damagedLines)]
			: []),
		"",
		...(calls.length === 0
			? [l10n.t("Nothing has left this computer.")]
			: calls.reverse()),
		"",
	].join("\n");
}
