/** Kinds of services that can be set up. */
export const providerIds = [
	"openai",
	"gemini",
	"openai-compatible",
	"open-inference",
] as const;

/** Name of a kind of service. */
export type ProviderId = (typeof providerIds)[number];
