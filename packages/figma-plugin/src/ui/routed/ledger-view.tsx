import type { StorageLedgerReading } from "@musa/core/providers";
import { formatMoney } from "@musa/ui";
import type { JSX } from "preact";

const shownCount = 50;
const outcomeWords: Readonly<Record<string, string>> = {
	done: "done",
	free: "free",
	refused: "refused",
	failed: "failed, free",
	ambiguous: "answer lost, counted in full",
	"not-sent": "not sent",
};

/** What was sent, the newest first. */
export function LedgerView({
	ledger,
	currency,
}: {
	readonly ledger: StorageLedgerReading;
	readonly currency: string;
}): JSX.Element {
	const { records, damagedLines, spent } = ledger;
	const ends = new Map(
		records.flatMap((each) =>
			each.type === "settle" ? [[each.id, each] as const] : [],
		),
	);
	const sent = records
		.flatMap((each) => (each.type === "reserve" ? [each] : []))
		.reverse();
	const money = (micros: number): string => formatMoney(micros, currency);
	return (
		<>
			<p class="hint">
				{money(spent.day)} today, {money(spent.month)} this month.
				{damagedLines > 0 && ` ${damagedLines} entries cannot be read.`}
			</p>
			<ul class="list ledger">
				{sent.slice(0, shownCount).map((entry) => {
					const end = ends.get(entry.id);
					return (
						<li key={entry.id} class="item">
							<div class="item-text">
								<strong>{entry.host}</strong>
								<span class="note">
									{new Date(entry.at).toLocaleString()},{" "}
									{entry.bytes.toLocaleString()} bytes,{" "}
									{entry.modelId || "list of models"}
								</span>
								<span class="note">
									{money(end ? end.costMicros : entry.priceMicros)},{" "}
									{end ? outcomeWords[end.outcome] : "no end known"}
								</span>
							</div>
						</li>
					);
				})}
			</ul>
			{sent.length === 0 && <p class="hint">Nothing yet.</p>}
			{sent.length > shownCount && (
				<p class="hint">{sent.length - shownCount} older entries.</p>
			)}
		</>
	);
}
