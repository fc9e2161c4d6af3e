import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import {
	discoverModels,
	type ModelCapabilities,
	makeConsentSheet,
	openProvider,
	type TierSettings,
} from "@musa/core/providers";
import { openFileLedger } from "@musa/core/providers/node-ledger";
import { makeNodeSend } from "@musa/core/providers/node-send";
import { ledgerPath } from "@musa/core/providers/node-user-settings";
import { l10n } from "vscode";
import type { Services } from "../services.js";
import { askConsent } from "./ask-consent.js";
import { desk } from "./desk.js";
import { makeSheet } from "./make-sheet.js";
import { hostOf, isForbidden, readSetup } from "./setup.js";
import { showProgress } from "./show-progress.js";

/**
 * Asks a service for its models, after a sheet that says so.
 *
 * @param key  of the service, which may not be kept yet
 * @returns undefined if nothing was sent
 * @throws MusaError, AbortError
 */
export async function findModels(
	{ context }: Services,
	tier: TierSettings,
	key: string | undefined,
): Promise<readonly ModelCapabilities[] | undefined> {
	const provider = openProvider(tier);
	const wire = provider.composeDiscovery();
	const job = {
		...{ prompt: "", modelId: "", size: { width: 1, height: 1 }, count: 1 },
		...{ needsAlpha: false, references: [] },
	};
	const retention = tier.retention ?? "";
	const sheet = makeConsentSheet(wire, job, {
		...{ providerId: provider.id, priceMicros: 0, retention },
	});
	const setup = await readSetup();
	const view = makeSheet({ provider, wire, job, sheet }, tier, setup, []);
	const token = await askConsent(
		context,
		{ ...view, modelId: l10n.t("asks which there are") },
		() => desk.grant(sheet, { maxCalls: 1, maxCostMicros: 0 }),
	);
	if (token === undefined) return undefined;
	try {
		return await showProgress(l10n.t("Asking {0}", hostOf(tier)), (signal) =>
			discoverModels(signal, {
				...{ provider, desk, token, isForbidden, priceMicros: 0 },
				rules: { host: sheet.host, isPrivate: tier.tier === "private" },
				ledger: openFileLedger(ledgerPath()),
				caps: setup.settings.caps,
				jobId: randomUUID(),
				modelId: "",
				send: makeNodeSend({ readKey: () => key, idleMs: 20_000 }),
				now: Date.now,
				sleep: (stop, ms) => sleep(ms, undefined, { signal: stop }),
			}),
		);
	} finally {
		desk.revoke(token);
	}
}
