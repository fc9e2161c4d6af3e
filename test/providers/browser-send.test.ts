// The sender for pages, over a real fetch and real sockets: each behaviour of each service ends as it does for Node's sender.
import { MusaError, ProviderError } from "@musa/core";
import type { SendWire } from "@musa/core/providers";
import {
	type FetchWithKey,
	makeBrowserSend,
} from "@musa/core/providers/browser-send";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
	BEHAVIOURS,
	type ProviderServer,
	type ServiceKind,
	startProviderServer,
} from "../support/provider-server.js";
import { makeJob, runJob } from "../support/remote-job.js";

const KINDS: readonly ServiceKind[] = ["openai", "gemini", "open-inference"];
const servers = {} as Record<ServiceKind, ProviderServer>;

beforeAll(async () => {
	for (const kind of KINDS) servers[kind] = await startProviderServer(kind);
});
afterAll(() => Promise.all(KINDS.map((kind) => servers[kind].close())));

const addKey =
	(key: string): FetchWithKey =>
	(url, init, { name, prefix }) => {
		const headers = new Headers(init.headers);
		headers.set(name, `${prefix}${key}`);
		return fetch(url, { ...init, headers });
	};
const endOf = ({ pictures, error }: Awaited<ReturnType<typeof runJob>>) =>
	MusaError.is(error) ? error.code : (error ?? pictures?.files.length);

describe.each(KINDS)("%s", (kind) => {
	test.each(BEHAVIOURS)("%s ends as it does in Node", async (behaviour) => {
		const server = servers[kind];
		const run = async (name: string, send?: SendWire) => {
			server.script.splice(0, Infinity, behaviour);
			server.arrivals.length = 0;
			server.executions = 0;
			const job = makeJob(kind, { prompt: `fox ${behaviour} ${name}` });
			const end = await runJob(kind, server, job, send);
			const outcomes = end.ledger.lines.map((line) => JSON.parse(line).outcome);
			return [
				endOf(end),
				server.arrivals.length,
				server.executions,
				outcomes,
			] as const;
		};
		const send = makeBrowserSend({ fetchWithKey: addKey(server.key) });
		expect(await run("here", send)).toEqual(await run("in Node"));
		expect(server.complaints).toEqual([]);
	});
});

test("a service that goes silent counts as lost", async () => {
	const server = servers.openai;
	const fetchWithKey: FetchWithKey = (_, { signal }) =>
		new Promise((__, fail) =>
			signal?.addEventListener("abort", () => fail(signal.reason)),
		);
	const send = makeBrowserSend({ fetchWithKey, silenceMs: 20 });
	const { error, ledger } = await runJob(
		"openai",
		server,
		makeJob("openai"),
		send,
	);
	expect(error).toMatchObject({ code: "provider/ambiguous" });
	expect(ledger.lines.at(-1)).toContain("ambiguous");
});

test("what the host forbids in its fetch was not sent and costs nothing", async () => {
	const fetchWithKey: FetchWithKey = () => {
		throw new ProviderError("provider/endpoint-forbidden");
	};
	const server = servers.openai;
	server.arrivals.length = 0;
	const { error, ledger } = await runJob(
		"openai",
		server,
		makeJob("openai"),
		makeBrowserSend({ fetchWithKey }),
	);
	expect(error).toMatchObject({ code: "provider/endpoint-forbidden" });
	expect(ledger.lines.at(-1)).toContain('"not-sent","costMicros":0');
	expect(server.arrivals).toEqual([]);
});
