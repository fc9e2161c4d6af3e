// What the routed edition keeps on this computer, written and read as tests need it.
import {
	readStorageLedger,
	type StorageLedgerReading,
} from "@musa/core/providers";
import type { ProviderServer } from "../provider-server.js";
import type { Panel } from "./open-panel.js";
import type { Sandbox } from "./open-sandbox.js";

/** Of a picture, in millionths. */
export const PRICE = 40_000;

/** What a test decides; the rest is a service like OpenAI's on this computer, with caps for ten pictures. */
export interface ServiceChanges {
	readonly priceMicros?: number | null;
	readonly isPrivate?: boolean;
	readonly modelId?: string;
	readonly caps?: {
		readonly job: number;
		readonly day: number;
		readonly month: number;
	};
	readonly runnerUrl?: string;
}

/** Address of a stand-in as a manifest names it: not by number. */
export function addressOf({
	baseUrl,
}: Pick<ProviderServer, "baseUrl">): string {
	return baseUrl.replace("127.0.0.1", "localhost");
}

/** Sets a stand-in up as the user's service, with its key, and forgets all else, the ledger included. */
export function setUpService(
	figma: Sandbox,
	server: Pick<ProviderServer, "baseUrl" | "key">,
	changes: ServiceChanges = {},
): void {
	const { priceMicros = PRICE, isPrivate = true, runnerUrl = "" } = changes;
	const cap = 10 * PRICE;
	figma.call("clearStorage");
	figma.call("writeStorage", "key/one", server.key);
	const service = {
		...{ id: "one", kind: "openai", modelId: changes.modelId ?? "painter-1" },
		...{ baseUrl: addressOf(server), isPrivate, priceMicros },
		...{ retention: "an hour", models: [] },
	};
	const settings = {
		...{ currency: "EUR", chosenId: "one", sendsDraft: true, runnerUrl },
		...{ services: [service] },
		caps: changes.caps ?? { job: cap, day: cap, month: cap },
	};
	figma.call("writeStorage", "services", JSON.stringify(settings));
}

/** What left this device, as the user's storage holds it. */
export function readLedger({ figma }: Panel): Promise<StorageLedgerReading> {
	const lines = figma
		.call<[string, unknown][]>("readWholeStorage")
		.flatMap(([key, line]) => (key.startsWith("ledger/") ? String(line) : []));
	return readStorageLedger({
		readLines: async () => lines,
		append: async () => undefined,
	});
}
