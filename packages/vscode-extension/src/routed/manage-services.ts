// What the user set up, allows and spent, as a menu.
import type { TierSettings } from "@musa/core/providers";
import { changeUserSettings } from "@musa/core/providers/node-user-settings";
import {
	ConfigurationTarget,
	l10n,
	type QuickPickItem,
	window,
	workspace,
} from "vscode";
import type { Services } from "../services.js";
import { formatMoney } from "./format-money.js";
import type { RoutedParts } from "./routed-parts.js";
import { setLimits } from "./set-limits.js";
import { setUpService } from "./set-up-service.js";
import { describePrice, idOf, isNeverSet, nameOf, readSetup } from "./setup.js";
import { showLedger } from "./show-ledger.js";

interface MenuItem extends QuickPickItem {
	readonly act: () => unknown;
}

/** Shows the menu. */
export async function manageServices(
	services: Services,
	parts: RoutedParts,
): Promise<void> {
	const { settings, capsLeft, obstacle } = await readSetup();
	const { currency, tiers, policy } = settings;
	const money = (micros: number): string => formatMoney(micros, currency);
	const isNever = isNeverSet();
	const items: MenuItem[] = [
		...tiers.map((tier) => ({
			label: `$(server) ${nameOf(tier)}`,
			description: `${tier.modelId}, ${describePrice(tier, currency)}`,
			act: () => manageService(tier, parts),
		})),
		{
			label: `$(add) ${l10n.t("Set up a service…")}`,
			act: () => setUpService(services, parts),
		},
		{
			label: `$(dashboard) ${l10n.t("Limits…")}`,
			description: l10n.t(
				"left: {0} for a job, {1} today, {2} this month",
				...[capsLeft.job, capsLeft.day, capsLeft.month].map(money),
			),
			act: () => setLimits(parts),
		},
		{
			label: `$(law) ${l10n.t("Rule: {0}…", nameRule(policy))}`,
			act: () => choosePolicy(parts),
		},
		{
			label: isNever
				? `$(circle-slash) ${l10n.t("Never send anything: on. Turn it off")}`
				: `$(circle-slash) ${l10n.t("Never send anything: turn it on")}`,
			act: () => setNever(!isNever, parts),
		},
		{
			label: `$(output) ${l10n.t("Show what left this computer")}`,
			act: showLedger,
		},
	];
	const item = await window.showQuickPick(items, {
		title: obstacle ?? l10n.t("Services and limits"),
	});
	await item?.act();
}

async function manageService(
	tier: TierSettings,
	{ keys, tellChange }: RoutedParts,
): Promise<void> {
	const hasKey = (await keys.read(tier)) !== undefined;
	const items: MenuItem[] = [
		{
			label: l10n.t("Keep a key…"),
			description: hasKey ? l10n.t("one is kept") : l10n.t("none is kept"),
			async act() {
				const key = await window.showInputBox({
					title: l10n.t("The key of {0}", nameOf(tier)),
					...{ password: true, ignoreFocusOut: true },
				});
				if (key?.trim()) await keys.save(tier, key.trim());
			},
		},
		{
			label: l10n.t("Forget the key"),
			act: () => keys.save(tier, undefined),
		},
		{
			label: l10n.t("Remove the service"),
			act: () =>
				changeUserSettings((settings) => ({
					...settings,
					tiers: settings.tiers.filter((each) => idOf(each) !== idOf(tier)),
				})),
		},
	];
	const item = await window.showQuickPick(items, { title: nameOf(tier) });
	await item?.act();
	tellChange();
}

async function choosePolicy({ tellChange }: RoutedParts): Promise<void> {
	const item = await window.showQuickPick(
		(["never", "ask", "allowed"] as const).map((policy) => ({
			label: nameRule(policy),
			policy,
		})),
		{
			title: l10n.t(
				"May jobs leave this computer? A sheet shows each one before.",
			),
		},
	);
	if (item === undefined) return;
	const { policy } = item;
	await changeUserSettings((settings) => ({ ...settings, policy }));
	tellChange();
}

function nameRule(policy: "never" | "ask" | "allowed"): string {
	if (policy === "never") return l10n.t("never");
	return policy === "ask"
		? l10n.t("where a prompt needs more")
		: l10n.t("wherever a service would do better");
}

async function setNever(
	isNever: boolean,
	{ tellChange }: RoutedParts,
): Promise<void> {
	await workspace
		.getConfiguration("musa")
		.update("services.never", isNever, ConfigurationTarget.Global);
	tellChange();
}
