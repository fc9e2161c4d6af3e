import type { EgressEntry, EgressOutcome, LedgerRecord } from "./ledger.js";

/** One call of the ledger, with its end. */
export interface LedgerCall extends EgressEntry {
	readonly outcome: EgressOutcome | "unknown";
	/** Millionths that count; what was reserved where no end is known. */
	readonly costMicros: number;
}

/** Puts the ends of calls beside their beginnings, in the order in which they began. */
export function listCalls({
	records,
	rejectedIds,
}: {
	readonly records: readonly LedgerRecord[];
	/** Reservations that did not fit their caps; nothing was sent for them. */
	readonly rejectedIds: ReadonlySet<string>;
}): readonly LedgerCall[] {
	const ends = new Map(
		records.flatMap((record) =>
			record.type === "settle" ? [[record.id, record] as const] : [],
		),
	);
	return records.flatMap((record) => {
		if (record.type !== "reserve") return [];
		const { type: _, ...call } = record;
		const end = ends.get(call.id);
		const isRejected = rejectedIds.has(call.id);
		const outcome = isRejected ? "not-sent" : (end?.outcome ?? "unknown");
		const costMicros = isRejected ? 0 : (end?.costMicros ?? call.priceMicros);
		return [{ ...call, outcome, costMicros }];
	});
}
