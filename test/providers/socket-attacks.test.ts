// Attacks over real sockets: addresses that lead near, names that change, replies that lie, tokens that were tampered with.
// Each ends with a typed error that says what to do; nothing reaches a target that was not agreed to, and nothing is paid twice.

import type { AddressInfo } from "node:net";
import { createServer, type Server } from "node:net";
import { encodePng, MusaError } from "@musa/core";
import {
	type ConsentToken,
	makeConsentSheet,
	openConsentDesk,
	type RemoteJob,
	type RemotePictures,
	type SendContext,
	sendConsented,
	type WireRequest,
} from "@musa/core/providers";
import {
	makeNodeSend,
	type NodeSendOptions,
} from "@musa/core/providers/node-send";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
	makeMemoryLedger,
	makeProvider,
	PRICE,
} from "../support/remote-job.js";

const PATIENT = { timeout: 120_000 };
const KEY = "key-that-no-error-tells";
const draft = encodePng({
	...{ width: 4, height: 3 },
	pixels: Uint8Array.from({ length: 48 }, (_, i) => i),
});
const job: RemoteJob = {
	...{ prompt: "canary fox", modelId: "found-1", count: 1, needsAlpha: true },
	size: { width: 640, height: 480 },
	references: [draft],
};

/** What the service writes back, byte for byte; `undefined` keeps the connection open. */
let answer: (write: (text: string | Buffer) => void, end: () => void) => void;
let arrivals: string[] = [];
let servers: Server[] = [];
let port = 0;

beforeAll(async () => {
	const listen = (host: string, at: number) =>
		new Promise<Server>((done) => {
			const server = createServer((socket) => {
				let head = "";
				socket.on("error", () => undefined);
				socket.on("data", (part) => {
					const begins = head === "";
					head += part.toString("latin1");
					if (begins) {
						arrivals.push(head);
						answer(
							(text) => socket.writable && socket.write(text),
							() => socket.end(),
						);
					}
				});
			});
			server.on("error", () => done(server));
			server.listen(at, host, () => done(server));
		});
	const first = await listen("127.0.0.1", 0);
	port = (first.address() as AddressInfo).port;
	// The same port on the other family, where the machine has one.
	servers = [first, await listen("::1", port)];
});
afterAll(() => {
	for (const server of servers) server.close();
});

interface Attempt {
	readonly baseUrl?: string;
	readonly isPrivate?: boolean;
	readonly send?: Partial<NodeSendOptions>;
	readonly changes?: Partial<SendContext>;
	readonly tamper?: (wire: WireRequest) => WireRequest;
	readonly token?: (token: ConsentToken) => ConsentToken;
	readonly passMs?: number;
}

async function attack({
	baseUrl = `http://127.0.0.1:${port}/v1`,
	isPrivate = true,
	...options
}: Attempt) {
	arrivals = [];
	const provider = makeProvider("openai", baseUrl);
	const wire = provider.composeJob(job, { id: job.modelId });
	let time = 1_000_000;
	const desk = openConsentDesk(() => time);
	const service = {
		providerId: provider.id,
		priceMicros: PRICE,
		retention: "",
	};
	const sheet = makeConsentSheet(wire, job, service);
	const token = desk.grant(sheet, { maxCalls: 1, maxCostMicros: PRICE });
	time += options.passMs ?? 0;
	const ledger = makeMemoryLedger();
	const context: SendContext = {
		...{ provider, desk, ledger, priceMicros: PRICE, jobId: "1" },
		rules: { host: sheet.host, isPrivate },
		isForbidden: () => false,
		token: options.token?.(token) ?? token,
		caps: { job: 1e9, day: 1e9, month: 1e9 },
		modelId: job.modelId,
		send: makeNodeSend({ readKey: () => KEY, idleMs: 3000, ...options.send }),
		now: () => time,
		sleep: async () => undefined,
		...options.changes,
	};
	const run = (): Promise<RemotePictures> =>
		sendConsented(
			new AbortController().signal,
			options.tamper?.(wire) ?? wire,
			job,
			context,
		);
	return { run, ledger };
}

/** Runs an attack to its error, which must say what to do and tell no secret. */
async function fail(attempt: Attempt, code: string) {
	const before = Buffer.from(draft).toString("hex");
	const { run, ledger } = await attack(attempt);
	const error: unknown = await run().then(
		() => "it went through",
		(caught: unknown) => caught,
	);
	if (!MusaError.is(error)) throw new Error(`not typed: ${String(error)}`);
	expect(error.code).toBe(code);
	// What happened, and a second sentence or clause on what to do.
	expect(error.message).toMatch(
		/\b(Correct|Check|Choose|Look|Try|Use|Draw|Raise)\b/,
	);
	for (const secret of [KEY, "canary"])
		expect(`${error.message} ${JSON.stringify(error.details)}`).not.toContain(
			secret,
		);
	expect(Buffer.from(draft).toString("hex")).toBe(before);
	const paid = ledger.lines
		.map((line) => JSON.parse(line) as { costMicros?: number })
		.reduce((sum, { costMicros = 0 }) => sum + costMicros, 0);
	return { arrivals: arrivals.length, paid, lines: ledger.lines.length };
}

const nothing = { arrivals: 0, paid: 0 };

describe(
	"an address of this computer or network that the user did not set up as near",
	PATIENT,
	() => {
		test.each([
			...["http://127.0.0.1", "http://2130706433", "http://0x7f000001"],
			...["http://0177.0.0.1", "http://127.1", "http://0.0.0.0"],
			...[
				"http://[::1]",
				"http://[::ffff:127.0.0.1]",
				"http://[::ffff:7f00:1]",
			],
			...["http://localhost", "http://LOCALHOST.", "http://１２７.0.0.1"],
			...["http://[64:ff9b::127.0.0.1]", "http://[2002:7f00:1::1]"],
		])("%s is not connected to", async (address) => {
			answer = (write) =>
				write("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}");
			const baseUrl = `${address}:${port}/v1`;
			const ended = await fail(
				{ baseUrl, isPrivate: false },
				"provider/endpoint-forbidden",
			);
			expect(ended).toMatchObject({ ...nothing, lines: 0 });
		});
	},
);

describe("a name whose meaning changes", PATIENT, () => {
	const near = { address: "127.0.0.1", family: 4 };
	const far = { address: "203.0.113.9", family: 4 };
	const at = () => `https://draw.example.com:${port}/v1`;
	const resolveTo =
		(...answers: (typeof near)[][]): NodeSendOptions["resolve"] =>
		(_, __, callback) =>
			callback(
				null,
				answers.length > 1 ? (answers.shift() ?? []) : (answers[0] ?? []),
			);

	test.each([
		["leads here", [near]],
		["leads elsewhere and here", [far, near]],
		[
			"leads to the metadata service",
			[{ address: "169.254.169.254", family: 4 }],
		],
		[
			"leads here in the other family",
			[{ address: "::ffff:127.0.0.1", family: 6 }],
		],
	])("and %s is not connected to", async (_, found) => {
		const ended = await fail(
			{ baseUrl: at(), isPrivate: false, send: { resolve: resolveTo(found) } },
			"provider/endpoint-forbidden",
		);
		expect(ended).toMatchObject(nothing);
	});

	test("between the check and the connection is looked up once only", async () => {
		// First an address that nobody has, then this computer: the second is never asked for.
		let lookups = 0;
		const flip = resolveTo([far], [near]);
		const { arrivals: reached, paid } = await fail(
			{
				baseUrl: at(),
				isPrivate: false,
				send: {
					resolve: (...args) => {
						lookups++;
						flip?.(...args);
					},
					totalMs: 700,
				},
			},
			"provider/unreachable",
		);
		expect([lookups, reached, paid]).toEqual([1, 0, 0]);
	});
});

describe("a service that sends on", PATIENT, () => {
	test.each([301, 302, 303, 307, 308])(
		"with %i is not followed",
		async (status) => {
			answer = (write, end) => {
				write(
					`HTTP/1.1 ${status} Go\r\nlocation: http://127.0.0.1:${port}/elsewhere\r\ncontent-length: 0\r\n\r\n`,
				);
				end();
			};
			const ended = await fail({}, "provider/endpoint-forbidden");
			expect(ended).toMatchObject({ arrivals: 1, paid: 0 });
		},
	);
});

const json = (value: unknown, type = "application/json") => {
	const body = JSON.stringify(value);
	return `HTTP/1.1 200 OK\r\ncontent-type: ${type}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
};
const pictures = (...files: Buffer[]) =>
	json({ data: files.map((file) => ({ b64_json: file.toString("base64") })) });
const filler = Buffer.alloc(64, 32);

describe("a reply that is none", PATIENT, () => {
	test.each<[string, string, string | Buffer]>([
		[
			"HTML with 200",
			"provider/reply-invalid",
			json("")
				.replace(/\r\n\r\n.*/s, "\r\n\r\n<html>Sign in</html>")
				.replace(/content-length: \d+/, "content-length: 20"),
		],
		["JSON of another kind", "provider/reply-invalid", json({ result: "ok" })],
		[
			"addresses instead of pictures",
			"provider/reply-invalid",
			json({ data: [{ url: "http://169.254.169.254/latest" }] }),
		],
		[
			"a GIF",
			"provider/reply-invalid",
			pictures(Buffer.concat([Buffer.from("GIF89a"), filler])),
		],
		[
			"an SVG",
			"provider/reply-invalid",
			pictures(
				Buffer.concat([
					Buffer.from("<svg xmlns='http://www.w3.org/2000/svg'/>"),
					filler,
				]),
			),
		],
		[
			"a PDF",
			"provider/reply-invalid",
			pictures(Buffer.concat([Buffer.from("%PDF-1.7"), filler])),
		],
		[
			"base64 that is none",
			"provider/reply-invalid",
			json({ data: [{ b64_json: "*".repeat(200) }] }),
		],
		[
			"deeply nested JSON",
			"provider/reply-invalid",
			(() => {
				const body = "[".repeat(200_000);
				return `HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
			})(),
		],
		[
			"more than fits, announced",
			"provider/reply-too-large",
			"HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\n{",
		],
		[
			"half of what was announced",
			"provider/ambiguous",
			json({ data: [] }).slice(0, -3),
		],
		[
			"no HTTP at all",
			"provider/ambiguous",
			Buffer.from([0, 1, 2, 3, 250, 10, 10]),
		],
		[
			"endless headers",
			"provider/ambiguous",
			`HTTP/1.1 200 OK\r\n${"x-a: b\r\n".repeat(20_000)}\r\n`,
		],
	])("%s", async (_, code, text) => {
		answer = (write, end) => {
			write(text);
			end();
		};
		const ended = await fail({}, code);
		// It may have been charged: counted in full, once, and not asked for again.
		expect(ended).toMatchObject({ arrivals: 1, paid: PRICE });
	});

	test("more than fits, unannounced, is cut off", async () => {
		answer = (write) => {
			write("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n");
			const chunk = `100000\r\n${"x".repeat(0x100000)}\r\n`;
			for (let i = 0; i < 70; i++) write(chunk);
		};
		const ended = await fail({}, "provider/reply-too-large");
		expect(ended).toMatchObject({ arrivals: 1, paid: PRICE });
	});

	test("a byte now and then is cut off too", async () => {
		let timer: ReturnType<typeof setInterval> | undefined;
		answer = (write) => {
			write("HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n");
			timer = setInterval(() => write(" "), 50);
		};
		const ended = await fail({ send: { totalMs: 600 } }, "provider/ambiguous");
		clearInterval(timer);
		expect(ended).toMatchObject({ arrivals: 1, paid: PRICE });
	});
});

describe("a token", PATIENT, () => {
	const withBody = (wire: WireRequest): WireRequest => {
		const body = wire.body.slice();
		body[body.length >> 1] ^= 1;
		return { ...wire, body };
	};
	test.each<[string, Attempt]>([
		["for another body, by one bit", { tamper: withBody }],
		[
			"for another address",
			{ tamper: (wire) => ({ ...wire, url: `${wire.url}?x` }) },
		],
		[
			"for other headers",
			{
				tamper: (wire) => ({
					...wire,
					headers: { ...wire.headers, accept: "*/*" },
				}),
			},
		],
		["that has expired", { passMs: 600_000 }],
		["from before the clock went back", { passMs: -1 }],
		["that was copied", { token: (token) => ({ ...token }) }],
		["that was made up", { token: () => ({ id: "0".repeat(32) }) }],
		["for less money", { changes: { priceMicros: PRICE + 1 } }],
	])("%s sends nothing", async (_, attempt) => {
		answer = (write) => write(json({ data: [] }));
		const ended = await fail(attempt, "provider/consent-invalid");
		expect(ended).toMatchObject({ ...nothing, lines: 0 });
	});

	test("that was used sends nothing more", async () => {
		answer = (write, end) => {
			write(pictures(Buffer.from(draft)));
			end();
		};
		const { run, ledger } = await attack({});
		expect((await run()).files).toHaveLength(1);
		await expect(run()).rejects.toMatchObject({
			code: "provider/consent-invalid",
		});
		expect([arrivals.length, ledger.lines.length]).toEqual([1, 2]);
	});

	test("is worth nothing once the switch says never, even between the ledger and the socket", async () => {
		let asked = 0;
		const isForbidden = () => ++asked > 1;
		const ended = await fail(
			{ changes: { isForbidden } },
			"provider/sending-forbidden",
		);
		expect(ended).toMatchObject({ ...nothing, lines: 2 });
	});
});
