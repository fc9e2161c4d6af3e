// musa generate --final against a stand-in: nothing leaves before the user agrees to exactly that, and the answer fits the slot.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { decodePng, encodePng } from "@musa/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeFolder } from "../support/packs.js";
import {
	type ProviderServer,
	startProviderServer,
} from "../support/provider-server.js";
import { type MusaRun, runMusa } from "../support/run-musa.js";
import { splitWords } from "../support/split-words.js";

const PATIENT = { timeout: 300_000 };
const folder = makeFolder();
const path = (name: string) => join(folder.path, name);
let server: ProviderServer;

beforeAll(async () => {
	server = await startProviderServer("openai");
	process.env.MUSA_TEST_KEY = server.key;
	const draft = Uint8Array.from(
		{ length: 4 * 30 * 20 },
		(_, i) => (i * 31) % 256,
	);
	writeFileSync(
		path("draft.png"),
		encodePng({ width: 30, height: 20, pixels: draft }),
	);
	const mask = draft.map((_, i) =>
		i % 4 === 3 ? (i < 4 * 30 * 10 ? 255 : 0) : 0,
	);
	writeFileSync(
		path("mask.png"),
		encodePng({ width: 30, height: 20, pixels: mask }),
	);
	allow(100_000);
});
afterAll(async () => {
	delete process.env.MUSA_TEST_KEY;
	await server.close();
	folder.remove();
});

function allow(cap: number, policy = "ask"): void {
	const tier = {
		tier: "private",
		providerId: "openai",
		baseUrl: server.baseUrl,
		modelId: "found-1",
		priceMicros: 40_000,
		keyVariable: "MUSA_TEST_KEY",
		retention: "30 days",
	};
	const caps = { job: cap, day: cap, month: cap };
	writeFileSync(
		path("providers.json"),
		JSON.stringify({ policy, caps, tiers: [tier] }),
	);
}

const run = (line: string): Promise<MusaRun> =>
	runMusa(splitWords(line), { cwd: folder.path, settings: folder.path });
const asked =
	'generate "canary fox" --final --from draft.png --mask mask.png --out final.png';

test(
	"shown first, sent after agreement, fitted to the slot, and in the ledger",
	PATIENT,
	async () => {
		const before = readFileSync(path("draft.png"));
		const shown = await run(asked);
		expect(shown.code).toBe(2);
		for (const part of [
			server.host,
			"canary fox",
			"found-1",
			"0.0400 USD",
			"30 days",
			"1200 pixels",
		])
			expect(shown.stderr).toContain(part);
		expect(server.arrivals).toHaveLength(0);
		const hash = /--agree ([0-9a-f]{64})/.exec(shown.stderr)?.[1];

		// Agreed to one thing, asked for another.
		const other = await run(`${asked.replace("fox", "wolf")} --agree ${hash}`);
		expect([other.code, server.arrivals.length]).toEqual([2, 0]);

		const sent = await run(`${asked} --agree ${hash} --json`);
		expect(sent.stderr).not.toMatch(/^musa: /m);
		expect(server.complaints).toEqual([]);
		expect(server.arrivals.map((arrival) => arrival.path)).toEqual([
			"/v1/images/edits",
		]);
		const report = JSON.parse(sent.stdout);
		expect(report).toMatchObject({
			width: 30,
			height: 20,
			host: server.host,
			payloadSha256: hash,
		});
		expect(
			Number.isFinite(report.paletteDeltaE + report.layoutSimilarity),
		).toBe(true);
		const final = decodePng(readFileSync(path("final.png")));
		const draft = decodePng(before);
		expect(final.pixels.slice(0, 4 * 30 * 10)).toEqual(
			draft.pixels.slice(0, 4 * 30 * 10),
		);
		expect(readFileSync(path("draft.png"))).toEqual(before);

		const ledger = await run("ledger --json");
		const lines = ledger.stdout
			.trim()
			.split("\n")
			.map((line) => JSON.parse(line));
		expect(lines).toMatchObject([
			{
				host: server.host,
				outcome: "done",
				costMicros: 40_000,
				payloadSha256: hash,
			},
		]);
		const file = readFileSync(path("egress.log"), "utf8");
		for (const secret of ["canary", server.key])
			expect(file).not.toContain(secret);
	},
);

test(
	"caps of zero and the switch that says never send nothing",
	PATIENT,
	async () => {
		server.arrivals.length = 0;
		allow(0);
		const line = asked.replace("final.png", "again.png");
		const shown = await run(line);
		const hash = /--agree ([0-9a-f]{64})/.exec(shown.stderr)?.[1];
		const capped = await run(`${line} --agree ${hash}`);
		expect([capped.code, capped.stderr.includes("cap per job")]).toEqual([
			1,
			true,
		]);
		allow(100_000, "never");
		expect((await run(`${line} --agree ${hash}`)).code).toBe(2);
		expect(server.arrivals).toHaveLength(0);
		expect(existsSync(path("again.png"))).toBe(false);
	},
);
