// What the user set up beyond this device. It comes from this computer's storage only; whatever is damaged there counts as
// not set up.
import {
	type ModelCapabilities,
	openProvider as openCoreProvider,
	type ProviderId,
	type RemoteProvider,
	type SpendCaps,
	serviceKinds,
} from "@musa/core/providers";

/** A service that the user set up. Its key is elsewhere. */
export interface Service {
	readonly id: string;
	readonly kind: ProviderId;
	readonly baseUrl: string;
	readonly modelId: string;
	/** Whether it is a server of the user's own, so that it may be near. */
	readonly isPrivate: boolean;
	/** Millionths for one picture; `null` if nobody knows. */
	readonly priceMicros: number | null;
	readonly retention: string;
	/** Models that the service named when it was asked. */
	readonly models: readonly ModelCapabilities[];
}

/** Everything that the user decided. */
export interface ServiceSettings {
	readonly currency: string;
	readonly caps: SpendCaps;
	readonly services: readonly Service[];
	/** The one that is used. */
	readonly chosenId: string;
	/** Whether the draft goes along as a reference. */
	readonly sendsDraft: boolean;
	/** Address of a runner page; empty for none. */
	readonly runnerUrl: string;
	/** The drawer of the runner's store that is this user's, 32 hex digits; empty while nothing was kept. */
	readonly drawer: string;
}

/** Nothing is set up and nothing may be spent. */
export const noServices: ServiceSettings = {
	currency: "USD",
	caps: { job: 0, day: 0, month: 0 },
	services: [],
	chosenId: "",
	sendsDraft: true,
	runnerUrl: "",
	drawer: "",
};

/** Reads settings; what is not right falls back to what allows least. */
export function parseServiceSettings(json: string | null): ServiceSettings {
	let given: Partial<Record<keyof ServiceSettings, unknown>> = {};
	try {
		given = Object(JSON.parse(json ?? "{}"));
	} catch {
		return noServices;
	}
	const caps = Object(given.caps) as Record<string, unknown>;
	const services = Array.isArray(given.services)
		? given.services.filter(isService)
		: [];
	return {
		currency:
			typeof given.currency === "string" && /^[A-Z]{3}$/.test(given.currency)
				? given.currency
				: noServices.currency,
		caps: {
			job: readAmount(caps.job),
			day: readAmount(caps.day),
			month: readAmount(caps.month),
		},
		services,
		chosenId: typeof given.chosenId === "string" ? given.chosenId : "",
		sendsDraft: given.sendsDraft !== false,
		runnerUrl: typeof given.runnerUrl === "string" ? given.runnerUrl : "",
		drawer:
			typeof given.drawer === "string" && /^[0-9a-f]{32}$/.test(given.drawer)
				? given.drawer
				: "",
	};
}

/** The service that is used, if one is. */
export function findService(settings: ServiceSettings): Service | undefined {
	const { services, chosenId } = settings;
	return services.find(({ id }) => id === chosenId) ?? services[0];
}

/** Opens the provider of a service. A page cannot see the header that splits binary replies, so tensors travel as JSON. */
export function openProvider(service: Service): RemoteProvider {
	const { kind, baseUrl, modelId } = service;
	return openCoreProvider({
		providerId: kind,
		baseUrl,
		modelId,
		tensors: "json",
	});
}

/** What is known about the model of a service. */
export function readModel({ models, modelId }: Service): ModelCapabilities {
	return models.find(({ id }) => id === modelId) ?? { id: modelId };
}

/** Millionths of one picture; a private server without a price costs nothing. */
export function priceOf(service: Service): number | undefined {
	return service.priceMicros ?? (service.isPrivate ? 0 : undefined);
}

/** How a service is called on screens. */
export function nameService({ kind, baseUrl }: Service): string {
	const label = serviceKinds.find(({ id }) => id === kind)?.label ?? kind;
	return `${label}, ${hostOf(baseUrl)}`;
}

/** `host:port` of an address, or the text itself if it is none. */
export function hostOf(url: string): string {
	try {
		return new URL(url).host;
	} catch {
		return url;
	}
}

/** Whether this build's manifest lets the page reach an address. */
export function isHostAllowed(
	url: string,
	hosts: readonly string[] = MUSA_HOSTS,
): boolean {
	let origin: string;
	try {
		origin = new URL(url).origin;
	} catch {
		return false;
	}
	return hosts.some((host) =>
		host.endsWith(":*")
			? origin === host.slice(0, -2) || origin.startsWith(host.slice(0, -1))
			: origin === host,
	);
}

function readAmount(value: unknown): number {
	return Number.isSafeInteger(value) && (value as number) >= 0
		? (value as number)
		: 0;
}

function isService(value: unknown): value is Service {
	const service = Object(value) as Partial<Record<keyof Service, unknown>>;
	return (
		typeof service.id === "string" &&
		serviceKinds.some(({ id }) => id === service.kind) &&
		typeof service.baseUrl === "string" &&
		typeof service.modelId === "string" &&
		typeof service.isPrivate === "boolean" &&
		(service.priceMicros === null ||
			(Number.isSafeInteger(service.priceMicros) &&
				(service.priceMicros as number) >= 0)) &&
		typeof service.retention === "string" &&
		Array.isArray(service.models)
	);
}
