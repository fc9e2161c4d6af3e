import { expect, test } from "vitest";
import { encodeBase64 } from "./base64.js";
import { makeGeminiProvider } from "./gemini.js";
import type { RemoteJob, WireReply } from "./remote-provider.js";

const provider = makeGeminiProvider("https://host.example/v1beta/");
const png = new Uint8Array(100);
png.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const job: RemoteJob = {
	prompt: "a red fox",
	modelId: "some-image-model",
	size: { width: 512, height: 300 },
	count: 1,
	seed: 0xffffffff,
	needsAlpha: true,
	references: [png],
};

function reply(json: unknown): WireReply {
	const body = new TextEncoder().encode(JSON.stringify(json));
	return { status: 200, headers: {}, body };
}

test("a job is one turn of text and pictures, and asks for a picture of the nearest shape", () => {
	const { url, body } = provider.composeJob(job, { id: job.modelId });
	expect(url).toBe(
		"https://host.example/v1beta/models/some-image-model:generateContent",
	);
	expect(JSON.parse(new TextDecoder().decode(body))).toEqual({
		contents: [
			{
				role: "user",
				parts: [
					{ text: "a red fox" },
					{ inlineData: { mimeType: "image/png", data: encodeBase64(png) } },
				],
			},
		],
		generationConfig: {
			responseModalities: ["IMAGE"],
			// int32 there.
			seed: 0x7fffffff,
			imageConfig: { aspectRatio: "16:9" },
		},
	});
});

test("what a model sketches while it thinks is no answer", () => {
	const sketch = png.slice();
	sketch[99] = 1;
	const inline = (file: Uint8Array) => ({
		inlineData: { mimeType: "image/png", data: encodeBase64(file) },
	});
	const answer = reply({
		candidates: [
			{
				content: {
					parts: [
						{ ...inline(sketch), thought: true },
						{ text: "Here." },
						inline(png),
					],
				},
				finishReason: "STOP",
			},
		],
	});
	expect(provider.readPictures(answer, job).files).toEqual([png]);
});

test.each([
	{ promptFeedback: { blockReason: "PROHIBITED_CONTENT" } },
	{ candidates: [] },
	{ candidates: [{ finishReason: "IMAGE_SAFETY" }] },
	{
		candidates: [
			{ content: { parts: [{ text: "No." }] }, finishReason: "STOP" },
		],
	},
])("%j is a refusal", (json) => {
	expect(() => provider.readPictures(reply(json), job)).toThrow(
		expect.objectContaining({ code: "provider/refused" }),
	);
});
