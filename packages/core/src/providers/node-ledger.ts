// The ledger as a file: lines are appended whole and flushed before anything is sent; nothing is ever rewritten.
import { mkdir, open } from "node:fs/promises";
import { dirname } from "node:path";
import { MusaError, ProviderError } from "../errors.js";
import {
	type EgressLedger,
	type LedgerRecord,
	makeLedgerSums,
	readLedgerLine,
	writeLedgerLine,
} from "./ledger.js";

const chunkBytes = 2 ** 16;

/** What a ledger file holds. */
export interface LedgerReading {
	readonly records: readonly LedgerRecord[];
	/** Reservations that did not fit their caps; nothing was sent for them. */
	readonly rejectedIds: ReadonlySet<string>;
	/** Torn or damaged lines, which count for nothing. */
	readonly damagedLines: number;
	/** Millionths that count today and this month. */
	readonly spent: { readonly day: number; readonly month: number };
}

/** A ledger in a file that several processes may share. */
export function openFileLedger(path: string): EgressLedger {
	const sums = makeLedgerSums();
	const reader = makeReader(path);
	let queue: Promise<unknown> = Promise.resolve();
	// One after the other, because the reader's place in the file moves.
	const inTurn = <T>(act: () => Promise<T>): Promise<T> => {
		const result = queue.then(act);
		queue = result.catch(() => undefined);
		return result;
	};
	return {
		reserve: (entry) =>
			inTurn(async () => {
				await guard(() => append(path, { type: "reserve", ...entry }));
				let isFound = false;
				let broken: ReturnType<typeof sums.add>;
				await guard(() =>
					reader((record) => {
						const result = sums.add(record);
						if (record.type === "reserve" && record.id === entry.id) {
							isFound = true;
							broken = result;
						}
					}),
				);
				if (!isFound)
					throw new ProviderError("provider/ledger-unwritable", {
						details: { reason: "what was written cannot be read" },
					});
				if (broken !== undefined)
					throw new ProviderError("provider/cap-reached", {
						details: { period: broken },
					});
			}),
		settle: (id, outcome, costMicros) =>
			inTurn(() =>
				guard(() =>
					append(path, {
						type: "settle",
						id,
						at: Date.now(),
						outcome,
						costMicros,
					}),
				),
			),
	};
}

/** Reads a whole ledger; a missing file is an empty one. */
export async function readFileLedger(
	path: string,
	now: number = Date.now(),
): Promise<LedgerReading> {
	const sums = makeLedgerSums();
	const records: LedgerRecord[] = [];
	const rejectedIds = new Set<string>();
	let damagedLines = 0;
	await makeReader(
		path,
		() => damagedLines++,
	)((record) => {
		records.push(record);
		if (sums.add(record) !== undefined && record.type === "reserve")
			rejectedIds.add(record.id);
	});
	return { records, rejectedIds, damagedLines, spent: sums.spentAt(now) };
}

async function append(path: string, record: LedgerRecord): Promise<void> {
	await mkdir(dirname(path), { recursive: true, mode: 0o700 });
	const file = await open(path, "a", 0o600);
	try {
		// One write: lines of several processes stand one after the other.
		const line = new TextEncoder().encode(writeLedgerLine(record));
		const { bytesWritten } = await file.write(line);
		if (bytesWritten !== line.length) throw new Error("the disk is full");
		await file.datasync();
	} finally {
		await file.close();
	}
}

type Read = (take: (record: LedgerRecord) => void) => Promise<void>;

/** Reads what was added since the last time; a line counts once it is ended. */
function makeReader(path: string, onDamage?: () => void): Read {
	let offset = 0;
	let rest = Buffer.alloc(0);
	return async (take) => {
		const file = await open(path, "r").catch((error: unknown) => {
			if (error instanceof Error && "code" in error && error.code === "ENOENT")
				return undefined;
			throw error;
		});
		if (file === undefined) return;
		try {
			for (;;) {
				const chunk = Buffer.alloc(chunkBytes);
				const { bytesRead } = await file.read(chunk, 0, chunkBytes, offset);
				if (bytesRead === 0) break;
				offset += bytesRead;
				const lines = Buffer.concat([rest, chunk.subarray(0, bytesRead)]);
				const end = lines.lastIndexOf(10) + 1;
				rest = lines.subarray(end);
				for (const line of lines
					.subarray(0, end)
					.toString("utf8")
					.split("\n")) {
					if (line === "") continue;
					const record = readLedgerLine(line);
					if (record === undefined) onDamage?.();
					else take(record);
				}
			}
		} finally {
			await file.close();
		}
	};
}

async function guard<T>(act: () => Promise<T>): Promise<T> {
	try {
		return await act();
	} catch (cause) {
		if (MusaError.is(cause)) throw cause;
		throw new ProviderError("provider/ledger-unwritable", { cause });
	}
}
