// Nothing that can send is in what draws: neither in the sources of the engine's bundles nor, at run time, in its behaviour.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { expect, test } from "vitest";
import { findChromium } from "../../scripts/chromium.mjs";
import { makeFolder, ROOT } from "../support/packs.js";
import { runMusa } from "../support/run-musa.js";

const PATIENT = { timeout: 600_000 };
const CORE = join(ROOT, "packages/core/src");

/** Ways to send that a script has. */
const WAYS =
	/\bfetch\s*\(|XMLHttpRequest|\bWebSocket\b|sendBeacon|EventSource|RTCPeerConnection|importScripts|WebTransport|["'](node:)?(https?|http2|net|tls|dgram)["']/;

/** The sources, of this repository, that a bundle of an entry contains. */
async function listSources(entry: string): Promise<string[]> {
	const { metafile } = await build({
		entryPoints: [join(CORE, entry)],
		bundle: true,
		write: false,
		metafile: true,
		format: "esm",
		platform: "neutral",
		absWorkingDir: ROOT,
		external: ["onnxruntime-*", "node:*", "esbuild"],
		mainFields: ["module", "main"],
		logLevel: "error",
	});
	return Object.keys(metafile.inputs).filter(
		(path) => !path.includes("node_modules"),
	);
}

test.each([
	"index.ts",
	"node.ts",
	"worker/browser-worker.ts",
	"worker/node-worker.ts",
])(
	"the bundle of %s contains nothing that can send",
	PATIENT,
	async (entry) => {
		const sources = await listSources(entry);
		expect(sources.length).toBeGreaterThan(1);
		for (const path of sources) {
			expect(path).not.toMatch(/providers\/(?!(local|provider)\.ts$)/);
			const text = readFileSync(join(ROOT, path), "utf8");
			// Comments may name what the code does not do.
			const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
			expect([path, WAYS.exec(code)?.[0]]).toEqual([path, undefined]);
		}
	},
);

test("the check sees the ways where they are", async () => {
	const sources = await listSources("providers/node-send.ts");
	const texts = sources.map((path) => readFileSync(join(ROOT, path), "utf8"));
	expect(texts.some((text) => WAYS.test(text))).toBe(true);
});

test(
	"musa prove-local proves it, or fails where it cannot isolate",
	PATIENT,
	async () => {
		const folder = makeFolder();
		const tools = [
			["unshare", "-rn", "true"],
			["strace", "-V"],
			["ip", "-V"],
			["curl", "--version"],
		] as const;
		const canIsolate =
			process.platform === "linux" &&
			tools.every(([tool, ...args]) => spawnSync(tool, args).status === 0) &&
			findChromium() !== undefined;
		const { code, stdout, stderr } = await runMusa(["prove-local", "--json"], {
			cwd: folder.path,
			models: join(ROOT, "test/support"),
		});
		folder.remove();
		if (!canIsolate) {
			expect([code, stdout]).toEqual([1, ""]);
			expect(stderr).toContain("Nothing is proven");
			return;
		}
		expect(stderr).not.toMatch(/^musa: /m);
		expect(JSON.parse(stdout)).toMatchObject({
			proven: true,
			canaries: "14 of 14",
			connects: 0,
			dnsQueries: 0,
			bytes: 0,
		});
		expect(code).toBe(0);
	},
);
