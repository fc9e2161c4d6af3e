// The ledger of everything that leaves this device: an append-only list of records. Whoever reads the records in order
// comes to the same sums, so several processes need no lock: a reservation counts if it fitted its caps at its place.
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";

/** Caps in millionths of the user's currency. */
export interface SpendCaps {
	readonly job: number;
	readonly day: number;
	readonly month: number;
}

/** What is about to leave, written before it does. */
export interface EgressEntry {
	/** Unique, e.g. random hex. */
	readonly id: string;
	/** Of the user's wish; several calls may serve one. */
	readonly jobId: string;
	/** ms since 1970 */
	readonly at: number;
	readonly host: string;
	readonly providerId: string;
	readonly modelId: string;
	readonly payloadSha256: string;
	readonly bytes: number;
	/** The most that this call can cost. */
	readonly priceMicros: number;
	readonly consentId: string;
	/** The caps that hold for it. */
	readonly caps: SpendCaps;
}

/** How a call ended. An `ambiguous` one counts in full. */
export type EgressOutcome =
	| "done"
	| "free"
	| "refused"
	| "failed"
	| "ambiguous"
	| "not-sent";

/** One line of the ledger. */
export type LedgerRecord =
	| ({ readonly type: "reserve" } & EgressEntry)
	| {
			readonly type: "settle";
			readonly id: string;
			readonly at: number;
			readonly outcome: EgressOutcome;
			readonly costMicros: number;
	  };

/** Where a host keeps the ledger. */
export interface EgressLedger {
	/**
	 * Reserves the price of a call, durably, before anything is sent.
	 *
	 * @throws ProviderError `provider/cap-reached`, `provider/ledger-unwritable`
	 */
	reserve(entry: EgressEntry): Promise<void>;
	/** Writes how the call ended. */
	settle(id: string, outcome: EgressOutcome, costMicros: number): Promise<void>;
}

/** Which cap a reservation broke. */
export type CapPeriod = keyof SpendCaps;

/** Sums over the records read so far. */
export interface LedgerSums {
	/**
	 * Takes the next record.
	 *
	 * @returns the cap that a reservation broke; it then counts for nothing
	 */
	add(record: LedgerRecord): CapPeriod | undefined;
	/** Millionths that count on the day and in the month of a time, UTC. */
	spentAt(at: number): { readonly day: number; readonly month: number };
}

/** Starts with nothing spent. */
export function makeLedgerSums(): LedgerSums {
	const open = new Map<string, EgressEntry>();
	const spent = new Map<string, number>();
	const keysOf = (entry: EgressEntry): Record<CapPeriod, string> => {
		const date = new Date(entry.at).toISOString();
		return {
			job: `job ${entry.jobId}`,
			day: date.slice(0, 10),
			month: date.slice(0, 7),
		};
	};
	const change = (entry: EgressEntry, micros: number): void => {
		for (const key of Object.values(keysOf(entry)))
			spent.set(key, (spent.get(key) ?? 0) + micros);
	};
	return {
		add(record) {
			if (record.type === "settle") {
				const entry = open.get(record.id);
				if (entry === undefined) return undefined;
				open.delete(record.id);
				// More than was reserved stays visible as more.
				change(entry, record.costMicros - entry.priceMicros);
				return undefined;
			}
			const keys = keysOf(record);
			for (const period of ["job", "day", "month"] as const) {
				const sum = (spent.get(keys[period]) ?? 0) + record.priceMicros;
				// A price or a cap that is no number allows nothing.
				const fits = record.priceMicros >= 0 && sum <= record.caps[period];
				if (!fits) return period;
			}
			open.set(record.id, record);
			change(record, record.priceMicros);
			return undefined;
		},
		spentAt(at) {
			const date = new Date(at).toISOString();
			return {
				day: spent.get(date.slice(0, 10)) ?? 0,
				month: spent.get(date.slice(0, 7)) ?? 0,
			};
		},
	};
}

/** One line: a checksum and the record. It begins with a line feed, so that a torn line before it harms nothing. */
export function writeLedgerLine(record: LedgerRecord): string {
	const json = JSON.stringify(record);
	return `\n${checksum(json)} ${json}\n`;
}

/** The record of a line, or `undefined` for a torn or damaged one. */
export function readLedgerLine(line: string): LedgerRecord | undefined {
	const json = line.slice(17);
	if (line[16] !== " " || line.slice(0, 16) !== checksum(json))
		return undefined;
	try {
		const record = JSON.parse(json) as LedgerRecord;
		return record.type === "reserve" || record.type === "settle"
			? record
			: undefined;
	} catch {
		return undefined;
	}
}

function checksum(json: string): string {
	return bytesToHex(sha256(new TextEncoder().encode(json))).slice(0, 16);
}
