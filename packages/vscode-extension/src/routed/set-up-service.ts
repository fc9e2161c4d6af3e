// Step by step to a service: kind, address, key, model, price. Nothing is kept before the last step.
import { isAbortError, MusaError } from "@musa/core";
import {
	assertEndpoint,
	type ServiceKind,
	serviceKinds,
	type TierSettings,
} from "@musa/core/providers";
import { changeUserSettings } from "@musa/core/providers/node-user-settings";
import { l10n, window } from "vscode";
import type { Services } from "../services.js";
import { askAmount } from "./ask-amount.js";
import { findModels } from "./find-models.js";
import type { RoutedParts } from "./routed-parts.js";
import { setLimits } from "./set-limits.js";
import { hostOf, idOf, nameOf } from "./setup.js";

/** Asks for everything that a service takes, and keeps it. */
export async function setUpService(
	services: Services,
	parts: RoutedParts,
): Promise<void> {
	const kind = await window.showQuickPick(
		serviceKinds.map((each) => ({ label: each.label, each })),
		{ title: l10n.t("Set up a service (1 of 5): which kind?") },
	);
	if (kind === undefined) return;
	const place = await askPlace(kind.each);
	if (place === undefined) return;
	const key = await window.showInputBox({
		title: l10n.t("Set up a service (3 of 5): its key"),
		prompt: l10n.t(
			"It is kept in VS Code's safe and goes only to {0}. Empty for none, or for the one that is kept.",
			hostOf(place),
		),
		...{ password: true, ignoreFocusOut: true },
	});
	if (key === undefined) return;
	const modelId = await askModel(services, parts, place, key.trim());
	if (modelId === undefined) return;
	const price = await askAmount(
		l10n.t("Set up a service (5 of 5): the price of one picture"),
		place.tier === "private" ? 0 : undefined,
		true,
	);
	if (price === undefined) return;
	const tier: TierSettings = {
		...{ ...place, modelId },
		...(price === null ? {} : { priceMicros: price }),
	};
	if (key.trim() !== "") await parts.keys.save(tier, key.trim());
	const { caps } = await changeUserSettings((settings) => ({
		...settings,
		tiers: [
			...settings.tiers.filter((each) => idOf(each) !== idOf(tier)),
			tier,
		],
	}));
	parts.tellChange();
	void window.showInformationMessage(l10n.t("{0} is set up.", nameOf(tier)));
	if ((price ?? 0) > Math.min(caps.job, caps.day, caps.month))
		await setLimits(parts);
}

type PlaceOfService = Omit<TierSettings, "modelId" | "priceMicros">;

async function askPlace(
	kind: ServiceKind,
): Promise<PlaceOfService | undefined> {
	const baseUrl = await window.showInputBox({
		title: l10n.t("Set up a service (2 of 5): its address"),
		...{ value: kind.baseUrl, ignoreFocusOut: true },
		validateInput: (text) => {
			const found = findProblem(text.trim(), true);
			return found && (findProblem(text.trim(), false) ?? found);
		},
	});
	if (baseUrl === undefined) return undefined;
	const place = { providerId: kind.id, baseUrl: baseUrl.trim() };
	// A near address can only be a server of the user's own.
	if (findProblem(place.baseUrl, false) !== undefined)
		return { ...place, tier: "private" };
	if (!kind.isPrivate) return { ...place, tier: "cloud" };
	const own = l10n.t("My own server");
	const whose = await window.showQuickPick([own, l10n.t("A service")], {
		title: l10n.t("Whose is {0}?", hostOf(place)),
	});
	if (whose === undefined) return undefined;
	return { ...place, tier: whose === own ? "private" : "cloud" };
}

/** Why an address can't be used, in plain words. */
function findProblem(baseUrl: string, isPrivate: boolean): string | undefined {
	try {
		assertEndpoint(baseUrl, { host: hostOf({ baseUrl }), isPrivate });
		return undefined;
	} catch (error) {
		return MusaError.is(error) ? error.message : String(error);
	}
}

async function askModel(
	services: Services,
	{ keys }: RoutedParts,
	place: PlaceOfService,
	key: string,
): Promise<string | undefined> {
	const title = l10n.t("Set up a service (4 of 5): its model");
	const ask = l10n.t("Ask {0} which there are…", hostOf(place));
	const write = l10n.t("Write its name…");
	const how = await window.showQuickPick([write, ask], { title });
	if (how === undefined) return undefined;
	if (how === ask) {
		const tier = { ...place, modelId: "" };
		try {
			// Who has no settings yet forbids all by that.
			await changeUserSettings((settings) => settings);
			const models = await findModels(
				services,
				tier,
				key === "" ? await keys.read(tier) : key,
			);
			if (models && models.length > 0)
				return await window.showQuickPick(
					models.map(({ id }) => id),
					{ title, ignoreFocusOut: true },
				);
		} catch (error) {
			if (!isAbortError(error))
				void window.showWarningMessage(
					error instanceof Error ? error.message : String(error),
				);
		}
	}
	const name = await window.showInputBox({
		...{ title, ignoreFocusOut: true },
		prompt: l10n.t("As the service calls it."),
		validateInput: (text) =>
			text.trim() === "" ? l10n.t("Write the model's name.") : undefined,
	});
	return name?.trim();
}
