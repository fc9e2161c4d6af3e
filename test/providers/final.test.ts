// musa generate --final against a stand-in: nothing leaves before the user agrees to exactly that, and the answer fits the slot.
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { encodeImage } from "@musa/assets";
import {
	decodePng,
	encodePng,
	hashPrompt,
	type RgbaImage,
	readFinalRecord,
} from "@musa/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { generateFinal } from "../../packages/cli/src/final.js";
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
		const file = new Uint8Array(readFileSync(path("final.png")));
		const record = readFinalRecord(file);
		expect(record).toMatchObject({
			...{ providerId: "openai", modelId: "found-1", payloadSha256: hash },
			promptSha256: hashPrompt("canary fox"),
			paletteDeltaE: report.paletteDeltaE,
			layoutSimilarity: report.layoutSimilarity,
		});
		expect(Buffer.from(file).includes("trainedAlgorithmicMedia")).toBe(true);
		expect(Buffer.from(file).includes("canary")).toBe(false);
		expect((await run("inspect final.png")).stdout).toContain("found-1");
		const final = decodePng(file);
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
		const log = readFileSync(path("egress.log"), "utf8");
		for (const secret of ["canary", server.key])
			expect(log).not.toContain(secret);
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

describe("whatever the service draws", PATIENT, () => {
	const cwd = process.cwd();
	beforeAll(() => {
		process.env.MUSA_CONFIG_DIR = folder.path;
		process.chdir(folder.path);
		allow(10_000_000);
	});
	afterAll(() => {
		process.chdir(cwd);
		delete process.env.MUSA_CONFIG_DIR;
	});

	/** Sees the sheet, agrees, and runs again, in this process. */
	async function finish(out: string, more: readonly string[] = []) {
		const said: string[] = [];
		const line = [...["fox", "--final", "--from", "draft.png"], ...more];
		const act = (extra: readonly string[]) =>
			generateFinal([...line, "--out", out, ...extra], {
				signal: new AbortController().signal,
				print: (text) => said.push(text),
				say: (text) => said.push(text),
				onExit: () => undefined,
			}).then(
				(code) => ({ code, message: "" }),
				(error: unknown) => ({ code: -1, message: String(error) }),
			);
		const { message } = await act([]);
		const hash = /--agree ([0-9a-f]{64})/.exec(message)?.[1] ?? message;
		return { ...(await act(["--agree", hash, "--json"])), said };
	}

	const pixels = new Uint8Array(40 * 20 * 4).map((_, i) =>
		i % 4 === 3 ? 255 : (i >> 4) % 256,
	);
	const read = (name: string) =>
		decodePng(new Uint8Array(readFileSync(path(name))));

	const encode = (image: RgbaImage, format: "jpeg" | "webp" | "png") =>
		encodeImage(image, format, undefined, async (file) => {
			const codec = file.startsWith("webp") ? "webp" : "jpeg";
			const at = import.meta.resolve(`@jsquash/${codec}/codec/enc/${file}`);
			return new Uint8Array(readFileSync(fileURLToPath(at)));
		});

	test.each(["jpeg", "webp", "png"] as const)(
		"%s is fitted to the slot, the mask kept bit for bit",
		async (format) => {
			const rgba = { width: 40, height: 20, pixels };
			server.picture = Buffer.from(await encode(rgba, format));
			const out = `from-${format}.png`;
			const { code, message } = await finish(out, ["--mask", "mask.png"]);
			expect([code, message]).toEqual([0, ""]);
			const [final, draft] = [read(out), read("draft.png")];
			expect([final.width, final.height]).toEqual([30, 20]);
			expect(final.pixels.slice(0, 1200)).toEqual(draft.pixels.slice(0, 1200));
			expect(final.pixels.slice(1200)).not.toEqual(draft.pixels.slice(1200));
		},
	);

	test.each<[string, () => Buffer]>([
		[
			"a picture cut off in the middle",
			() => Buffer.from(encodePng(read("draft.png"))).subarray(0, 300),
		],
		[
			"a header that claims a thousand million pixels",
			() => {
				const file = Buffer.from(encodePng(read("draft.png")));
				file.writeUInt32BE(40_000, 16);
				file.writeUInt32BE(40_000, 20);
				return file;
			},
		],
		[
			"a JPEG that claims too much",
			() =>
				Buffer.concat([
					Buffer.from("ffd8ffc0001108ffffffff03012200021101031101", "hex"),
					Buffer.alloc(100),
				]),
		],
		[
			"a WebP that holds nothing",
			() =>
				Buffer.concat([
					Buffer.from("RIFF\x40\0\0\0WEBPVP8X", "latin1"),
					Buffer.alloc(60),
				]),
		],
	])("%s is kept as it came, and the draft is untouched", async (_, make) => {
		const before = readFileSync(path("draft.png"));
		server.picture = make();
		for (const turn of [0, 1]) {
			const { code, message } = await finish("bad.png");
			expect(code).toBe(-1);
			expect(message).toMatch(/kept as "bad\.png\.answer/);
			const kept = /kept as "([^"]+)"/.exec(message)?.[1] ?? "";
			expect(readFileSync(path(kept))).toEqual(server.picture);
			// A second one replaces nothing.
			expect(existsSync(path("bad.png.answer-1"))).toBe(turn === 1);
		}
		for (const name of ["bad.png.answer", "bad.png.answer-1"])
			rmSync(path(name));
		expect(existsSync(path("bad.png"))).toBe(false);
		expect(readFileSync(path("draft.png"))).toEqual(before);
	});

	test("a mask that lets nothing change is refused before anything is shown", async () => {
		const black = new Uint8Array(4 * 30 * 20).map((_, i) =>
			i % 4 === 3 ? 255 : 0,
		);
		writeFileSync(
			path("opaque.png"),
			encodePng({ width: 30, height: 20, pixels: black }),
		);
		server.arrivals.length = 0;
		const { message } = await finish("x.png", ["--mask", "opaque.png"]);
		expect(message).toContain("opaque everywhere");
		expect(server.arrivals).toHaveLength(0);
	});

	test("a mask of another size is refused before anything is shown", async () => {
		writeFileSync(
			path("small.png"),
			encodePng({ width: 2, height: 2, pixels: new Uint8Array(16) }),
		);
		server.arrivals.length = 0;
		const { message } = await finish("x.png", ["--mask", "small.png"]);
		expect(message).toContain("give both the same size");
		expect(server.arrivals).toHaveLength(0);
	});
});
