// What is known of a workspace folder, and how it is read: whole, by changed files, or as a document stands now.
import type { WantedImage } from "@musa/finder";
import { languageOf } from "@musa/finder/names";
import {
	type LogOutputChannel,
	type TextDocument,
	Uri,
	type WorkspaceFolder,
	workspace,
} from "vscode";
import type { Finding } from "../records.js";
import {
	isConfiguration,
	readSmallText,
	relativePath,
} from "./folder-paths.js";
import { logSearch } from "./log-search.js";
import { groupByFile, makeFindings } from "./make-findings.js";
import type { Searches } from "./searches.js";
import type { WorkspaceFinder } from "./workspace-finder.js";

/** One folder and what is known of it. */
export interface ReadFolder {
	readonly folder: WorkspaceFolder;
	readonly finder: WorkspaceFinder;
	/** Files that came and went since it was read, relative to it. */
	readonly added: Set<string>;
	readonly removed: Set<string>;
	/** Aborted when the folder is watched no longer. */
	readonly stop: AbortController;
	byFile: ReadonlyMap<string, readonly Finding[]>;
}

/** Reads folders. */
export interface FolderReader {
	/** The folder of a file or document, and its path in it. */
	locate(uri: Uri): [ReadFolder, string] | undefined;
	/** Reads a whole folder. */
	scan(at: ReadFolder): Promise<void>;
	/** Reads what the files that came and went change. */
	applyFileChanges(at: ReadFolder): Promise<void>;
	/** Reads a file, from the editor if that holds it. */
	rereadFile(at: ReadFolder, path: string): Promise<void>;
	/** Reads a document as it stands now. */
	rescanDocument(document: TextDocument): Promise<readonly Finding[]>;
}

/**
 * Makes a reader.
 *
 * @param folders  by URI
 * @param onChange  called when something else is known
 */
export function makeFolderReader(
	folders: ReadonlyMap<string, ReadFolder>,
	searches: Searches,
	log: LogOutputChannel,
	onChange: () => void,
): FolderReader {
	const show = (at: ReadFolder, images: readonly WantedImage[]): void => {
		if (at.stop.signal.aborted) return;
		at.byFile = groupByFile(makeFindings(at.folder.uri.toString(), images));
		onChange();
	};
	const showFile = (
		at: ReadFolder,
		file: string,
		images: readonly WantedImage[],
	): void => {
		if (at.stop.signal.aborted) return;
		const findings = makeFindings(at.folder.uri.toString(), images);
		const byFile = new Map(at.byFile);
		if (findings.length > 0) byFile.set(file, findings);
		else byFile.delete(file);
		at.byFile = byFile;
		onChange();
	};

	const reader: FolderReader = {
		locate(uri) {
			const folder = workspace.getWorkspaceFolder(uri);
			const at = folder && folders.get(folder.uri.toString());
			return at && [at, relativePath(at.folder.uri, uri)];
		},
		async scan(at) {
			const start = performance.now();
			const { signal } = at.stop;
			const { name } = at.folder;
			try {
				const report = await searches.run(signal, name, (own, onProgress) =>
					at.finder.scan(own, onProgress),
				);
				if (signal.aborted) return;
				if (report) show(at, report.missing);
				logSearch(log, name, report, performance.now() - start);
				// What the editor holds may be newer than the disk, and is all there is of a search that was cancelled.
				for (const document of workspace.textDocuments)
					if (document.isDirty || !report)
						await reader.rescanDocument(document);
			} catch (error) {
				if (!signal.aborted)
					log.error(`${name} can't be searched: ${String(error)}`);
			}
		},
		async applyFileChanges(at) {
			const changes = { added: [...at.added], removed: [...at.removed] };
			at.added.clear();
			at.removed.clear();
			const paths = [...changes.added, ...changes.removed];
			if (paths.some((path) => isConfiguration(path))) return reader.scan(at);
			show(at, await at.finder.noteChanges(changes));
			for (const path of changes.added)
				if (languageOf(path) !== undefined) await reader.rereadFile(at, path);
		},
		async rereadFile(at, path) {
			const uri = Uri.joinPath(at.folder.uri, path);
			const open = workspace.textDocuments.find(
				(document) => document.uri.toString() === uri.toString(),
			);
			if (open !== undefined) {
				await reader.rescanDocument(open);
				return;
			}
			try {
				const text = await readSmallText(uri);
				if (text === undefined) return;
				showFile(at, path, await at.finder.rescan(path, text));
			} catch {
				// Gone again.
				showFile(at, path, []);
			}
		},
		async rescanDocument(document) {
			const place = reader.locate(document.uri);
			if (place === undefined || languageOf(place[1]) === undefined) return [];
			const [at, file] = place;
			const { version } = document;
			const images = await at.finder.rescan(file, document.getText());
			// Someone typed on; the rescan after that knows better.
			if (document.version === version) showFile(at, file, images);
			return makeFindings(at.folder.uri.toString(), images);
		},
	};
	return reader;
}
