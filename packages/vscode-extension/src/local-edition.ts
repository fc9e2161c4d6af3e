import { Disposable, l10n } from "vscode";
import type { Edition } from "./edition.js";

/** The edition without a network. */
export function makeLocalEdition(): Edition {
	const nothing = l10n.t("This edition of Musa sends nothing.");
	return {
		readRouting: async () => ({ policy: "never", tiers: [], budgetMicros: 0 }),
		advice: l10n.t(
			"A larger model takes a service. This edition asks none and draws as well as it can here; the edition with services, or the command “musa generate --final”, asks one that you set up, after you agreed to what is sent.",
		),
		readOffer: async () => undefined,
		onOfferChange: () => new Disposable(() => undefined),
		sendLook: async () => ({ state: "refused", sentence: nothing }),
		register: () => [],
	};
}
