// Several processes spend from one ledger, some are killed: never more is spent than the cap.
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { readFileLedger } from "@musa/core/providers/node-ledger";
import { expect, test } from "vitest";
import { makeFolder, ROOT } from "../support/packs.js";

const CALLS = 1000;
const PROCESSES = 8;
const TSX = pathToFileURL(join(ROOT, "node_modules/tsx/dist/loader.mjs")).href;

test("8 processes and kills: overspend 0", { timeout: 600_000 }, async () => {
	const folder = makeFolder();
	const path = join(folder.path, "ledger.log");
	const sent = join(folder.path, "sent");
	// Less than they ask for: 8 x CALLS x 10 would be all.
	const cap = CALLS * PROCESSES * 4;
	const children = Array.from({ length: PROCESSES }, () =>
		spawn(
			process.execPath,
			[
				"--import",
				TSX,
				join(ROOT, "test/support/spend-money.ts"),
				path,
				sent,
				String(CALLS),
				String(cap),
			],
			{ stdio: "inherit" },
		),
	);
	const ends = children.map(
		(child) => new Promise<void>((done) => child.on("close", () => done())),
	);
	// Killed in the middle of their work, not before it.
	const linesOf = () =>
		existsSync(path) ? readFileSync(path, "latin1").split("\n").length : 0;
	for (const [i, child] of children.slice(0, 3).entries()) {
		while (linesOf() < (i + 1) * CALLS && child.exitCode === null)
			await new Promise((done) => setTimeout(done, 20));
		child.kill("SIGKILL");
	}
	await Promise.all(ends);
	const count = (file: string) =>
		existsSync(file) ? readFileSync(file, "latin1").length : 0;
	const paid = count(sent) - count(`${sent}.free`);
	// Three killed processes may each have sent one call that was not yet known to be free.
	expect(paid - 3).toBeLessThanOrEqual(cap / 10);
	const reading = await readFileLedger(path, Date.UTC(2026, 5, 1));
	expect(reading.spent.day).toBeLessThanOrEqual(cap);
	expect(reading.rejectedIds.size).toBeGreaterThan(0);
	expect(paid).toBeGreaterThan(cap / 20);
	folder.remove();
});
