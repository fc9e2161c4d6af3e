// musa check: the images of a folder against what its code and its musa.json ask for, for continuous integration.
import { checkImages } from "./check-images.js";
import type { Command } from "./command.js";
import {
	oneFolder,
	parseConfidence,
	printable,
	scanWithProgress,
} from "./find-missing.js";
import { checkRules } from "./image-findings.js";
import { parseOptions } from "./parse-options.js";
import { loadProjectRules } from "./project-rules.js";
import { makeSarif } from "./sarif.js";
import { UsageError } from "./usage-error.js";

// A failed build wants surer findings than a list.
const DEFAULT_MIN_CONFIDENCE = 0.7;

/** `musa check`: says what is not as it should be. */
export const check: Command = {
	summary: "check a folder's images against its code and its musa.json",
	help: `Says which images of a folder are not as its code, its content and its musa.json ask.

Usage
  musa check <dir> [options]

  --min-confidence N   leave out missing images that are less sure, 0 to 1 (default ${DEFAULT_MIN_CONFIDENCE})
  --json               print an array of {"rule","level","message","file","line","column","target"}
  --sarif              print a SARIF 2.1.0 log

${Object.entries(checkRules)
	.map(([id, text]) => `  ${id.padEnd(14)}${text}`)
	.join("\n")}

Exit codes: 0 nothing found but warnings, 1 something found, 2 wrong usage or a mistake in musa.json.`,
	async run(args, context) {
		const { values, switches, positionals } = parseOptions(args, {
			"min-confidence": { type: "string" },
			json: { type: "boolean" },
			sarif: { type: "boolean" },
		});
		const minConfidence =
			values["min-confidence"] === undefined
				? DEFAULT_MIN_CONFIDENCE
				: parseConfidence(values["min-confidence"]);
		if (switches.has("json") && switches.has("sarif"))
			throw new UsageError("Give --json or --sarif, not both.");
		const folder = oneFolder(positionals, "check");
		const book = await loadProjectRules(folder);
		const { report, finder } = await scanWithProgress(folder, context);
		const missing = report.missing.filter(
			({ confidence }) => confidence >= minConfidence,
		);
		const used = await finder.listUsed(context.signal);
		const poor = await finder.checkPresent(context.signal);
		const findings = await checkImages(
			context.signal,
			folder,
			{ missing, used, poor },
			book,
		);
		if (switches.has("sarif"))
			context.print(JSON.stringify(makeSarif(findings)));
		else if (switches.has("json")) context.print(JSON.stringify(findings));
		else
			for (const { file, line, column, level, rule, message } of findings)
				context.print(
					printable(
						`${file}${line === undefined ? "" : `:${line}:${column}`}  ${level} ${rule}  ${message}`,
					),
				);
		const errorCount = findings.filter(({ level }) => level === "error").length;
		context.say(
			`${errorCount} errors, ${findings.length - errorCount} warnings in ${report.documentCount} documents`,
		);
		return errorCount > 0 ? 1 : 0;
	},
};
