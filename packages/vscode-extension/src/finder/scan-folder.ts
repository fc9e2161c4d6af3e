// Apart, because it brings the parsers along: whoever starts fast loads it when a scan begins.
import {
	type FileSystem,
	type Finder,
	openFinder,
	type ScanProgress,
	type ScanReport,
} from "@musa/finder";

/** Opens a finder and reads everything. @throws AbortError */
export async function scanFolder(
	signal: AbortSignal,
	files: FileSystem,
	onProgress: (progress: ScanProgress) => void,
): Promise<{ readonly finder: Finder; readonly report: ScanReport }> {
	const finder = await openFinder(signal, files, onProgress);
	return { finder, report: await finder.scan(signal, onProgress) };
}
