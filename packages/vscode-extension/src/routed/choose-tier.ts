import type { TierSettings } from "@musa/core/providers";
import { commands, l10n, window } from "vscode";
import { describePrice, nameOf, type Setup } from "./setup.js";

/** The service that is meant; asks where there are several, and offers to set one up where there is none. */
export async function chooseTier({
	settings: { tiers, currency },
}: Setup): Promise<TierSettings | undefined> {
	if (tiers.length === 0) {
		const setUp = l10n.t("Set Up a Service…");
		const answer = await window.showInformationMessage(
			l10n.t("No service is set up."),
			setUp,
		);
		if (answer === setUp) void commands.executeCommand("musa.setUpService");
		return undefined;
	}
	if (tiers.length === 1) return tiers[0];
	const item = await window.showQuickPick(
		tiers.map((tier) => ({
			label: nameOf(tier),
			description: `${tier.modelId}, ${describePrice(tier, currency)}`,
			tier,
		})),
		{ title: l10n.t("Which service?") },
	);
	return item?.tier;
}
