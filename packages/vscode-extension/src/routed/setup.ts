// What the user has set up and allows, read anew each time: another window or the command may have changed it.
import {
	noUserSettings,
	priceOf,
	serviceKinds,
	type TierSettings,
	type UserSettings,
} from "@musa/core/providers";
import { readFileLedger } from "@musa/core/providers/node-ledger";
import {
	isSendingForbidden,
	ledgerPath,
	loadUserSettings,
} from "@musa/core/providers/node-user-settings";
import { l10n, workspace } from "vscode";
import { formatMoney } from "./format-money.js";

/** Everything that decides whether and where something may be sent. */
export interface Setup {
	readonly settings: UserSettings;
	/** Millionths that may still be spent. */
	readonly capsLeft: {
		readonly job: number;
		readonly day: number;
		readonly month: number;
	};
	/** Why nothing can be sent now, in a sentence. */
	readonly obstacle: string | undefined;
}

/** Reads it; settings that cannot be read allow nothing, and say so. */
export async function readSetup(): Promise<Setup> {
	let settings = noUserSettings;
	let damage: string | undefined;
	try {
		settings = await loadUserSettings();
	} catch (error) {
		damage = error instanceof Error ? error.message : String(error);
	}
	const { spent } = await readFileLedger(ledgerPath());
	const { caps } = settings;
	return {
		settings,
		capsLeft: {
			job: caps.job,
			day: Math.max(0, caps.day - spent.day),
			month: Math.max(0, caps.month - spent.month),
		},
		obstacle: damage ?? findSwitch(settings),
	};
}

/** Whether the user forbids sending now: by the setting of VS Code, by the settings that the command has too, or by the environment. */
export function isForbidden(): boolean {
	return isNeverSet() || isSendingForbidden();
}

/** The setting, as the user has it: what a folder says does not count. */
export function isNeverSet(): boolean {
	const musa = workspace.getConfiguration("musa");
	return (
		musa.get("services.never", false) ||
		musa.inspect<boolean>("services.never")?.globalValue === true
	);
}

/** Names a service on the wire to a view; the same service has the same name. */
export function idOf({ providerId, baseUrl, modelId }: TierSettings): string {
	return `${providerId} ${baseUrl} ${modelId}`;
}

/** A service in the user's words. */
export function nameOf(tier: TierSettings): string {
	const kind = serviceKinds.find(({ id }) => id === tier.providerId);
	return `${kind?.label ?? tier.providerId}, ${hostOf(tier)}`;
}

/** `host:port` */
export function hostOf({ baseUrl }: Pick<TierSettings, "baseUrl">): string {
	try {
		return new URL(baseUrl).host;
	} catch {
		return baseUrl;
	}
}

/** What one picture costs, in words. */
export function describePrice(tier: TierSettings, currency: string): string {
	const price = priceOf(tier);
	return price === undefined
		? l10n.t("price unknown")
		: l10n.t("about {0} a picture", formatMoney(price, currency));
}

function findSwitch({ policy }: UserSettings): string | undefined {
	if (isNeverSet())
		return l10n.t(
			"Your setting “Musa › Services: Never” forbids that anything leaves this computer.",
		);
	return policy === "never" || process.env.MUSA_NEVER
		? l10n.t("Your settings say that nothing may leave this computer.")
		: undefined;
}
