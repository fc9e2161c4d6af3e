import type { ScanReport } from "@musa/finder";
import type { LogOutputChannel } from "vscode";

const RULES_FILE = "musa.json";

/** Notes what the search of a folder found; without a report it was cancelled. */
export function logSearch(
	log: LogOutputChannel,
	folder: string,
	report: ScanReport | undefined,
	ms: number,
): void {
	if (report === undefined) {
		log.info(`${folder}: the search was cancelled`);
		return;
	}
	const { missing, documentCount, fileCount, skipped } = report;
	log.info(
		`${folder}: ${missing.length} missing images in ${documentCount} documents of ${fileCount} files (${Math.round(ms)} ms)`,
	);
	for (const { file, reason } of skipped) {
		const sentence = `${file} was not read: ${reason}`;
		// A mistake of the project's own, which nobody would look for.
		if (file === RULES_FILE) log.warn(sentence);
		else log.debug(sentence);
	}
}
