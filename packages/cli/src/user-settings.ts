// What the user allows and has set up beyond this computer: one file of the user's own, never one of a project.
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import type { ProviderId, SpendCaps } from "@musa/core/providers";
import { UsageError } from "./usage-error.js";

const PROVIDERS = [
	"openai",
	"gemini",
	"openai-compatible",
	"open-inference",
] as const satisfies readonly ProviderId[];

/** A service that the user set up. Keys are not here: `keyVariable` names the environment variable that holds one. */
export interface TierSettings {
	readonly tier: "private" | "cloud";
	readonly providerId: ProviderId;
	readonly baseUrl: string;
	readonly modelId: string;
	/** Of one picture, in millionths of the currency; missing if nobody knows. */
	readonly priceMicros?: number;
	readonly keyVariable?: string;
	/** What the service says about how long it keeps prompts and pictures. */
	readonly retention?: string;
	/** How tensors travel to an open-inference server: `json` for those without the binary extension. */
	readonly tensors?: "binary" | "json";
}

/** The user's decisions; a missing file allows nothing. */
export interface UserSettings {
	readonly policy: "never" | "ask" | "allowed";
	readonly currency: string;
	readonly caps: SpendCaps;
	readonly tiers: readonly TierSettings[];
}

const NOTHING: UserSettings = {
	policy: "ask",
	currency: "USD",
	caps: { job: 0, day: 0, month: 0 },
	tiers: [],
};

/** The user's own folder; `MUSA_CONFIG_DIR` names another. */
export function settingsFolder(): string {
	const { MUSA_CONFIG_DIR, XDG_CONFIG_HOME } = process.env;
	if (MUSA_CONFIG_DIR) return MUSA_CONFIG_DIR;
	return join(XDG_CONFIG_HOME || join(homedir(), ".config"), "musa");
}

/**
 * Reads providers.json; `MUSA_NEVER` in the environment switches sending off whatever it says.
 *
 * @throws UsageError that names the field which is wrong
 */
export async function loadUserSettings(): Promise<UserSettings> {
	const file = join(settingsFolder(), "providers.json");
	const text = await readFile(file, "utf8").catch((error: unknown) => {
		if (error instanceof Error && "code" in error && error.code === "ENOENT")
			return undefined;
		throw error;
	});
	const settings = text === undefined ? NOTHING : parse(text, file);
	return process.env.MUSA_NEVER ? { ...settings, policy: "never" } : settings;
}

/** Whether the user forbids sending now; settings that cannot be read allow nothing. */
export function isSendingForbidden(): boolean {
	if (process.env.MUSA_NEVER) return true;
	const file = join(settingsFolder(), "providers.json");
	try {
		return parse(readFileSync(file, "utf8"), file).policy === "never";
	} catch {
		return true;
	}
}

function parse(text: string, file: string): UserSettings {
	const refuse = (field: string): never => {
		throw new UsageError(`${file} is not right at "${field}"; correct it.`);
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
					PROVIDERS.find((known) => known === tier.providerId) ??
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
