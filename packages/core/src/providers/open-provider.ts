// The one choice between vendors, for every host that keeps settings of services.
import { makeGeminiProvider } from "./gemini.js";
import {
	makeOpenInferenceProvider,
	type TensorEncoding,
} from "./open-inference.js";
import { makeOpenAiProvider } from "./openai.js";
import { makeOpenAiCompatibleProvider } from "./openai-compatible.js";
import type { ProviderId } from "./provider-id.js";
import type { RemoteProvider } from "./remote-provider.js";

/** What a provider needs to know of a service that the user set up. */
export interface ProviderSetup {
	readonly providerId: ProviderId;
	readonly baseUrl: string;
	readonly modelId: string;
	/** How tensors travel, of `open-inference`; binary if left out. */
	readonly tensors?: TensorEncoding;
}

/** The provider of a service that the user set up. */
export function openProvider(setup: ProviderSetup): RemoteProvider {
	const { providerId, baseUrl, modelId, tensors } = setup;
	switch (providerId) {
		case "openai":
			return makeOpenAiProvider(baseUrl);
		case "gemini":
			return makeGeminiProvider(baseUrl);
		case "openai-compatible":
			return makeOpenAiCompatibleProvider(baseUrl);
		case "open-inference":
			return makeOpenInferenceProvider(baseUrl, modelId, tensors);
	}
}
