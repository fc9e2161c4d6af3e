import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { encodePng } from "../image/png-encode.js";
import { makeRgbaImage } from "../image/rgba-image.js";
import { makeOpenInferenceProvider } from "./open-inference.js";
import type { RemoteJob, WireReply } from "./remote-provider.js";

const job: RemoteJob = {
	prompt: "a fox",
	modelId: "musa-txt2img-v1",
	size: { width: 300, height: 200 },
	count: 1,
	seed: 2 ** 32 - 1,
	needsAlpha: true,
	references: [],
};
const provider = makeOpenInferenceProvider("http://10.0.0.7", job.modelId);
const capabilities = { id: job.modelId };
const picture = encodePng(makeRgbaImage(4, 4));
const sha = createHash("sha256").update(picture).digest("hex");
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

test("the bytes of a request are those of the specification", () => {
	const { url, headers, body } = provider.composeJob(job, capabilities);
	expect(url).toBe("http://10.0.0.7/v2/models/musa-txt2img-v1/infer");
	const length = Number(headers["inference-header-content-length"]);
	const json = JSON.parse(new TextDecoder().decode(body.subarray(0, length)));
	expect(json.inputs).toEqual([
		...["prompt", "negative_prompt"].map((name, i) => ({
			name,
			shape: [1],
			datatype: "BYTES",
			parameters: { binary_data_size: [9, 4][i] },
		})),
		{
			name: "seed",
			shape: [1],
			datatype: "INT64",
			parameters: { binary_data_size: 8 },
		},
		...["width", "height", "steps"].map((name) => ({
			name,
			shape: [1],
			datatype: "INT32",
			parameters: { binary_data_size: 4 },
		})),
		{
			name: "guidance",
			shape: [1],
			datatype: "FP32",
			parameters: { binary_data_size: 4 },
		},
	]);
	expect(Buffer.from(body.subarray(length)).toString("hex")).toBe(
		[
			...["05000000", "6120666f78", "00000000", "ffffffff00000000"],
			...["2c010000", "c8000000", "04000000", "0000803f"],
		].join(""),
	);
	expect(headers["x-request-id"]).toBe(json.id);
});

test("the same job has the same key, another job another", () => {
	const key = (changes: object): string | undefined =>
		provider.composeJob({ ...job, ...changes }, capabilities).headers[
			"x-request-id"
		];
	expect(key({})).toBe(key({}));
	const changes = [
		{ seed: 1 },
		{ prompt: "a fo" },
		{ negativePrompt: "x" },
		{ modelId: "b" },
	];
	expect(new Set([{}, ...changes].map(key)).size).toBe(5);
});

function reply(
	edit: (parts: {
		json: Record<string, unknown>;
		tail: Uint8Array;
		header?: string;
	}) => object = (x) => x,
): WireReply {
	const id = provider.composeJob(job, capabilities).headers["x-request-id"];
	const size = new Uint8Array(4);
	new DataView(size.buffer).setUint32(0, picture.length, true);
	const parts = {
		json: {
			id,
			outputs: [
				{
					name: "image",
					datatype: "BYTES",
					shape: [1],
					parameters: { binary_data_size: picture.length + 4 },
				},
				{ name: "sha256", datatype: "BYTES", shape: [1], data: [sha] },
			],
		} as Record<string, unknown>,
		tail: new Uint8Array([...size, ...picture]),
	};
	const { json, tail, header } = { ...parts, ...edit(parts) } as {
		json: unknown;
		tail: Uint8Array;
		header?: string;
	};
	const head = utf8(JSON.stringify(json));
	return {
		status: 200,
		headers: {
			"inference-header-content-length": header ?? String(head.length),
		},
		body: new Uint8Array([...head, ...tail]),
	};
}

test("a good reply gives the picture", () => {
	expect(provider.readPictures(reply(), job).files).toEqual([picture]);
});

const output =
	(changes: object) =>
	(parts: { json: Record<string, unknown> }): object => ({
		json: {
			...parts.json,
			outputs: [
				{
					name: "image",
					datatype: "BYTES",
					shape: [1],
					parameters: { binary_data_size: picture.length + 4 },
					...changes,
				},
			],
		},
	});
test.each([
	["no number in the header", () => ({ header: "abc" })],
	["a negative header", () => ({ header: "-1" })],
	["a header beyond the body", () => ({ header: "99999999" })],
	[
		"another request's id",
		({ json }: { json: object }) => ({ json: { ...json, id: "x" } }),
	],
	[
		"a size beyond the body",
		output({ parameters: { binary_data_size: 2 ** 32 } }),
	],
	["a negative size", output({ parameters: { binary_data_size: -4 } })],
	[
		"a size that is no number",
		output({ parameters: { binary_data_size: "9" } }),
	],
	[
		"a tail that is longer",
		({ tail }: { tail: Uint8Array }) => ({
			tail: new Uint8Array([...tail, 1]),
		}),
	],
	[
		"a length before the element that lies",
		({ tail }: { tail: Uint8Array }) => ({ tail: tail.with(0, 1) }),
	],
	[
		"another hash",
		({ tail }: { tail: Uint8Array }) => ({ tail: tail.with(60, tail[60] ^ 1) }),
	],
	[
		"the output twice",
		({ json }: { json: { outputs: object[] } }) => ({
			json: { ...json, outputs: [json.outputs[1], json.outputs[1]] },
		}),
	],
	[
		"an error",
		({ json }: { json: object }) => ({
			json: { ...json, error: "out of memory: a fox" },
		}),
	],
] as [string, (parts: never) => object][])("%s is no reply", (_, edit) => {
	expect(() => provider.readPictures(reply(edit as never), job)).toThrow(
		expect.objectContaining({ code: "provider/reply-invalid" }),
	);
});

test("whatever comes, it ends in pictures or in an error of a provider", () => {
	const good = reply();
	fc.assert(
		fc.property(
			fc.array(fc.tuple(fc.nat(good.body.length - 1), fc.nat(255)), {
				maxLength: 8,
			}),
			fc.nat(good.body.length),
			(changes, length) => {
				const body = good.body.slice(0, length);
				for (const [at, value] of changes) if (at < length) body[at] = value;
				try {
					provider.readPictures({ ...good, body }, job);
				} catch (error) {
					expect(error).toMatchObject({ name: "ProviderError" });
				}
			},
		),
		{ numRuns: 500 },
	);
});

test("a model with other inputs is not taken", () => {
	const models = (inputs: string[]): unknown =>
		provider.readCapabilities({
			status: 200,
			headers: {},
			body: utf8(
				JSON.stringify({
					name: "m",
					inputs: inputs.map((name) => ({ name })),
					outputs: [{ name: "image" }],
				}),
			),
		});
	expect(
		models(["prompt", "seed", "width", "height", "steps", "init_image"]),
	).toMatchObject([{ id: "m", hasReferences: true }]);
	expect(() => models(["prompt"])).toThrow(
		expect.objectContaining({ code: "provider/reply-invalid" }),
	);
});
