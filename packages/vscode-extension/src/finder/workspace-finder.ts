// One workspace folder's finder, wherever it runs: in a thread over Node's files, or here over the editor's own.
import type {
	PoorImage,
	ScanProgress,
	ScanReport,
	WantedImage,
} from "@musa/finder";

/** Finds missing images in one folder and keeps up with changes. */
export interface WorkspaceFinder {
	/** @throws AbortError */
	scan(
		signal: AbortSignal,
		onProgress: (progress: ScanProgress) => void,
	): Promise<ScanReport>;
	/** One document, from the text that the editor has. */
	rescan(file: string, text: string): Promise<readonly WantedImage[]>;
	/** All documents, after files have come and gone. */
	noteChanges(changes: FileChanges): Promise<readonly WantedImage[]>;
	/** Pictures that are there and not right, among what was last read. */
	checkPresent(signal: AbortSignal): Promise<readonly PoorImage[]>;
	dispose(): void;
}

/** Paths relative to the folder. */
export interface FileChanges {
	readonly added: readonly string[];
	readonly removed: readonly string[];
}
