import { expect, test } from "vitest";
import { MusaError } from "../errors.js";
import type { EgressEntry } from "./ledger.js";
import {
	type LedgerStorage,
	openStorageLedger,
	readStorageLedger,
} from "./storage-ledger.js";

const at = Date.UTC(2026, 10, 21);

/** Like a browser's or Figma's: every act takes a while, and acts of several windows mix. */
function makeStorage(random: () => number = () => 0): LedgerStorage & {
	lines: string[];
} {
	const lines: string[] = [];
	const wait = async (): Promise<void> => {
		for (let i = 0; i < 4 * random(); i++) await Promise.resolve();
	};
	return {
		lines,
		async readLines() {
			await wait();
			const found = [...lines].reverse();
			await wait();
			return found;
		},
		async append(line) {
			await wait();
			lines.push(line);
			await wait();
		},
	};
}

function makeEntry(changes: Partial<EgressEntry> = {}): EgressEntry {
	return {
		id: "1",
		jobId: "job",
		at,
		host: "api.example.com",
		providerId: "openai",
		modelId: "found-1",
		payloadSha256: "00",
		bytes: 10,
		priceMicros: 4,
		consentId: "consent",
		caps: { job: 10, day: 10, month: 10 },
		...changes,
	};
}

const codeOf = (error: unknown) => (MusaError.is(error) ? error.code : error);

test("a reservation is there before anything is sent, and its end counts what it cost", async () => {
	const storage = makeStorage();
	const ledger = openStorageLedger(storage);
	await ledger.reserve(makeEntry());
	expect((await readStorageLedger(storage, at)).spent.day).toBe(4);
	await ledger.settle("1", "refused", 0);
	const { records, spent, damagedLines } = await readStorageLedger(storage, at);
	expect(records.map(({ type }) => type)).toEqual(["reserve", "settle"]);
	expect([spent, damagedLines]).toEqual([{ day: 0, month: 0 }, 0]);
});

test.each(["job", "day", "month"] as const)(
	"the cap per %s holds, and what did not fit counts for nothing",
	async (period) => {
		const storage = makeStorage();
		const ledger = openStorageLedger(storage);
		const caps = { job: 99, day: 99, month: 99, [period]: 7 };
		await ledger.reserve(makeEntry({ caps }));
		await expect(
			ledger.reserve(makeEntry({ id: "2", caps })),
		).rejects.toMatchObject({
			code: "provider/cap-reached",
			details: { period },
		});
		await ledger.reserve(makeEntry({ id: "3", caps, priceMicros: 3 }));
		expect((await readStorageLedger(storage, at)).spent.month).toBe(7);
	},
);

test("windows that reserve at the same moment never overspend", async () => {
	for (let seed = 1; seed <= 200; seed++) {
		let state = seed;
		const random = (): number => {
			state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
			return state / 2 ** 32;
		};
		const storage = makeStorage(random);
		const tries = Array.from({ length: 8 }, async (_, i) => {
			const ledger = openStorageLedger(storage);
			const jobId = `job ${i}`;
			await ledger.reserve(
				makeEntry({ id: `${i}`, jobId, at: at + Math.round(9 * random()) }),
			);
			return 4;
		});
		const results = await Promise.allSettled(tries);
		const sent = results.filter(({ status }) => status === "fulfilled").length;
		expect([seed, 4 * sent <= 10]).toEqual([seed, true]);
		expect((await readStorageLedger(storage, at)).spent.day).toBe(4 * sent);
	}
});

test("damaged lines are counted and harm no others", async () => {
	const storage = makeStorage();
	await openStorageLedger(storage).reserve(makeEntry());
	storage.lines.push("half a li", "", `${storage.lines[0]}x`);
	const { records, damagedLines } = await readStorageLedger(storage, at);
	expect([records.length, damagedLines]).toEqual([1, 3]);
});

test("a storage that is full or forgets stops the job before it is sent", async () => {
	const full = makeStorage();
	full.append = () => Promise.reject(new Error("the quota is exceeded"));
	const forgetful = makeStorage();
	forgetful.append = () => Promise.resolve();
	for (const storage of [full, forgetful]) {
		const failure = await openStorageLedger(storage)
			.reserve(makeEntry())
			.catch(codeOf);
		expect(failure).toBe("provider/ledger-unwritable");
	}
});
