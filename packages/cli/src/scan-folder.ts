import { stat } from "node:fs/promises";
import {
	type Finder,
	openFinder,
	type ScanProgress,
	type ScanReport,
} from "@musa/finder";
import { nodeFiles } from "@musa/finder/node";
import { UsageError } from "./usage-error.js";

/** A scanned folder, and the finder to ask more. */
export interface ScannedFolder {
	readonly report: ScanReport;
	readonly finder: Finder;
}

/**
 * Scans a folder for missing images.
 *
 * @throws UsageError when it is no folder or can't be read; AbortError
 */
export async function scanFolder(
	signal: AbortSignal,
	folder: string,
	onProgress: (progress: ScanProgress) => void,
): Promise<ScannedFolder> {
	const info = await stat(folder).catch(() => undefined);
	if (info === undefined)
		throw new UsageError(`There is no folder "${folder}"; check the path.`);
	if (!info.isDirectory())
		throw new UsageError(`"${folder}" is a file; name the folder around it.`);
	const finder = await openFinder(signal, nodeFiles(folder), onProgress).catch(
		(error: unknown) => {
			if (signal.aborted) throw error;
			throw new UsageError(
				`The folder "${folder}" can't be read; check its permissions.`,
				{ cause: error },
			);
		},
	);
	return { finder, report: await finder.scan(signal, onProgress) };
}
