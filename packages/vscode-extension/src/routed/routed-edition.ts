// What the edition with services adds. What sends loads when it is used.
import { EventEmitter, type ExtensionContext, l10n } from "vscode";
import type { Edition } from "../edition.js";
import type { Offer } from "../records.js";
import { openKeys } from "./keys.js";
import { registerRoutedCommands } from "./register-routed-commands.js";
import type { RoutedParts } from "./routed-parts.js";

/** Makes the edition. */
export function makeRoutedEdition(context: ExtensionContext): Edition {
	const changes = new EventEmitter<void>();
	context.subscriptions.push(changes);
	const parts: RoutedParts = {
		keys: openKeys(context),
		tellChange: () => changes.fire(),
	};
	return {
		advice: l10n.t("It is drawn here as well as it can be."),
		async readRouting() {
			const { readSetup } = await import("./setup.js");
			const { settings, capsLeft, obstacle } = await readSetup();
			return {
				policy: obstacle === undefined ? settings.policy : "never",
				tiers: settings.tiers.map(
					({ tier, providerId, modelId, priceMicros }) => ({
						...{ tier, providerId, modelId, priceMicros },
					}),
				),
				budgetMicros: Math.min(...Object.values(capsLeft)),
			};
		},
		async readOffer(): Promise<Offer> {
			const { describePrice, idOf, nameOf, readSetup } = await import(
				"./setup.js"
			);
			const { settings, obstacle } = await readSetup();
			return {
				services: settings.tiers.map((tier) => ({
					id: idOf(tier),
					name: `${nameOf(tier)}, ${tier.modelId}`,
					price: describePrice(tier, settings.currency),
				})),
				...(obstacle === undefined ? {} : { obstacle }),
			};
		},
		onOfferChange: (listener) => changes.event(listener),
		sendLook: async (services, params) =>
			(await import("./send-look.js")).sendLook(services, params, parts),
		register: (services) => registerRoutedCommands(services, parts),
	};
}
