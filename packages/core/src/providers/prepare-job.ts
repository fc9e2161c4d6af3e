import { type ConsentSheet, makeConsentSheet } from "./consent.js";
import { openProvider } from "./open-provider.js";
import type {
	ModelCapabilities,
	RemoteJob,
	RemoteProvider,
	WireRequest,
} from "./remote-provider.js";
import { priceOf, type TierSettings } from "./user-settings.js";

/** A request, ready to be shown. */
export interface PreparedJob {
	readonly provider: RemoteProvider;
	readonly job: RemoteJob;
	readonly wire: WireRequest;
	readonly sheet: ConsentSheet;
}

/**
 * Writes the request for a job and the sheet that shows it; sends nothing.
 *
 * @param model  what is known of the tier's model
 * @throws ProviderError `provider/job-unsupported`
 */
export function prepareJob(
	tier: TierSettings,
	given: Omit<RemoteJob, "modelId">,
	model: ModelCapabilities = { id: tier.modelId },
): PreparedJob {
	const provider = openProvider(tier);
	const job = { ...given, modelId: tier.modelId };
	const wire = provider.composeJob(job, model);
	const sheet = makeConsentSheet(wire, job, {
		providerId: provider.id,
		priceMicros: priceOf(tier),
		retention: tier.retention ?? "",
	});
	return { provider, job, wire, sheet };
}
