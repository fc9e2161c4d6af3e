// A finder over one workspace: lists it, scans every document, then keeps up with single changes.
import type { FileSystem } from "./file-system.js";
import {
	type FindContext,
	findMissing,
	isPackage,
	type ReadDocument,
} from "./find-missing.js";
import { findPoor } from "./find-poor.js";
import { findUsed, type UsedImage } from "./find-used.js";
import { extractReferences } from "./languages/extract.js";
import type { SelectorSize } from "./languages/extraction.js";
import { languageOf } from "./languages/language.js";
import { makeNeighbourSizes } from "./neighbour-sizes.js";
import { makePacer } from "./pacer.js";
import { folderOf } from "./paths.js";
import { readDocument, reasonToSkip } from "./read-document.js";
import type { MissingImage, PoorImage, SkippedDocument } from "./records.js";
import { readBundleHabit } from "./site/bundle-habit.js";
import { isForeignFolder } from "./site/ignore-rules.js";
import { listWorkspace } from "./site/list-workspace.js";

/** How far a scan is. */
export interface ScanProgress {
	readonly stage: "list-files" | "read-documents" | "find-missing";
	readonly done: number;
	/** Unknown while files are being listed. */
	readonly total?: number;
}

/** What a scan of the whole workspace found. */
export interface ScanReport {
	/** By file, then in source order. */
	readonly missing: readonly MissingImage[];
	readonly skipped: readonly SkippedDocument[];
	readonly fileCount: number;
	readonly documentCount: number;
}

/** Finds missing images, first everywhere and then where something changed. */
export interface Finder {
	/**
	 * Reads every document.
	 *
	 * @throws AbortError
	 */
	scan(
		signal: AbortSignal,
		onProgress?: (progress: ScanProgress) => void,
	): Promise<ScanReport>;
	/** Whether a document is one that `scan` reads. */
	reads(file: string): boolean;
	/** Reads one document again, from the text that the editor has; empty when it is not one that is read. */
	rescan(file: string, text: string): Promise<readonly MissingImage[]>;
	/** Checks every document that is known against the files as they are known now; reads nothing. */
	check(signal: AbortSignal): Promise<readonly MissingImage[]>;
	/**
	 * Checks the pictures that are there: stand-ins, and files far from the size at which they show.
	 *
	 * @throws AbortError
	 */
	checkPresent(signal: AbortSignal): Promise<readonly PoorImage[]>;
	/**
	 * Lists the references whose image is there, with what their places ask for.
	 *
	 * @throws AbortError
	 */
	listUsed(signal: AbortSignal): Promise<readonly UsedImage[]>;
	/** Tells that a file has come. */
	noteAdded(path: string): void;
	/** Tells that a file or folder has gone. */
	noteRemoved(path: string): void;
}

// Reading overlaps, parsing does not.
const READ_AHEAD = 16;

/**
 * Lists the workspace and reads its configuration.
 *
 * @throws AbortError, or what the host throws when the root cannot be listed
 */
export async function openFinder(
	signal: AbortSignal,
	files: FileSystem,
	onProgress?: (progress: ScanProgress) => void,
): Promise<Finder> {
	const pacer = makePacer();
	const workspace = await listWorkspace(signal, files, pacer, (done) =>
		onProgress?.({ stage: "list-files", done }),
	);
	const { index, rules } = workspace;
	const neighbours = makeNeighbourSizes(files, index);
	const sheets = new Map<string, ReadonlyMap<string, SelectorSize>>();
	const documents = new Map<string, ReadDocument>();
	const context: FindContext = {
		workspace,
		sheets,
		resolved: { file: "", misses: new Map() },
		bundles: { counts: new Map(), folders: new Set() },
		neighbourSize: neighbours.sizeFor,
	};

	const forgetFiles = (): void => {
		neighbours.forget();
		context.resolved = { file: "", misses: new Map() };
	};

	const reads = (file: string): boolean =>
		languageOf(file) !== undefined &&
		!rules.isIgnored(file) &&
		!isForeignFolder(folderOf(file), (folder) => isPackage(folder, workspace));

	const extract = (file: string, text: string): ReadDocument | undefined => {
		const language = languageOf(file);
		if (language === undefined) return undefined;
		const extraction = extractReferences(text, language, file);
		if (extraction.selectorSizes.size > 0)
			sheets.set(file, extraction.selectorSizes);
		const document = { file, text, extraction };
		if (extraction.references.length > 0) documents.set(file, document);
		else documents.delete(file);
		return document;
	};

	const check = async (
		stopSignal: AbortSignal,
		report?: (progress: ScanProgress) => void,
	): Promise<MissingImage[]> => {
		const missing: MissingImage[] = [];
		context.bundles = readBundleHabit(documents.values(), index);
		let done = 0;
		for (const document of [...documents.values()].sort(byFile)) {
			stopSignal.throwIfAborted();
			missing.push(...(await findMissing(document, context)));
			report?.({ stage: "find-missing", done: ++done, total: documents.size });
			await pacer.pause();
		}
		return missing;
	};

	return {
		async scan(scanSignal, report) {
			const paths = [...index.files].filter(reads).sort();
			const skipped: SkippedDocument[] = [];
			for (let i = 0; i < paths.length; i += READ_AHEAD) {
				scanSignal.throwIfAborted();
				const batch = paths.slice(i, i + READ_AHEAD);
				const read = await Promise.all(
					batch.map((path) => readDocument(files, path)),
				);
				for (const [j, result] of read.entries()) {
					scanSignal.throwIfAborted();
					const file = batch[j] as string;
					if ("reason" in result) skipped.push({ file, reason: result.reason });
					else extract(file, result.text);
					await pacer.pause();
				}
				report?.({
					stage: "read-documents",
					done: Math.min(i + READ_AHEAD, paths.length),
					total: paths.length,
				});
			}
			const missing = await check(scanSignal, report);
			return {
				missing,
				skipped,
				fileCount: index.files.size,
				documentCount: paths.length,
			};
		},
		reads,
		async rescan(file, text) {
			if (!reads(file) || reasonToSkip(text) !== undefined) {
				documents.delete(file);
				return [];
			}
			const document = extract(file, text);
			return document === undefined ? [] : findMissing(document, context);
		},
		check: (checkSignal) => check(checkSignal),
		async listUsed(usedSignal) {
			const used: UsedImage[] = [];
			for (const document of [...documents.values()].sort(byFile)) {
				usedSignal.throwIfAborted();
				used.push(...(await findUsed(document, context)));
				await pacer.pause();
			}
			return used;
		},
		async checkPresent(checkSignal) {
			const poor: PoorImage[] = [];
			for (const document of [...documents.values()].sort(byFile)) {
				checkSignal.throwIfAborted();
				poor.push(...(await findPoor(document, context, files)));
				await pacer.pause();
			}
			return poor;
		},
		noteAdded(path) {
			index.addFile(path);
			forgetFiles();
		},
		noteRemoved(path) {
			index.remove(path);
			forgetFiles();
			for (const file of [...documents.keys()])
				if (file === path || file.startsWith(`${path}/`))
					documents.delete(file);
			sheets.delete(path);
		},
	};
}

function byFile(a: ReadDocument, b: ReadDocument): number {
	return a.file < b.file ? -1 : a.file > b.file ? 1 : 0;
}
