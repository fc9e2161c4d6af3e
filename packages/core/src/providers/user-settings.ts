// What the user allows and has set up beyond this device: decisions of the user's own, never of a project.
import { ProviderError } from "../errors.js";
import type { SpendCaps } from "./ledger.js";
import type { ProviderSetup } from "./open-provider.js";
import { providerIds } from "./provider-id.js";

/** A service that the user set up. Keys are not here. */
export interface TierSettings extends ProviderSetup {
	readonly tier: "private" | "cloud";
	/** Of one picture, in millionths of the currency; missing if nobody knows. */
	readonly priceMicros?: number;
	/** Environment variable that holds the key, for hosts without a safe for keys. */
	readonly keyVariable?: string;
	/** What the service says about how long it keeps prompts and pictures. */
	readonly retention?: string;
}

/** The user's decisions. */
export interface UserSettings {
	readonly policy: "never" | "ask" | "allowed";
	readonly currency: string;
	readonly caps: SpendCaps;
	readonly tiers: readonly TierSettings[];
}

/** Nothing is set up, nothing may be spent. */
export const noUserSettings: UserSettings = {
	policy: "ask",
	currency: "USD",
	caps: { job: 0, day: 0, month: 0 },
	tiers: [],
};

/** Millionths of one picture; a private server without a price costs nothing, a cloud without one is not known. */
export function priceOf({
	tier,
	priceMicros,
}: Pick<TierSettings, "tier" | "priceMicros">): number | undefined {
	return priceMicros ?? (tier === "private" ? 0 : undefined);
}

/**
 * Reads settings, every field of them.
 *
 * @param file  for the words of the error
 * @throws ProviderError `provider/settings-invalid` that names the field which is wrong
 */
export function parseUserSettings(text: string, file: string): UserSettings {
	const refuse = (field: string): never => {
		throw new ProviderError("provider/settings-invalid", {
			details: { file, field },
		});
	};
	let json: unknown;
	try {
		json = JSON.parse(text);
	} catch {
		return refuse("the whole file, which is not JSON");
	}
	const record = (value: unknown, field: string) =>
		typeof value === "object" && value !== null && !Array.isArray(value)
			? (value as Readonly<Record<string, unknown>>)
			: refuse(field);
	const only = (value: object, fields: readonly string[], at: string) => {
		for (const name of Object.keys(value))
			if (!fields.includes(name)) refuse(`${at}${name}`);
	};
	const amount = (value: unknown, field: string): number =>
		Number.isSafeInteger(value) && (value as number) >= 0
			? (value as number)
			: refuse(field);
	const words = (value: unknown, field: string): string =>
		typeof value === "string" && value !== "" && value.length <= 500
			? value
			: refuse(field);
	const root = record(json, "the whole file");
	only(root, ["policy", "currency", "caps", "tiers"], "");
	const { policy = "ask", currency = "USD", caps = {}, tiers = [] } = root;
	if (policy !== "never" && policy !== "ask" && policy !== "allowed")
		return refuse("policy");
	const limits = record(caps, "caps");
	only(limits, ["job", "day", "month"], "caps.");
	if (!Array.isArray(tiers)) return refuse("tiers");
	return {
		policy,
		currency: words(currency, "currency"),
		caps: {
			job: amount(limits.job ?? 0, "caps.job"),
			day: amount(limits.day ?? 0, "caps.day"),
			month: amount(limits.month ?? 0, "caps.month"),
		},
		tiers: tiers.map((value: unknown, i) => {
			const at = `tiers[${i}].`;
			const tier = record(value, `tiers[${i}]`);
			only(
				tier,
				[
					...["tier", "providerId", "baseUrl", "modelId", "priceMicros"],
					...["keyVariable", "retention", "tensors"],
				],
				at,
			);
			const kind = tier.tier;
			if (kind !== "private" && kind !== "cloud") return refuse(`${at}tier`);
			const { tensors } = tier;
			if (tensors !== undefined && tensors !== "binary" && tensors !== "json")
				return refuse(`${at}tensors`);
			return {
				tier: kind,
				providerId:
					providerIds.find((known) => known === tier.providerId) ??
					refuse(`${at}providerId`),
				baseUrl: words(tier.baseUrl, `${at}baseUrl`),
				modelId: words(tier.modelId, `${at}modelId`),
				...(tier.priceMicros === undefined
					? {}
					: { priceMicros: amount(tier.priceMicros, `${at}priceMicros`) }),
				...(tier.keyVariable === undefined
					? {}
					: { keyVariable: words(tier.keyVariable, `${at}keyVariable`) }),
				...(tier.retention === undefined
					? {}
					: { retention: words(tier.retention, `${at}retention`) }),
				...(tensors === undefined ? {} : { tensors }),
			};
		}),
	};
}
