// What a service that the user set up says about its models. Only the question and the key go out, and only because the user asked.
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import {
	askService,
	composeServerMetadata,
	hashPayload,
	type ModelCapabilities,
	openConsentDesk,
	openProvider,
	readTensorEncoding,
	type SendContext,
	type TensorEncoding,
	type TierSettings,
	type UserSettings,
	type WireReply,
	type WireRequest,
} from "@musa/core/providers";
import { openFileLedger } from "@musa/core/providers/node-ledger";
import { makeNodeSend } from "@musa/core/providers/node-send";
import {
	isSendingForbidden,
	ledgerPath,
} from "@musa/core/providers/node-user-settings";
import type { CommandContext } from "./command.js";

/** What a service says about itself. */
export interface DiscoveredTier {
	readonly host: string;
	readonly providerId: string;
	readonly models: readonly ModelCapabilities[];
	/** Of an open-inference server. */
	readonly tensors?: TensorEncoding;
}

/**
 * Asks the service of a tier for its models.
 *
 * @throws ProviderError, AbortError
 */
export async function discoverTier(
	tier: TierSettings,
	{ caps }: UserSettings,
	{ signal, say }: CommandContext,
): Promise<DiscoveredTier> {
	const provider = openProvider(tier);
	const { host } = new URL(tier.baseUrl);
	const desk = openConsentDesk(Date.now);
	const ask = <T>(wire: WireRequest, read: (reply: WireReply) => T) => {
		// The command itself is the user's action; the token covers this one question.
		const token = desk.grant(
			{ host, payloadSha256: hashPayload(wire) },
			{ maxCalls: 1, maxCostMicros: 0 },
		);
		const context: SendContext = {
			...{ provider, desk, token, caps, priceMicros: 0 },
			rules: { host, isPrivate: tier.tier === "private" },
			isForbidden: isSendingForbidden,
			ledger: openFileLedger(ledgerPath()),
			jobId: randomUUID(),
			modelId: tier.modelId,
			send: makeNodeSend({
				readKey: () => process.env[tier.keyVariable ?? ""],
				idleMs: 20_000,
			}),
			now: Date.now,
			sleep: (stop, ms) => sleep(ms, undefined, { signal: stop }),
		};
		return askService(signal, wire, { ...context, read });
	};
	say(`asking ${host} for its models …`);
	const models = await ask(provider.composeDiscovery(), (reply) =>
		provider.readCapabilities(reply),
	);
	if (tier.providerId !== "open-inference")
		return { host, providerId: provider.id, models };
	const metadata = composeServerMetadata(tier.baseUrl);
	const tensors = await ask(metadata, readTensorEncoding);
	return { host, providerId: provider.id, models, tensors };
}
