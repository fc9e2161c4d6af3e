// The ledger over a small key-value storage, for hosts without files. Every line has a place of its own, so that windows which
// write at the same time lose nothing of each other. Such a storage has no order, so the reader counts everything that is
// there: whoever of two writes last sees both, and gives way.
import { MusaError, ProviderError } from "../errors.js";
import {
	type EgressLedger,
	type LedgerRecord,
	makeLedgerSums,
	readLedgerLine,
	writeLedgerLine,
} from "./ledger.js";

/** Where a host keeps lines. */
export interface LedgerStorage {
	/** Every line that was appended, in any order. */
	readLines(): Promise<readonly string[]>;
	/** Keeps one more line, durably, and touches no other. */
	append(line: string): Promise<void>;
}

/** What such a ledger holds. */
export interface StorageLedgerReading {
	/** By time. */
	readonly records: readonly LedgerRecord[];
	/** Damaged lines, which count for nothing. */
	readonly damagedLines: number;
	/** Millionths that count today and this month. */
	readonly spent: { readonly day: number; readonly month: number };
}

const uncapped = {
	job: Number.POSITIVE_INFINITY,
	day: Number.POSITIVE_INFINITY,
	month: Number.POSITIVE_INFINITY,
};

/** A ledger that several windows may share. */
export function openStorageLedger(storage: LedgerStorage): EgressLedger {
	const append = (record: LedgerRecord): Promise<void> =>
		guard(() => storage.append(writeLedgerLine(record).trim()));
	const settle: EgressLedger["settle"] = (id, outcome, costMicros) =>
		append({ type: "settle", id, at: Date.now(), outcome, costMicros });
	return {
		async reserve(entry) {
			await append({ type: "reserve", ...entry });
			const { records } = await guard(() => readStorageLedger(storage));
			const isMine = ({ id }: LedgerRecord): boolean => id === entry.id;
			if (!records.some(isMine))
				throw new ProviderError("provider/ledger-unwritable", {
					details: { reason: "what was written cannot be read" },
				});
			const sums = sumUp(records.filter((record) => !isMine(record)));
			const broken = sums.add({ type: "reserve", ...entry });
			if (broken === undefined) return;
			await settle(entry.id, "not-sent", 0);
			throw new ProviderError("provider/cap-reached", {
				details: { period: broken },
			});
		},
		settle,
	};
}

/** Reads the whole ledger. */
export async function readStorageLedger(
	storage: LedgerStorage,
	now: number = Date.now(),
): Promise<StorageLedgerReading> {
	const lines = await storage.readLines();
	const found = lines.map(readLedgerLine);
	const records = found
		.filter((record) => record !== undefined)
		.sort((a, b) => a.at - b.at || (a.type === "reserve" ? -1 : 1));
	return {
		records,
		damagedLines: found.length - records.length,
		spent: sumUp(records).spentAt(now),
	};
}

/** Counts everything: what did not fit its caps was settled as not sent. */
function sumUp(records: readonly LedgerRecord[]) {
	const sums = makeLedgerSums();
	for (const record of records)
		if (record.type === "reserve") sums.add({ ...record, caps: uncapped });
	for (const record of records) if (record.type === "settle") sums.add(record);
	return sums;
}

async function guard<T>(act: () => Promise<T>): Promise<T> {
	try {
		return await act();
	} catch (cause) {
		if (MusaError.is(cause)) throw cause;
		throw new ProviderError("provider/ledger-unwritable", { cause });
	}
}
