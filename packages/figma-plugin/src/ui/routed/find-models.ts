import { discoverModels, makeConsentSheet } from "@musa/core/providers";
import { makeBrowserSend } from "@musa/core/providers/browser-send";
import { makeId } from "../make-id.js";
import { makeFetchWithKey } from "./fetch-with-key.js";
import type { RoutedContext } from "./routed-context.js";
import { openProvider, type Service } from "./services.js";
import { sleep } from "./sleep.js";

const maxModelCount = 200;

/**
 * Asks a service for its models, after a sheet that says so.
 *
 * @returns the service with what it said; `undefined` if nothing was sent
 * @throws MusaError, AbortError
 */
export async function findModels(
	service: Service,
	context: RoutedContext,
): Promise<Service | undefined> {
	const { routed, desk } = context;
	const provider = openProvider(service);
	const wire = provider.composeDiscovery();
	const nothing = {
		prompt: "",
		modelId: "",
		size: { width: 1, height: 1 },
		count: 1,
		needsAlpha: false,
		references: [],
	};
	const sheet = makeConsentSheet(wire, nothing, {
		providerId: provider.id,
		priceMicros: 0,
		retention: service.retention,
	});
	const part = {
		label: "Its models",
		prompt: "",
		negativePrompt: "",
		pictures: [],
		requestText: `${wire.method} ${wire.url}`,
	};
	const token = await context.askConsent(
		service,
		{
			modelId: "asks which there are",
			parts: [part],
			bytes: sheet.bytes,
			priceMicros: 0,
			reasons: [],
		},
		() => desk.grant(sheet, { maxCalls: 1, maxCostMicros: 0 }),
	);
	if (!token) return undefined;
	const models = await context.runJob(`Asking ${sheet.host}`, (signal) =>
		discoverModels(signal, {
			provider,
			rules: { host: sheet.host, isPrivate: service.isPrivate },
			isForbidden: () => routed.isNever.value,
			desk,
			token,
			ledger: context.ledger,
			caps: routed.settings.value.caps,
			priceMicros: 0,
			jobId: makeId(),
			modelId: "",
			send: makeBrowserSend({
				fetchWithKey: makeFetchWithKey(context.sandbox, service.id),
			}),
			now: Date.now,
			sleep,
		}),
	);
	return models && { ...service, models: models.slice(0, maxModelCount) };
}
