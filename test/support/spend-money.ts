// A process that spends as fast as the ledger lets it; the test starts several and kills some.
import { appendFileSync } from "node:fs";
import { openFileLedger } from "@musa/core/providers/node-ledger";

const [path = "", sentFile = "", calls = "0", cap = "0"] =
	process.argv.slice(2);
const ledger = openFileLedger(path);
for (let i = 0; i < Number(calls); i++) {
	const id = `${process.pid}-${i}`;
	try {
		await ledger.reserve({
			id,
			jobId: id,
			at: Date.UTC(2026, 5, 1),
			host: "h",
			providerId: "p",
			modelId: "m",
			payloadSha256: "0",
			bytes: 1,
			priceMicros: 10,
			consentId: "c",
			caps: { job: 1e9, day: Number(cap), month: 1e9 },
		});
	} catch {
		continue;
	}
	appendFileSync(sentFile, "x");
	// Every third call turns out to be free.
	await ledger.settle(
		id,
		i % 3 === 0 ? "refused" : "done",
		i % 3 === 0 ? 0 : 10,
	);
	if (i % 3 === 0) appendFileSync(`${sentFile}.free`, "x");
}
