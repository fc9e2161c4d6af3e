// A studio's own servers: Open Inference Protocol v2 over REST with the binary tensor extension, JSON where the server has
// no extension. https://github.com/kserve/open-inference-protocol/blob/main/specification/protocol/inference_rest.md
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { decodeBase64, encodeBase64 } from "./base64.js";
import {
	assertSuccess,
	get,
	invalidReply,
	type Json,
	listOf,
	parseJson,
	refused,
	sortPictures,
	textOf,
} from "./read-reply.js";
import type {
	ModelCapabilities,
	RemoteJob,
	RemoteProvider,
	WireReply,
	WireRequest,
} from "./remote-provider.js";
import { concat, getJson, trimBase, unsupported } from "./write-request.js";

const splitHeader = "inference-header-content-length";

interface Input {
	readonly name: string;
	readonly datatype: "BYTES" | "INT32" | "INT64" | "FP32";
	readonly bytes: Uint8Array;
	/** For servers without the extension. */
	readonly json: string | number;
}

/** How tensors travel. */
export type TensorEncoding = "binary" | "json";

/** The provider `open-inference`; one address per server, e.g. `https://draw.studio.lan`. */
export function makeOpenInferenceProvider(
	baseUrl: string,
	modelId: string,
	encoding: TensorEncoding = "binary",
): RemoteProvider {
	const base = trimBase(baseUrl);
	const modelUrl = (id: string): string => `${base}/v2/models/${id}`;
	return {
		id: "open-inference",
		keyHeader: { name: "authorization", prefix: "Bearer " },
		// The server draws a key only once and keeps the result.
		isIdempotent: true,
		maxCount: 1,
		composeDiscovery: () => getJson(modelUrl(modelId)),
		readCapabilities: readModel,
		composeJob(job) {
			if (job.count !== 1) throw unsupported("one picture per call");
			if (!/^[\w.-]+$/.test(job.modelId))
				throw unsupported("the model's name is not valid");
			if (job.references.length > 1)
				throw unsupported("one reference picture at most");
			return compose(`${modelUrl(job.modelId)}/infer`, job, encoding);
		},
		readPictures(reply, job) {
			assertSuccess(reply);
			return readOutputs(reply, keyOf(job));
		},
	};
}

/** Asks a server which extensions of the protocol it has. */
export function composeServerMetadata(baseUrl: string): WireRequest {
	return getJson(`${trimBase(baseUrl)}/v2`);
}

/**
 * Reads whether tensors may travel in binary; JSON is what every server has.
 *
 * @throws ProviderError
 */
export function readTensorEncoding(reply: WireReply): TensorEncoding {
	assertSuccess(reply);
	const extensions = listOf(get(parseJson(reply.body), "extensions"));
	const isBinary = extensions.some((name) =>
		["binary_tensor_data", "binary_tensor_data_extension"].includes(
			textOf(name),
		),
	);
	return isBinary ? "binary" : "json";
}

function listInputs(job: RemoteJob): readonly Input[] {
	const text = (name: string, value: string): Input => ({
		name,
		datatype: "BYTES",
		bytes: withLength(new TextEncoder().encode(value)),
		json: value,
	});
	const number = (
		name: string,
		datatype: "INT32" | "FP32",
		value: number,
	): Input => {
		const bytes = new Uint8Array(4);
		const view = new DataView(bytes.buffer);
		if (datatype === "FP32") view.setFloat32(0, value, true);
		else view.setInt32(0, value, true);
		return { name, datatype, bytes, json: value };
	};
	const seed = new Uint8Array(8);
	new DataView(seed.buffer).setUint32(0, job.seed ?? 0, true);
	const [draft] = job.references;
	return [
		text("prompt", job.prompt),
		text("negative_prompt", job.negativePrompt ?? ""),
		{ name: "seed", datatype: "INT64", bytes: seed, json: job.seed ?? 0 },
		number("width", "INT32", job.size.width),
		number("height", "INT32", job.size.height),
		number("steps", "INT32", job.stepCount ?? 4),
		number("guidance", "FP32", job.guidanceScale ?? 1),
		...(draft
			? [
					{
						name: "init_image",
						datatype: "BYTES",
						bytes: withLength(draft),
						json: encodeBase64(draft),
					} as const,
					number("strength", "FP32", job.strength ?? 0.6),
				]
			: []),
	];
}

/** What makes two jobs the same: servers draw one key once. */
function keyOf(job: RemoteJob): string {
	const parts = listInputs(job).map(({ name, bytes }) =>
		concat([new TextEncoder().encode(`${name}:${bytes.length}:`), bytes]),
	);
	const model = new TextEncoder().encode(`${job.modelId}:`);
	return bytesToHex(sha256(concat([model, ...parts])));
}

function compose(
	url: string,
	job: RemoteJob,
	encoding: TensorEncoding,
): WireRequest {
	const inputs = listInputs(job);
	const key = keyOf(job);
	const isBinary = encoding === "binary";
	const header = new TextEncoder().encode(
		JSON.stringify({
			id: key,
			parameters: { binary_data_output: isBinary, musa_key: key },
			inputs: inputs.map(({ name, datatype, bytes, json }) => ({
				name,
				shape: [1],
				datatype,
				...(isBinary
					? { parameters: { binary_data_size: bytes.length } }
					: { data: [json] }),
			})),
			outputs: ["image", "sha256", "engine"].map((name) => ({
				name,
				parameters: { binary_data: isBinary && name === "image" },
			})),
		}),
	);
	const common = { accept: "*/*", "x-request-id": key };
	if (!isBinary)
		return {
			method: "POST",
			url,
			headers: { ...common, "content-type": "application/json" },
			body: header,
		};
	return {
		method: "POST",
		url,
		headers: {
			...common,
			"content-type": "application/octet-stream",
			[splitHeader]: String(header.length),
		},
		body: concat([header, ...inputs.map(({ bytes }) => bytes)]),
	};
}

/** A BYTES element: its length as uint32, little-endian, then its bytes. */
function withLength(bytes: Uint8Array): Uint8Array {
	const length = new Uint8Array(4);
	new DataView(length.buffer).setUint32(0, bytes.length, true);
	return concat([length, bytes]);
}

const requiredInputs = ["prompt", "seed", "width", "height", "steps"];

function readModel(reply: WireReply): readonly ModelCapabilities[] {
	assertSuccess(reply);
	const json = parseJson(reply.body);
	const names = (field: string): string[] =>
		listOf(get(json, field)).map((item) => textOf(get(item, "name")));
	const inputs = names("inputs");
	const id = textOf(get(json, "name"));
	if (
		id === "" ||
		!names("outputs").includes("image") ||
		!requiredInputs.every((name) => inputs.includes(name))
	)
		throw invalidReply("the model has other inputs than are needed");
	return [
		{
			id,
			hasAlpha: true,
			hasMasks: false,
			hasReferences: inputs.includes("init_image"),
			hasSeed: true,
		},
	];
}

function readOutputs(
	reply: WireReply,
	key: string,
): ReturnType<RemoteProvider["readPictures"]> {
	const { json, tail } = split(reply);
	const error = textOf(get(json, "error"));
	if (error !== "") throw invalidReply("the server reports an error");
	if (get(json, "id") !== key) throw invalidReply("it answers another request");
	const outputs = listOf(get(json, "outputs"));
	if (get(json, "parameters", "refused") === true || outputs.length === 0)
		throw refused("the server sent no picture");
	const found = new Map<string, Uint8Array>();
	let offset = 0;
	for (const output of outputs) {
		const name = textOf(get(output, "name"));
		if (found.has(name)) throw invalidReply(`${name} came twice`);
		const size = get(output, "parameters", "binary_data_size");
		if (size === undefined) {
			found.set(name, readJsonElement(name, listOf(get(output, "data"))[0]));
			continue;
		}
		if (!isCount(size) || offset + size > tail.length)
			throw invalidReply("its tensors are longer than the reply");
		found.set(name, readElement(tail.subarray(offset, offset + size)));
		offset += size;
	}
	if (offset !== tail.length)
		throw invalidReply("its tensors are shorter than the reply");
	const image = found.get("image");
	const stated = found.get("sha256");
	if (
		image !== undefined &&
		stated !== undefined &&
		new TextDecoder().decode(stated).toLowerCase() !== bytesToHex(sha256(image))
	)
		throw invalidReply("the picture's hash is another");
	return sortPictures([image], 1);
}

function split({ headers, body }: WireReply): {
	json: Json;
	tail: Uint8Array;
} {
	const stated = headers[splitHeader];
	if (stated === undefined)
		return { json: parseJson(body), tail: new Uint8Array() };
	const length = /^\d{1,10}$/.test(stated) ? Number(stated) : -1;
	if (length < 2 || length > body.length)
		throw invalidReply(`${splitHeader} is not right`);
	return {
		json: parseJson(body.subarray(0, length)),
		tail: body.subarray(length),
	};
}

function readJsonElement(name: string, value: Json | undefined): Uint8Array {
	if (typeof value !== "string") throw invalidReply(`${name} is no text`);
	if (name !== "image") return new TextEncoder().encode(value);
	const bytes = decodeBase64(value);
	if (bytes === undefined) throw invalidReply("the picture is not base64");
	return bytes;
}

function readElement(bytes: Uint8Array): Uint8Array {
	const stated =
		bytes.length < 4
			? -1
			: new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
	if (stated !== bytes.length - 4)
		throw invalidReply("a tensor's length is not right");
	return bytes.subarray(4);
}

function isCount(value: Json): value is number {
	return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}
