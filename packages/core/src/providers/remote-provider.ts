// Services beyond this device, all behind one interface. A provider only writes requests and reads replies; the one
// place that sends them is send-consented.ts, and the key is added even later, by the host.
import type { ImageSize } from "../records.js";

/** What a service is asked to draw. */
export interface RemoteJob {
	readonly prompt: string;
	readonly negativePrompt?: string;
	readonly modelId: string;
	/** px, of the slot; a service may answer in another size. */
	readonly size: ImageSize;
	/** Pictures per call. */
	readonly count: number;
	/** uint32 */
	readonly seed?: number;
	readonly stepCount?: number;
	readonly guidanceScale?: number;
	readonly needsAlpha: boolean;
	/** Whole PNG files; the first is the draft. */
	readonly references: readonly Uint8Array[];
	/** 0..1: how much of the draft may change. */
	readonly strength?: number;
	/** Whole PNG file of the size of the draft; transparent where the picture may change. */
	readonly mask?: Uint8Array;
}

/** One HTTP request, complete but for the key. */
export interface WireRequest {
	readonly method: "GET" | "POST";
	readonly url: string;
	/** Lower-case names; never a key. */
	readonly headers: Readonly<Record<string, string>>;
	readonly body: Uint8Array;
}

/** One HTTP reply. */
export interface WireReply {
	readonly status: number;
	/** Lower-case names. */
	readonly headers: Readonly<Record<string, string>>;
	readonly body: Uint8Array;
}

/** What one model of a service can do; `undefined` where the service does not say. */
export interface ModelCapabilities {
	readonly id: string;
	readonly sizes?: readonly ImageSize[];
	readonly hasAlpha?: boolean;
	readonly hasMasks?: boolean;
	readonly hasReferences?: boolean;
	readonly hasSeed?: boolean;
	/** Of one picture, in millionths of the user's currency. */
	readonly priceMicros?: number;
}

/** Pictures of a reply; those that cannot be used are explained, and keep no others back. */
export interface RemotePictures {
	/** Whole PNG, JPEG or WebP files. */
	readonly files: readonly Uint8Array[];
	/** One plain clause per picture that is missing or damaged. */
	readonly problems: readonly string[];
}

/** How the host adds the key: a header and what stands before the key in it. */
export interface KeyHeader {
	readonly name: string;
	readonly prefix: string;
}

/** One service: how its requests are written and its replies read. All functions are pure. */
export interface RemoteProvider {
	readonly id: string;
	readonly keyHeader: KeyHeader;
	/** Whether the same request twice is done once. */
	readonly isIdempotent: boolean;
	readonly maxCount: number;
	/** Asks for the models; sends nothing of the user's. */
	composeDiscovery(): WireRequest;
	/**
	 * @throws ProviderError `provider/…`
	 */
	readCapabilities(reply: WireReply): readonly ModelCapabilities[];
	/**
	 * Writes the request for a job; the same job gives the same bytes.
	 *
	 * @throws ProviderError `provider/job-unsupported`
	 */
	composeJob(job: RemoteJob, model: ModelCapabilities): WireRequest;
	/**
	 * Reads the reply to a job.
	 *
	 * @throws ProviderError `provider/refused`, `provider/unauthorized`, `provider/reply-invalid`, …
	 */
	readPictures(reply: WireReply, job: RemoteJob): RemotePictures;
}
