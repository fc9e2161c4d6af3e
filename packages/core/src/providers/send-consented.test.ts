import { expect, test } from "vitest";
import { ProviderError } from "../errors.js";
import { encodePng } from "../image/png-encode.js";
import { makeRgbaImage } from "../image/rgba-image.js";
import { encodeBase64 } from "./base64.js";
import { makeConsentSheet, openConsentDesk } from "./consent.js";
import type { EgressLedger } from "./ledger.js";
import { makeOpenAiProvider } from "./openai.js";
import type { RemoteJob, WireRequest } from "./remote-provider.js";
import { type SendContext, sendConsented } from "./send-consented.js";
import { readRetryAfter } from "./wait-times.js";

const provider = makeOpenAiProvider("https://api.example.com/v1");
const job: RemoteJob = {
	prompt: "a fox",
	modelId: "found-1",
	size: { width: 64, height: 64 },
	count: 1,
	needsAlpha: false,
	references: [],
};
const wire = provider.composeJob(job, { id: job.modelId });

function scene(changes: Partial<SendContext> = {}) {
	const sent: WireRequest[] = [];
	const ledgerLines: string[] = [];
	const ledger: EgressLedger = {
		async reserve({ priceMicros }) {
			ledgerLines.push(`reserve ${priceMicros}`);
		},
		async settle(_, outcome, costMicros) {
			ledgerLines.push(`${outcome} ${costMicros}`);
		},
	};
	const desk = openConsentDesk(() => 0);
	const sheet = makeConsentSheet(wire, job, {
		providerId: provider.id,
		priceMicros: 5,
		retention: "",
	});
	const context: SendContext = {
		provider,
		rules: { host: "api.example.com", isPrivate: false },
		isForbidden: () => false,
		desk,
		token: desk.grant(sheet, { maxCalls: 1, maxCostMicros: 5 }),
		ledger,
		caps: { job: 5, day: 5, month: 5 },
		priceMicros: 5,
		jobId: "job",
		modelId: job.modelId,
		send: async (_, request) => {
			sent.push(request);
			return { status: 500, headers: {}, body: new Uint8Array() };
		},
		now: () => 0,
		sleep: async () => undefined,
		...changes,
	};
	const run = (request: WireRequest = wire) =>
		sendConsented(new AbortController().signal, request, job, context);
	return { run, sent, ledgerLines };
}

const code = (name: string) => expect.objectContaining({ code: name });

test("the switch that forbids sending is looked at first, and again at the last moment", async () => {
	const first = scene({ isForbidden: () => true });
	await expect(first.run()).rejects.toEqual(code("provider/sending-forbidden"));
	expect([first.sent, first.ledgerLines]).toEqual([[], []]);
	let looks = 0;
	const late = scene({ isForbidden: () => looks++ > 0 });
	await expect(late.run()).rejects.toEqual(code("provider/sending-forbidden"));
	expect([late.sent, late.ledgerLines]).toEqual([
		[],
		["reserve 5", "not-sent 0"],
	]);
});

test("nothing is sent without consent, to another host, or if the ledger cannot be written", async () => {
	const changed = scene();
	await expect(
		changed.run({ ...wire, body: wire.body.slice(1) }),
	).rejects.toEqual(code("provider/consent-invalid"));
	const moved = scene({ rules: { host: "other.example", isPrivate: false } });
	await expect(moved.run()).rejects.toEqual(
		code("provider/endpoint-forbidden"),
	);
	const full = scene({
		ledger: {
			reserve: () => Promise.reject(new Error("disk full")),
			settle: async () => undefined,
		},
	});
	await expect(full.run()).rejects.toThrow("disk full");
	for (const { sent } of [changed, moved, full]) expect(sent).toEqual([]);
});

test("a lost call counts in full and is not repeated", async () => {
	const { run, sent, ledgerLines } = scene();
	await expect(run()).rejects.toEqual(code("provider/ambiguous"));
	expect(sent).toHaveLength(1);
	expect(ledgerLines).toEqual(["reserve 5", "ambiguous 5"]);
});

test.each([408, 499, 500, 504])(
	"a call that ends with %i may have been drawn",
	async (status) => {
		const { run, ledgerLines } = scene({
			send: async () => ({ status, headers: {}, body: new Uint8Array() }),
		});
		await expect(run()).rejects.toEqual(code("provider/ambiguous"));
		expect(ledgerLines).toEqual(["reserve 5", "ambiguous 5"]);
	},
);

test("pictures that came are handed on though the ledger takes no more, and so is why none came", async () => {
	const ledger: EgressLedger = {
		reserve: async () => undefined,
		settle: () => Promise.reject(new Error("disk full")),
	};
	const png = encodePng(makeRgbaImage(2, 2));
	const json = { data: [{ b64_json: encodeBase64(png) }] };
	const body = new TextEncoder().encode(JSON.stringify(json));
	const drawn = scene({
		ledger,
		send: async () => ({ status: 200, headers: {}, body }),
	});
	expect((await drawn.run()).files).toEqual([png]);
	const lost = scene({ ledger });
	await expect(lost.run()).rejects.toEqual(code("provider/ambiguous"));
});

test("a service that asks to wait more often than was agreed to is told as that", async () => {
	const { run, ledgerLines } = scene({
		send: async () => ({ status: 429, headers: {}, body: new Uint8Array() }),
	});
	await expect(run()).rejects.toEqual(code("provider/rate-limited"));
	expect(ledgerLines).toEqual(["reserve 5", "failed 0"]);
});

test.each([
	["never got a connection", "provider/unreachable"],
	["the host's own switch stops", "provider/sending-forbidden"],
] as const)(
	"a call that %s costs nothing and is not repeated",
	async (_, refused) => {
		let tries = 0;
		const { run, ledgerLines } = scene({
			send() {
				tries++;
				throw new ProviderError(refused, { details: { host: "api.example" } });
			},
		});
		await expect(run()).rejects.toEqual(code(refused));
		expect(tries).toBe(1);
		expect(ledgerLines).toEqual(["reserve 5", "not-sent 0"]);
	},
);

test("what goes out is a copy of what was checked", async () => {
	const body = wire.body.slice();
	const request = { ...wire, body };
	const { run, sent } = scene({
		ledger: {
			async reserve() {
				body.fill(0);
			},
			settle: async () => undefined,
		},
	});
	await expect(run(request)).rejects.toEqual(code("provider/ambiguous"));
	expect(sent[0]?.body).toEqual(wire.body);
});

test("Retry-After is seconds or a date, and anything else is nothing", () => {
	const read = (text: string): number | undefined =>
		readRetryAfter(
			{ status: 429, headers: { "retry-after": text }, body: new Uint8Array() },
			Date.UTC(2026, 0, 1),
		);
	expect(read("12")).toBe(12_000);
	expect(read("Thu, 01 Jan 2026 00:00:30 GMT")).toBe(30_000);
	expect(read("Wed, 31 Dec 2025 00:00:00 GMT")).toBe(0);
	expect(read("Thursday, 01-Jan-26 00:00:30 GMT")).toBe(30_000);
	expect(read("Thu Jan  1 00:00:30 2026")).toBe(30_000);
	for (const text of ["", "soon", "-5", "1e9999", "2026-01-01", "Thu, x GMT"])
		expect(read(text)).toBeUndefined();
});
