import type { ProviderId } from "./provider-id.js";

/** What a form for a new service begins with. */
export interface ServiceKind {
	readonly id: ProviderId;
	readonly label: string;
	readonly baseUrl: string;
	/** Whether such a server is mostly the user's own. */
	readonly isPrivate: boolean;
}

/** The kinds of services, with what a form begins with. */
export const serviceKinds: readonly [ServiceKind, ...ServiceKind[]] = [
	{
		id: "openai",
		label: "OpenAI",
		baseUrl: "https://api.openai.com/v1",
		isPrivate: false,
	},
	{
		id: "gemini",
		label: "Gemini",
		baseUrl: "https://generativelanguage.googleapis.com/v1beta",
		isPrivate: false,
	},
	{
		id: "openai-compatible",
		label: "Like OpenAI, elsewhere",
		baseUrl: "http://localhost:8080/v1",
		isPrivate: true,
	},
	{
		id: "open-inference",
		label: "Open Inference server",
		baseUrl: "http://localhost:8080",
		isPrivate: true,
	},
];
