// The engine thread of the built VS Code extension draws where nothing can leave, and the kernel saw no attempt.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runIsolated } from "../../packages/cli/src/isolate.js";
import { ROOT } from "../support/packs.js";

const PATIENT = { timeout: 300_000 };
const trace = (name: string) => join(folder, `${name}.trace`);

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "musa-prove-vscode-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("a thread that asks for an address is caught", PATIENT, async () => {
	const leaky = `new (require("node:worker_threads").Worker)('fetch("http://203.0.113.7:9999/").catch(() => {})', { eval: true })`;
	const { attempts } = await runIsolated(trace("leaky"), [
		...[process.execPath, "-e", leaky],
	]);
	expect(attempts).toContainEqual({ address: "203.0.113.7", port: 9999 });
});

test("the extension's engine thread tries nothing", PATIENT, async () => {
	const out = join(folder, "drawn.webp");
	const { code, stderr, attempts } = await runIsolated(trace("extension"), [
		...[process.execPath, "--import", "tsx"],
		join(ROOT, "test/support/draw-with-extension.ts"),
		join(ROOT, "packages/vscode-extension/dist/extension"),
		out,
	]);
	expect([code, stderr]).toEqual([0, ""]);
	expect(readFileSync(out).subarray(8, 12).toString()).toBe("WEBP");
	expect(attempts).toEqual([]);
});
