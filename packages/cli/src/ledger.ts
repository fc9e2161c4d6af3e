import { listCalls } from "@musa/core/providers";
import { readFileLedger } from "@musa/core/providers/node-ledger";
import { ledgerPath } from "@musa/core/providers/node-user-settings";
import type { Command } from "./command.js";
import { parseOptions } from "./parse-options.js";
import { UsageError } from "./usage-error.js";

/** `musa ledger`: everything that ever left this computer. */
export const ledger: Command = {
	summary: "show what has left this computer",
	help: `Shows what has left this computer: when, where to, how much, at which price. Prompts and keys are not in it.

Usage
  musa ledger [--json]

With --json one object per call: what was reserved, and "outcome" and "costMicros" once they are known.
The file is egress.log in your settings folder; lines are only ever added to it.`,
	async run(args, { print, say }) {
		const { switches, positionals } = parseOptions(args, {
			json: { type: "boolean" },
		});
		if (positionals.length > 0)
			throw new UsageError("musa ledger takes no names; see --help.");
		const path = ledgerPath();
		const reading = await readFileLedger(path);
		const { damagedLines, spent } = reading;
		const calls = listCalls(reading);
		for (const call of calls) {
			print(
				switches.has("json")
					? JSON.stringify(call)
					: [
							new Date(call.at).toISOString(),
							call.host,
							call.providerId,
							call.modelId,
							`${call.bytes} bytes`,
							(call.costMicros / 1e6).toFixed(4),
							call.outcome,
						]
							.join("  ")
							// A name may hold what steers a terminal.
							.replace(/[\p{Cc}\p{Cf}]/gu, "?"),
			);
		}
		if (!switches.has("json")) {
			if (calls.length === 0) print("Nothing has left this computer.");
			else
				say(
					`today ${(spent.day / 1e6).toFixed(4)}, this month ${(spent.month / 1e6).toFixed(4)}`,
				);
		}
		if (damagedLines > 0)
			say(`${damagedLines} damaged lines in ${path} were left out.`);
		return 0;
	},
};
