import {
	appendFileSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import {
	type EgressEntry,
	makeLedgerSums,
	readLedgerLine,
	writeLedgerLine,
} from "./ledger.js";
import { openFileLedger, readFileLedger } from "./node-ledger.js";

const folder = mkdtempSync(join(tmpdir(), "musa-ledger-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let count = 0;
function entry(changes: Partial<EgressEntry> = {}): EgressEntry {
	return {
		id: `id-${count++}`,
		jobId: "job",
		at: Date.UTC(2026, 4, 31, 23, 59),
		host: "api.example.com",
		providerId: "openai",
		modelId: "found-1",
		payloadSha256: "00",
		bytes: 100,
		priceMicros: 40,
		consentId: "consent",
		caps: { job: 100, day: 150, month: 200 },
		...changes,
	};
}

test("a reservation that breaks a cap counts for nothing, and the default cap is zero", () => {
	const sums = makeLedgerSums();
	const reserve = (changes: Partial<EgressEntry> = {}) =>
		sums.add({ type: "reserve", ...entry(changes) });
	expect(reserve()).toBeUndefined();
	expect(reserve()).toBeUndefined();
	expect(reserve()).toBe("job");
	expect(reserve({ jobId: "b" })).toBeUndefined();
	expect(reserve({ jobId: "c" })).toBe("day");
	const tomorrow = Date.UTC(2026, 5, 1);
	expect(sums.spentAt(Date.UTC(2026, 4, 31))).toEqual({ day: 120, month: 120 });
	expect(reserve({ jobId: "d", at: tomorrow })).toBeUndefined();
	expect(sums.spentAt(tomorrow)).toEqual({ day: 40, month: 40 });
	expect(reserve({ caps: { job: 0, day: 0, month: 0 } })).toBe("job");
	// What is no number allows nothing.
	for (const priceMicros of [Number.NaN, -1])
		expect(reserve({ jobId: "e", priceMicros })).toBe("job");
	const caps = { job: Number.NaN, day: 900, month: 900 };
	expect(reserve({ jobId: "e", caps })).toBe("job");
});

test("what a call did not cost is free again, once", () => {
	const sums = makeLedgerSums();
	const first = entry({ priceMicros: 100 });
	sums.add({ type: "reserve", ...first });
	const settle = {
		type: "settle",
		id: first.id,
		at: 0,
		outcome: "refused",
		costMicros: 0,
	} as const;
	sums.add(settle);
	sums.add(settle);
	expect(sums.spentAt(first.at)).toEqual({ day: 0, month: 0 });
	expect(
		sums.add({ type: "reserve", ...entry({ priceMicros: 100 }) }),
	).toBeUndefined();
});

test("a line that was changed anywhere is none", () => {
	const line = writeLedgerLine({ type: "reserve", ...entry() }).trim();
	expect(readLedgerLine(line)).toMatchObject({ host: "api.example.com" });
	for (let i = 0; i < line.length; i++) {
		const changed =
			line.slice(0, i) +
			String.fromCharCode(line.charCodeAt(i) ^ 1) +
			line.slice(i + 1);
		expect(readLedgerLine(changed)).toBeUndefined();
		expect(readLedgerLine(line.slice(0, i))).toBeUndefined();
	}
});

test("a file that was torn at any byte keeps its whole lines, and takes new ones", async () => {
	const path = join(folder, "torn", "ledger.log");
	const ledger = openFileLedger(path);
	const kept = entry({ jobId: "kept" });
	await ledger.reserve(kept);
	const whole = readFileSync(path);
	const torn = writeLedgerLine({ type: "reserve", ...entry() });
	for (let length = 0; length < torn.length; length += 11) {
		writeFileSync(path, whole);
		appendFileSync(path, torn.slice(0, length));
		const next = entry({ jobId: "next" });
		await openFileLedger(path).reserve(next);
		const { records } = await readFileLedger(path);
		const ids = records.flatMap((record) => record.id);
		expect([ids[0], ids.at(-1)]).toEqual([kept.id, next.id]);
	}
});

test("caps hold in the file, errors say which, and what was settled is read back", async () => {
	const path = join(folder, "caps.log");
	const ledger = openFileLedger(path);
	const at = Date.now();
	const first = entry({ at });
	await ledger.reserve(first);
	await ledger.reserve(entry({ at }));
	const third = entry({ at });
	await expect(ledger.reserve(third)).rejects.toMatchObject({
		code: "provider/cap-reached",
		details: { period: "job" },
	});
	await ledger.settle(first.id, "done", 40);
	const reading = await readFileLedger(path);
	expect(reading.spent).toEqual({ day: 80, month: 80 });
	expect([...reading.rejectedIds]).toEqual([third.id]);
	expect(reading.damagedLines).toBe(0);
});

test("a ledger that cannot be written lets nothing through", async () => {
	writeFileSync(join(folder, "file"), "");
	const ledger = openFileLedger(join(folder, "file", "ledger.log"));
	await expect(ledger.reserve(entry())).rejects.toMatchObject({
		code: "provider/ledger-unwritable",
	});
});
