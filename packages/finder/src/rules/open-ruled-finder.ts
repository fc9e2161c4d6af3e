import type { FileSystem } from "../file-system.js";
import { type Finder, openFinder, type ScanProgress } from "../open-finder.js";
import type { MissingImage } from "../records.js";
import { applyRules, type WantedImage } from "./apply-rules.js";
import { readRuleBook, rulesFile } from "./read-rule-book.js";

/**
 * Opens a finder whose missing images are as the folder's musa.json wants them; mistakes in it are told as what was
 * not read.
 *
 * @throws AbortError
 */
export async function openRuledFinder(
	signal: AbortSignal,
	files: FileSystem,
	onProgress?: (progress: ScanProgress) => void,
): Promise<Finder> {
	const { book, problems } = await readRuleBook(files);
	const finder = await openFinder(signal, files, onProgress);
	const apply = (images: readonly MissingImage[]): WantedImage[] =>
		applyRules(images, book);
	return {
		...finder,
		async scan(scanSignal, onScanProgress) {
			const report = await finder.scan(scanSignal, onScanProgress);
			const mistakes = problems.map(({ line, message }) => ({
				file: rulesFile,
				reason: `line ${line}: ${message}`,
			}));
			return {
				...report,
				missing: apply(report.missing),
				skipped: [...mistakes, ...report.skipped],
			};
		},
		rescan: async (file, text) => apply(await finder.rescan(file, text)),
		async checkPresent(presentSignal) {
			const poor = await finder.checkPresent(presentSignal);
			return poor.filter(
				({ file, target }) => !book.isIgnored(file) && !book.isIgnored(target),
			);
		},
		check: async (checkSignal) => apply(await finder.check(checkSignal)),
	};
}
