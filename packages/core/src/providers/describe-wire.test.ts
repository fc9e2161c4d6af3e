import { expect, test } from "vitest";
import { describeWire } from "./describe-wire.js";
import { makeGeminiProvider } from "./gemini.js";
import { makeOpenInferenceProvider } from "./open-inference.js";
import { makeOpenAiProvider } from "./openai.js";
import type { RemoteJob } from "./remote-provider.js";

const picture = Uint8Array.from({ length: 300 }, (_, i) => (i * 37) & 255);
const job: RemoteJob = {
	prompt: "three foxes, “Entropy”",
	modelId: "found-1",
	size: { width: 64, height: 64 },
	count: 1,
	needsAlpha: false,
	references: [picture],
};
const baseUrl = "https://api.example.com/v1";

test.each([
	["a form", makeOpenAiProvider(baseUrl), 1],
	["JSON", makeGeminiProvider(baseUrl), 1],
	["tensors", makeOpenInferenceProvider(baseUrl, "found-1"), 1],
	["tensors as JSON", makeOpenInferenceProvider(baseUrl, "found-1", "json"), 1],
])(
	"%s: address, words and fields are spelt out, pictures and the key are named",
	(_, provider, count) => {
		const text = describeWire(
			provider.composeJob(job, { id: job.modelId }),
			job,
			provider.keyHeader,
		);
		expect(text).toContain("POST https://api.example.com/v1");
		expect(text).toContain("three foxes, “Entropy”");
		expect(text).toContain(`${provider.keyHeader.name}: `);
		expect(text).toContain("‹your key, if there is one›");
		expect(text.split("‹picture 1, 300 bytes›")).toHaveLength(count + 1);
	},
);
