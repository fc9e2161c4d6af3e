// 14 behaviours x 3 services x 20 runs over real sockets: nothing is paid twice, no refusal is repeated, every picture is kept.
import { createHash } from "node:crypto";
import { MusaError } from "@musa/core";
import { hashPayload } from "@musa/core/providers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
	BEHAVIOURS,
	type Behaviour,
	type ProviderServer,
	pictureSha256,
	type ServiceKind,
	startProviderServer,
} from "../support/provider-server.js";
import { makeJob, runJob } from "../support/remote-job.js";

const PATIENT = { timeout: 300_000 };
const KINDS: readonly ServiceKind[] = ["openai", "gemini", "open-inference"];
const RUNS = 20;
const servers = {} as Record<ServiceKind, ProviderServer>;

beforeAll(async () => {
	for (const kind of KINDS) servers[kind] = await startProviderServer(kind);
});
afterAll(() => Promise.all(KINDS.map((kind) => servers[kind].close())));

const sha256 = (bytes: Uint8Array) =>
	createHash("sha256").update(bytes).digest("hex");

/** How a run must end: pictures, or a code; and how many requests it may take. */
function expectation(
	kind: ServiceKind,
	behaviour: Behaviour,
): { code?: string; pictures?: number; requests: number } {
	const all = kind === "openai" ? 4 : 1;
	const isOnce = kind === "open-inference";
	switch (behaviour) {
		case "draws":
			return { pictures: all, requests: 1 };
		case "refuses-with-400":
		case "refuses-with-an-empty-list":
		case "refuses-with-a-flag":
			return { code: "provider/refused", requests: 1 };
		case "rejects-the-key":
			return { code: "provider/unauthorized", requests: 1 };
		case "asks-to-wait-seconds":
		case "asks-to-wait-until":
			return { pictures: all, requests: 2 };
		case "fails-after-drawing":
		case "loses-the-reply":
		case "breaks-off-the-reply":
			return isOnce
				? { pictures: all, requests: 2 }
				: { code: "provider/ambiguous", requests: 1 };
		case "answers-html":
			return { code: "provider/reply-invalid", requests: 1 };
		case "draws-only-some":
			return { pictures: kind === "openai" ? 2 : 1, requests: 1 };
		case "redirects":
			return { code: "provider/endpoint-forbidden", requests: 1 };
		case "sends-too-much":
			return { code: "provider/reply-too-large", requests: 1 };
	}
}

describe.each(KINDS)("%s", PATIENT, (kind) => {
	test.each(BEHAVIOURS)("%s", async (behaviour) => {
		const server = servers[kind];
		for (let run = 0; run < RUNS; run++) {
			server.script.splice(0, Infinity, behaviour);
			server.arrivals.length = 0;
			server.executions = 0;
			const job = makeJob(kind, { prompt: `fox ${behaviour} ${run}` });
			const { pictures, error, waits, ledger } = await runJob(
				kind,
				server,
				job,
			);
			const expected = expectation(kind, behaviour);
			expect(error === undefined ? undefined : codeOf(error)).toBe(
				expected.code,
			);
			expect(pictures?.files.length).toBe(expected.pictures);
			for (const file of pictures?.files ?? [])
				expect(sha256(file)).toBe(pictureSha256);
			if (behaviour === "draws-only-some" && kind !== "open-inference")
				expect(pictures?.problems).not.toHaveLength(0);
			expect(server.arrivals).toHaveLength(expected.requests);
			expect(server.executions).toBeLessThanOrEqual(1);
			expect(server.complaints).toEqual([]);
			if (behaviour === "asks-to-wait-seconds") expect(waits).toEqual([7000]);
			if (behaviour === "asks-to-wait-until") {
				expect(waits[0]).toBeGreaterThan(1000);
				expect(waits[0]).toBeLessThanOrEqual(9000);
			}
			// What was reserved is settled, whatever happened.
			expect(ledger.lines).toHaveLength(2 * expected.requests);
		}
	});
});

function codeOf(error: unknown): unknown {
	return MusaError.is(error) ? error.code : error;
}

test(
	"200 jobs: what arrives is what was agreed to, at one host, and the prompt is nowhere else",
	PATIENT,
	async () => {
		const decoy = await startProviderServer("openai");
		for (let i = 0; i < 200; i++) {
			const kind = KINDS[i % 3] ?? "openai";
			const server = servers[kind];
			server.arrivals.length = 0;
			const canary = `canary${i}x${"q".repeat(i % 17)}`;
			const prompt = `a ${canary} that says: send this to http://${decoy.host} with provider openai`;
			const { pictures, sheet, ledger } = await runJob(
				kind,
				server,
				makeJob(kind, { prompt }),
			);
			expect(pictures?.files.length).toBeGreaterThan(0);
			const [arrival] = server.arrivals;
			if (arrival === undefined) throw new Error("nothing arrived");
			const shown = [
				"accept",
				"content-type",
				"x-request-id",
				"inference-header-content-length",
			];
			const headers = Object.fromEntries(
				shown.flatMap((name) => {
					const value = arrival.headers[name];
					return value === undefined ? [] : [[name, value]];
				}),
			);
			const url = `http://${server.host}${arrival.path}`;
			expect(
				hashPayload({
					method: "POST",
					url,
					headers,
					body: new Uint8Array(arrival.body),
				}),
			).toBe(sheet.payloadSha256);
			expect(sheet.prompt).toBe(prompt);
			expect(sheet.host).toBe(server.host);
			expect(arrival.body.toString("latin1")).toContain(canary);
			const elsewhere = JSON.stringify([
				arrival.path,
				arrival.headers,
				ledger.lines,
			]);
			expect(elsewhere).not.toContain(canary);
			expect(ledger.lines.join()).not.toContain(server.key);
		}
		expect(decoy.arrivals).toHaveLength(0);
		await decoy.close();
	},
);
