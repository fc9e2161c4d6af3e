import {
	makeGeminiProvider,
	makeOpenAiCompatibleProvider,
	makeOpenAiProvider,
	makeOpenInferenceProvider,
	type RemoteProvider,
} from "@musa/core/providers";
import type { TierSettings } from "./user-settings.js";

/** The provider of a tier that the user set up. */
export function openProvider({
	providerId,
	baseUrl,
	modelId,
	tensors,
}: TierSettings): RemoteProvider {
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
