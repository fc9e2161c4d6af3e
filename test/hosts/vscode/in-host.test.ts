// The specs of in-host/ run inside the extension host of a real VS Code; here each one tells how it ended.
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { ROOT } from "../../support/packs.js";
import type { InHostResult } from "./in-host/run.js";

const folder = mkdtempSync(join(tmpdir(), "musa-in-host-"));
const resultFile = join(folder, "results.json");
const outcome = await promisify(execFile)(
	process.execPath,
	["scripts/test-vscode.mjs"],
	{
		cwd: ROOT,
		env: {
			...process.env,
			VSCODE_EXECUTABLE: join(ROOT, "test/support/vscode-host/code.mjs"),
			MUSA_VSCODE_RESULTS: resultFile,
		},
	},
).catch((error: { stdout: string; stderr: string }) => error);
const results = readResults();
rmSync(folder, { recursive: true, force: true });

test("VS Code ran the specs", () => {
	expect(results.length, outcome.stdout + outcome.stderr).toBeGreaterThan(0);
});

test.each(results)("$title", ({ problem }) => {
	expect(problem).toBeUndefined();
});

function readResults(): readonly InHostResult[] {
	try {
		return JSON.parse(readFileSync(resultFile, "utf8"));
	} catch {
		return [];
	}
}
