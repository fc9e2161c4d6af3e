// Apart, because it brings the parsers along: whoever starts fast loads it when a scan begins.
import {
	type FileSystem,
	type Finder,
	type ImageRules,
	openRuledFinder,
	readRuleBook,
	type ScanProgress,
	type ScanReport,
} from "@musa/finder";

/**
 * Opens a finder and reads everything.
 *
 * @param onOpen  hears of it before documents are read: who stops that can still use it for single ones
 * @throws AbortError
 */
export async function scanFolder(
	signal: AbortSignal,
	files: FileSystem,
	onOpen: (finder: Finder) => void,
	onProgress: (progress: ScanProgress) => void,
): Promise<ScanReport> {
	const finder = await openRuledFinder(signal, files, onProgress);
	onOpen(finder);
	return finder.scan(signal, onProgress);
}

/** What the folder's musa.json says of the image at a path, as it stands now. */
export async function findRules(
	files: FileSystem,
	path: string,
): Promise<ImageRules> {
	return (await readRuleBook(files)).book.rulesFor(path);
}
