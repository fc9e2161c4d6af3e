import type {
	ConsentGrant,
	ConsentSheet,
	UserSettings,
} from "@musa/core/providers";
import { formatMoney } from "./format-money.js";

/** Everything that would be sent and what was granted for it, one line each. */
export function describeSheet(
	sheet: ConsentSheet,
	{ maxCalls, maxCostMicros }: ConsentGrant,
	{ currency, caps }: UserSettings,
): readonly string[] {
	const money = (micros: number) => formatMoney(micros, currency);
	return [
		`to        ${sheet.host} (${sheet.providerId}, ${printable(sheet.modelId)})`,
		`text      ${printable(sheet.prompt)}`,
		`pictures  ${sheet.pictures.length}, ${sheet.pixelCount} pixels`,
		`bytes     ${sheet.bytes}`,
		`price     ${formatMoney(sheet.priceMicros, currency)}; up to ${maxCalls} calls if the service asks to wait, at most ${money(maxCostMicros)}`,
		`caps      ${money(caps.job)} a job, ${money(caps.day)} a day, ${money(caps.month)} a month`,
		`kept for  ${sheet.retention === "" ? "nobody knows" : printable(sheet.retention)}`,
	];
}

/** What a terminal would act on, made visible. */
export function printable(text: string): string {
	return text.replace(/[\p{Cc}\p{Cf}]/gu, "?");
}
