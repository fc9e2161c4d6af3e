// One routed job through everything that a host would use, against a stand-in.
import { randomUUID } from "node:crypto";
import {
	type ConsentSheet,
	type EgressLedger,
	makeConsentSheet,
	makeGeminiProvider,
	makeOpenAiProvider,
	makeOpenInferenceProvider,
	openConsentDesk,
	type RemoteJob,
	type RemotePictures,
	type RemoteProvider,
	type SendWire,
	sendConsented,
} from "@musa/core/providers";
import { makeNodeSend } from "@musa/core/providers/node-send";
import type { ProviderServer, ServiceKind } from "./provider-server.js";

export const PRICE = 40_000;

export function makeProvider(
	kind: ServiceKind,
	baseUrl: string,
): RemoteProvider {
	if (kind === "openai") return makeOpenAiProvider(baseUrl);
	if (kind === "gemini") return makeGeminiProvider(baseUrl);
	return makeOpenInferenceProvider(baseUrl, "musa-txt2img-v1");
}

export function makeJob(
	kind: ServiceKind,
	changes: Partial<RemoteJob> = {},
): RemoteJob {
	return {
		prompt: "three foxes",
		modelId: "musa-txt2img-v1",
		size: { width: 640, height: 480 },
		count: kind === "openai" ? 4 : 1,
		seed: 7,
		needsAlpha: true,
		references: [],
		...changes,
	};
}

/** A ledger that only remembers. */
export function makeMemoryLedger(): EgressLedger & {
	readonly lines: string[];
} {
	const lines: string[] = [];
	return {
		lines,
		async reserve(entry) {
			lines.push(JSON.stringify(entry));
		},
		async settle(id, outcome, costMicros) {
			lines.push(JSON.stringify({ id, outcome, costMicros }));
		},
	};
}

export interface JobRun {
	readonly pictures?: RemotePictures;
	readonly error?: unknown;
	readonly sheet: ConsentSheet;
	readonly waits: readonly number[];
	readonly ledger: ReturnType<typeof makeMemoryLedger>;
}

export async function runJob(
	kind: ServiceKind,
	server: ProviderServer,
	job: RemoteJob = makeJob(kind),
	send: SendWire = makeNodeSend({
		readKey: () => server.key,
		idleMs: 20_000,
	}),
): Promise<JobRun> {
	const provider = makeProvider(kind, server.baseUrl);
	const wire = provider.composeJob(job, { id: job.modelId });
	const sheet = makeConsentSheet(wire, job, {
		providerId: provider.id,
		priceMicros: PRICE,
		retention: "",
	});
	const desk = openConsentDesk(Date.now);
	const token = desk.grant(sheet, { maxCalls: 10, maxCostMicros: 10 * PRICE });
	const waits: number[] = [];
	const ledger = makeMemoryLedger();
	try {
		const pictures = await sendConsented(
			new AbortController().signal,
			wire,
			job,
			{
				provider,
				rules: { host: server.host, isPrivate: true },
				isForbidden: () => false,
				desk,
				token,
				ledger,
				caps: { job: 1e9, day: 1e9, month: 1e9 },
				priceMicros: PRICE,
				jobId: randomUUID(),
				modelId: job.modelId,
				send,
				now: Date.now,
				sleep: async (_, ms) => {
					waits.push(ms);
				},
			},
		);
		return { pictures, sheet, waits, ledger };
	} catch (error) {
		return { error, sheet, waits, ledger };
	}
}
