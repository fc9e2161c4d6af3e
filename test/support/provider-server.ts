// Stand-in services on loopback. They check every request against what the vendors document, and misbehave on demand.
import { createHash } from "node:crypto";
import {
	createServer,
	type IncomingMessage,
	type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { encodePng } from "@musa/core";

/** The services that can be stood in for. */
export type ServiceKind = "openai" | "gemini" | "open-inference";

/** What a service can do with one request. */
export const BEHAVIOURS = [
	"draws",
	"refuses-with-400",
	"refuses-with-an-empty-list",
	"refuses-with-a-flag",
	"rejects-the-key",
	"asks-to-wait-seconds",
	"asks-to-wait-until",
	"fails-after-drawing",
	"loses-the-reply",
	"breaks-off-the-reply",
	"answers-html",
	"draws-only-some",
	"redirects",
	"sends-too-much",
] as const;
export type Behaviour = (typeof BEHAVIOURS)[number];

/** One request as it arrived. */
export interface Arrival {
	readonly method: string;
	readonly path: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: Buffer;
}

/** A running stand-in. */
export interface ProviderServer {
	readonly baseUrl: string;
	readonly host: string;
	readonly key: string;
	/** What it does with the next requests, in order; it draws when the list is empty. */
	readonly script: Behaviour[];
	readonly arrivals: Arrival[];
	/** Pictures that were drawn, and so paid for. */
	executions: number;
	/** What it draws; a PNG unless a test says otherwise. */
	picture: Buffer;
	/** Origins that asked beforehand whether they may send, as browsers do. */
	readonly preflights: string[];
	/** What was wrong with requests; must stay empty. */
	readonly complaints: string[];
	close(): Promise<void>;
}

const PICTURE = Buffer.from(
	encodePng({
		width: 8,
		height: 6,
		pixels: Uint8Array.from({ length: 8 * 6 * 4 }, (_, i) =>
			i % 4 === 3 ? (i % 8 === 3 ? 0 : 255) : (i * 7) % 256,
		),
	}),
);
/** SHA-256 of the picture that all stand-ins draw. */
export const pictureSha256 = createHash("sha256").update(PICTURE).digest("hex");

/** Starts a stand-in for one service. */
export async function startProviderServer(
	kind: ServiceKind,
): Promise<ProviderServer> {
	const drawn = new Set<string>();
	const server = createServer((request, response) => {
		// As the vendors' own: any page may ask, and sees the plain headers only.
		response.setHeader("access-control-allow-origin", "*");
		if (request.method === "OPTIONS") {
			state.preflights.push(request.headers.origin ?? "");
			response
				.writeHead(204, {
					"access-control-allow-methods": "GET, POST",
					"access-control-allow-headers":
						request.headers["access-control-request-headers"] ?? "",
				})
				.end();
			return;
		}
		void receive(request).then((arrival) => answer(arrival, response));
	});
	await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
	const { port } = server.address() as AddressInfo;
	const state: ProviderServer = {
		host: `127.0.0.1:${port}`,
		baseUrl: `http://127.0.0.1:${port}${{ openai: "/v1", gemini: "/v1beta", "open-inference": "" }[kind]}`,
		key: `key-of-${kind}`,
		script: [],
		arrivals: [],
		executions: 0,
		picture: PICTURE,
		preflights: [],
		complaints: [],
		close: () =>
			new Promise((done) => {
				server.closeAllConnections();
				server.close(() => done());
			}),
	};
	function answer(arrival: Arrival, response: ServerResponse): void {
		state.arrivals.push(arrival);
		const json = (status: number, value: unknown, headers = {}) =>
			response
				.writeHead(status, { "content-type": "application/json", ...headers })
				.end(JSON.stringify(value));
		const { authorization, "x-goog-api-key": google } = arrival.headers;
		const shown =
			kind === "gemini" ? google : authorization?.replace("Bearer ", "");
		if (shown !== state.key) {
			json(401, { error: { message: "Incorrect API key provided" } });
			return;
		}
		if (arrival.method === "GET" && arrival.path === listPath[kind]) {
			json(200, models[kind]);
			return;
		}
		let job: CheckedJob;
		try {
			job = check[kind](arrival);
		} catch (error) {
			state.complaints.push(String(error));
			json(400, { error: { message: "malformed" } });
			return;
		}
		const draw = () => {
			// A studio's server draws a key only once.
			if (job.key === undefined || !drawn.has(job.key)) state.executions++;
			if (job.key !== undefined) drawn.add(job.key);
		};
		const good = () => success[kind](job, state.picture);
		const send = ({ headers, body }: Success) =>
			response.writeHead(200, headers).end(body);
		switch (state.script.shift() ?? "draws") {
			case "draws":
				draw();
				send(good());
				break;
			case "refuses-with-400":
				json(400, {
					error: {
						code: "moderation_blocked",
						message: "Your request was rejected by the safety system.",
					},
				});
				break;
			case "refuses-with-an-empty-list":
				json(200, emptyList[kind](job));
				break;
			case "refuses-with-a-flag":
				json(200, flag[kind](job));
				break;
			case "rejects-the-key":
				json(401, { error: { message: "Incorrect API key provided" } });
				break;
			case "asks-to-wait-seconds":
				json(429, { error: { message: "slow" } }, { "retry-after": "7" });
				break;
			case "asks-to-wait-until":
				json(
					429,
					{ error: { message: "slow" } },
					{ "retry-after": new Date(Date.now() + 9000).toUTCString() },
				);
				break;
			case "fails-after-drawing":
				draw();
				json(500, { error: { message: "internal" } });
				break;
			case "loses-the-reply":
				draw();
				response.socket?.destroy();
				break;
			case "breaks-off-the-reply": {
				draw();
				const { headers, body } = good();
				response.writeHead(200, {
					...headers,
					"content-length": String(body.length),
				});
				response.write(body.subarray(0, body.length >> 1), () =>
					response.socket?.destroy(),
				);
				break;
			}
			case "answers-html":
				response
					.writeHead(200, { "content-type": "text/html" })
					.end("<html><title>Sign in to the network</title></html>");
				break;
			case "draws-only-some":
				draw();
				send(success[kind](job, state.picture, true));
				break;
			case "redirects":
				response
					.writeHead(302, { location: "http://169.254.169.254/latest" })
					.end();
				break;
			case "sends-too-much":
				draw();
				response.writeHead(200, { "content-length": String(2 ** 31) });
				response.write(Buffer.alloc(1000), () => undefined);
				break;
		}
	}
	return state;
}

/** Where each service tells its models, and what it answers. */
const listPath: Record<ServiceKind, string> = {
	openai: "/v1/models",
	gemini: "/v1beta/models",
	"open-inference": "/v2/models/musa-txt2img-v1",
};
const tensors = (names: string) =>
	names.split(" ").map((name) => ({ name, datatype: "BYTES", shape: [1] }));
const models: Record<ServiceKind, unknown> = {
	openai: { object: "list", data: [{ id: "found-1" }, { id: "found-2" }] },
	gemini: {
		models: [
			{
				name: "models/found-1",
				supportedGenerationMethods: ["generateContent"],
			},
			{
				name: "models/words-only",
				supportedGenerationMethods: ["countTokens"],
			},
		],
	},
	"open-inference": {
		name: "musa-txt2img-v1",
		inputs: tensors("prompt seed width height steps init_image"),
		outputs: tensors("image sha256"),
	},
};

async function receive(request: IncomingMessage): Promise<Arrival> {
	const parts: Buffer[] = [];
	for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
	return {
		method: request.method ?? "",
		path: request.url ?? "",
		headers: request.headers as Record<string, string>,
		body: Buffer.concat(parts),
	};
}

interface CheckedJob {
	readonly count: number;
	/** For services that draw a key once. */
	readonly key?: string;
	readonly binary?: boolean;
}

interface Success {
	readonly headers: Record<string, string>;
	readonly body: Buffer;
}

function must(condition: boolean, what: string): void {
	if (!condition) throw new Error(what);
}

function onlyKeys(value: object, allowed: readonly string[], where: string) {
	for (const key of Object.keys(value))
		must(allowed.includes(key), `${where} has ${key}`);
}

const check: Record<ServiceKind, (arrival: Arrival) => CheckedJob> = {
	// CreateImageRequest and CreateImageEditRequest of the API reference; GPT image models take no response_format.
	openai({ method, path, headers, body }) {
		must(method === "POST", "images are posted");
		const type = headers["content-type"] ?? "";
		const isEdit = path === "/v1/images/edits";
		must(isEdit || path === "/v1/images/generations", `path ${path}`);
		const fields: Record<string, unknown> = isEdit
			? readForm(type, body)
			: JSON.parse(body.toString());
		if (!isEdit) must(type === "application/json", `type ${type}`);
		onlyKeys(
			fields,
			[
				...["model", "prompt", "n", "size", "background", "output_format"],
				...["quality", "moderation", "output_compression", "user"],
				...(isEdit ? ["image[]", "mask", "input_fidelity"] : []),
			],
			"the request",
		);
		must(typeof fields.model === "string" && fields.model !== "", "model");
		const { prompt } = fields;
		must(
			typeof prompt === "string" && prompt.length > 0 && prompt.length <= 32000,
			"prompt",
		);
		const count = Number(fields.n);
		must(Number.isInteger(count) && count >= 1 && count <= 10, "n");
		if (!isEdit) must(typeof fields.n === "number", "n is a number in JSON");
		must(/^(auto|\d{3,4}x\d{3,4})$/.test(String(fields.size)), "size");
		must(
			["auto", "transparent", "opaque"].includes(String(fields.background)),
			"background",
		);
		must(
			["png", "jpeg", "webp"].includes(String(fields.output_format)),
			"format",
		);
		return { count };
	},
	// GenerateContentRequest of v1beta.
	gemini({ method, path, headers, body }) {
		must(method === "POST", "posted");
		must(/^\/v1beta\/models\/[\w.-]+:generateContent$/.test(path), path);
		must(headers["content-type"] === "application/json", "type");
		const json = JSON.parse(body.toString());
		onlyKeys(json, ["contents", "generationConfig", "safetySettings"], "body");
		must(
			Array.isArray(json.contents) && json.contents.length === 1,
			"contents",
		);
		onlyKeys(json.contents[0], ["role", "parts"], "content");
		must(json.contents[0].role === "user", "role");
		for (const part of json.contents[0].parts) {
			onlyKeys(part, ["text", "inlineData"], "part");
			must(Object.keys(part).length === 1, "a part holds one thing");
			if (part.inlineData) {
				onlyKeys(part.inlineData, ["mimeType", "data"], "inlineData");
				must(
					Buffer.from(part.inlineData.data, "base64").toString("base64") ===
						part.inlineData.data,
					"base64",
				);
			}
		}
		const config = json.generationConfig;
		onlyKeys(config, ["responseModalities", "seed", "imageConfig"], "config");
		must(config.responseModalities.join() === "IMAGE", "modalities");
		must(config.seed === undefined || Number.isInteger(config.seed), "seed");
		must(/^\d+:\d+$/.test(config.imageConfig.aspectRatio), "aspectRatio");
		return { count: 1 };
	},
	// Open Inference Protocol v2 and the binary tensor data extension, byte by byte.
	"open-inference"({ method, path, headers, body }) {
		must(method === "POST", "posted");
		must(/^\/v2\/models\/[\w.-]+\/infer$/.test(path), path);
		const stated = headers["inference-header-content-length"];
		const binary = stated !== undefined;
		must(
			headers["content-type"] ===
				(binary ? "application/octet-stream" : "application/json"),
			"type",
		);
		const end = binary ? Number(stated) : body.length;
		const json = JSON.parse(body.subarray(0, end).toString());
		onlyKeys(json, ["id", "parameters", "inputs", "outputs"], "body");
		must(/^[0-9a-f]{64}$/.test(json.id), "id");
		must(headers["x-request-id"] === json.id, "x-request-id");
		const kinds: Record<string, string> = {
			...{ prompt: "BYTES", negative_prompt: "BYTES", seed: "INT64" },
			...{ width: "INT32", height: "INT32", steps: "INT32" },
			...{ guidance: "FP32", init_image: "BYTES", strength: "FP32" },
		};
		let offset = end;
		for (const input of json.inputs) {
			must(kinds[input.name] === input.datatype, `input ${input.name}`);
			must(JSON.stringify(input.shape) === "[1]", "shape");
			if (!binary) {
				must(input.data.length === 1, "one element");
				continue;
			}
			const size = input.parameters.binary_data_size;
			const width = { INT32: 4, FP32: 4, INT64: 8 }[input.datatype as "INT32"];
			if (width !== undefined) must(size === width, `${input.name} bytes`);
			else must(body.readUInt32LE(offset) === size - 4, `${input.name} length`);
			offset += size;
		}
		must(offset === body.length, "the tensors fill the body");
		return { count: 1, key: json.id, binary };
	},
};

const success: Record<
	ServiceKind,
	(job: CheckedJob, picture: Buffer, onlySome?: boolean) => Success
> = {
	openai: ({ count }, picture, onlySome) =>
		jsonSuccess({
			created: 1,
			data: Array.from({ length: count }, (_, i) => ({
				b64_json: (onlySome && i % 2 === 1
					? Buffer.from("not a picture, but long enough to be one")
					: picture
				).toString("base64"),
			})),
		}),
	gemini: (_, picture, onlySome) =>
		jsonSuccess({
			candidates: [
				{
					content: {
						role: "model",
						parts: [
							...(onlySome ? [{ text: "Here is your picture." }] : []),
							{
								inlineData: {
									mimeType: "image/png",
									data: picture.toString("base64"),
								},
							},
							...(onlySome
								? [{ inlineData: { mimeType: "image/png", data: "AAAA" } }]
								: []),
						],
					},
					finishReason: "STOP",
				},
			],
		}),
	"open-inference": ({ key, binary }, picture, onlySome) => {
		const hash = createHash("sha256").update(picture).digest("hex");
		// Without the extra outputs a reply is still whole.
		const extra = onlySome
			? []
			: [{ name: "sha256", datatype: "BYTES", shape: [1], data: [hash] }];
		const image = { name: "image", datatype: "BYTES", shape: [1] };
		if (!binary)
			return jsonSuccess({
				id: key,
				model_name: "musa-txt2img-v1",
				outputs: [{ ...image, data: [picture.toString("base64")] }, ...extra],
			});
		const header = Buffer.from(
			JSON.stringify({
				id: key,
				model_name: "musa-txt2img-v1",
				outputs: [
					{ ...image, parameters: { binary_data_size: picture.length + 4 } },
					...extra,
				],
			}),
		);
		const length = Buffer.alloc(4);
		length.writeUInt32LE(picture.length);
		return {
			headers: {
				"content-type": "application/octet-stream",
				"inference-header-content-length": String(header.length),
			},
			body: Buffer.concat([header, length, picture]),
		};
	},
};

const emptyList: Record<ServiceKind, (job: CheckedJob) => unknown> = {
	openai: () => ({ created: 1, data: [] }),
	gemini: () => ({ candidates: [] }),
	"open-inference": ({ key }) => ({ id: key, outputs: [] }),
};
const flag: Record<ServiceKind, (job: CheckedJob) => unknown> = {
	openai: ({ count }) => ({
		data: Array.from({ length: count }, () => ({
			b64_json: "",
			flagged: true,
		})),
	}),
	gemini: () => ({ promptFeedback: { blockReason: "IMAGE_SAFETY" } }),
	"open-inference": ({ key }) => ({
		id: key,
		parameters: { refused: true },
		outputs: [{ name: "image", datatype: "BYTES", shape: [1], data: [""] }],
	}),
};

function jsonSuccess(value: unknown): Success {
	return {
		headers: { "content-type": "application/json" },
		body: Buffer.from(JSON.stringify(value)),
	};
}

function readForm(type: string, body: Buffer): Record<string, unknown> {
	const boundary = /^multipart\/form-data; boundary=([\w-]+)$/.exec(type)?.[1];
	must(boundary !== undefined, "boundary");
	const pieces = body.toString("latin1").split(`--${boundary}`);
	must(pieces[0] === "" && pieces.at(-1) === "--\r\n", "the form's ends");
	return Object.fromEntries(
		pieces.slice(1, -1).map((piece) => {
			const [head = "", ...rest] = piece.split("\r\n\r\n");
			const name = /name="([^"]+)"/.exec(head)?.[1];
			must(name !== undefined, "a part's name");
			const value = rest.join("\r\n\r\n").slice(0, -2);
			if (/filename=/.test(head)) must(value.startsWith("\x89PNG"), "a PNG");
			return [name, Buffer.from(value, "latin1").toString()];
		}),
	);
}
