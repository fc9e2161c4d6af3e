// What is missing in every workspace folder, kept up to date while people type and files come and go.
import type { PoorImage } from "@musa/finder";
import { isImagePath, languageOf } from "@musa/finder/names";
import {
	Disposable,
	type Event,
	EventEmitter,
	type LogOutputChannel,
	RelativePattern,
	type TextDocument,
	type Uri,
	type WorkspaceFolder,
	workspace,
} from "vscode";
import type { Finding } from "../records.js";
import {
	isConfiguration,
	isFolder,
	isForeign,
	relativePath,
} from "./folder-paths.js";
import { makeFolderReader, type ReadFolder } from "./folder-reader.js";
import { makePendingWork } from "./pending-work.js";
import { makeSearches, type Searches } from "./searches.js";
import type { WorkspaceFinder } from "./workspace-finder.js";

/** All findings of the window. */
export interface Findings {
	readonly onDidChange: Event<void>;
	/** Whether a first scan is over. */
	readonly isReady: boolean;
	/** Searches of whole folders. */
	readonly searches: Searches;
	list(): readonly Finding[];
	find(id: string): Finding | undefined;
	inDocument(uri: Uri): readonly Finding[];
	/** Reads everything again. */
	rescan(): Promise<void>;
	/** Reads one document again, as it stands now. */
	rescanDocument(document: TextDocument): Promise<readonly Finding[]>;
	/** Pictures that are there and not right, by folder. */
	checkPresent(
		signal: AbortSignal,
	): Promise<readonly (readonly [WorkspaceFolder, readonly PoorImage[]])[]>;
	/** Resolves when nothing is being read. */
	whenSettled(): Promise<void>;
	dispose(): void;
}

interface Watched extends ReadFolder {
	readonly watcher: Disposable;
}

// Typing pauses longer than this; a build or a checkout touches many files within it.
const TYPING_MS = 300;
const FILES_MS = 250;

/** Starts watching; the first scan begins on its own. */
export function watchFindings(
	openFinder: (folder: WorkspaceFolder) => WorkspaceFinder,
	log: LogOutputChannel,
): Findings {
	const watched = new Map<string, Watched>();
	const changed = new EventEmitter<void>();
	const searches = makeSearches();
	const work = makePendingWork((error) => log.warn(String(error)));
	const reader = makeFolderReader(watched, searches, log, () => changed.fire());
	const { later, track } = work;
	let isReady = false;

	const scan = async (at: Watched): Promise<void> => {
		await reader.scan(at);
		isReady = true;
	};

	const noteFile = (at: Watched, uri: Uri, kind: "added" | "removed"): void => {
		const path = relativePath(at.folder.uri, uri);
		if (isForeign(path)) return;
		at[kind].add(path);
		at[kind === "added" ? "removed" : "added"].delete(path);
		later(`files ${at.folder.uri}`, FILES_MS, () =>
			reader.applyFileChanges(at),
		);
	};

	const noteAdded = async (at: Watched, uri: Uri): Promise<void> => {
		const path = relativePath(at.folder.uri, uri);
		if (isForeign(path)) return;
		const isFile = /\.\w+$/.test(path) || !(await isFolder(uri));
		if (isFile) noteFile(at, uri, "added");
		// The watcher tells of a folder, not of what came with it.
		else later(`folder ${at.folder.uri}`, FILES_MS, () => scan(at));
	};

	const addFolder = (folder: WorkspaceFolder): void => {
		const watcher = workspace.createFileSystemWatcher(
			new RelativePattern(folder, "**/*"),
		);
		const at: Watched = {
			folder,
			finder: openFinder(folder),
			added: new Set(),
			removed: new Set(),
			stop: new AbortController(),
			byFile: new Map(),
			watcher,
		};
		watched.set(folder.uri.toString(), at);
		watcher.onDidCreate((uri) => void noteAdded(at, uri));
		watcher.onDidDelete((uri) => noteFile(at, uri, "removed"));
		watcher.onDidChange((uri) => {
			const path = relativePath(folder.uri, uri);
			if (isForeign(path) || isImagePath(path)) return;
			if (isConfiguration(path))
				later(`folder ${folder.uri}`, FILES_MS, () => scan(at));
			else if (languageOf(path) !== undefined)
				later(uri.toString(), TYPING_MS, () => reader.rereadFile(at, path));
		});
		track(scan(at)).catch(() => {});
	};
	const removeFolder = (folder: WorkspaceFolder): void => {
		const at = watched.get(folder.uri.toString());
		at?.stop.abort();
		at?.watcher.dispose();
		at?.finder.dispose();
		watched.delete(folder.uri.toString());
		changed.fire();
	};

	for (const folder of workspace.workspaceFolders ?? []) addFolder(folder);
	const listeners = Disposable.from(
		workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
			for (const folder of removed) removeFolder(folder);
			for (const folder of added) addFolder(folder);
		}),
		workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
			if (
				contentChanges.length === 0 ||
				reader.locate(document.uri) === undefined
			)
				return;
			later(document.uri.toString(), TYPING_MS, () =>
				reader.rescanDocument(document),
			);
		}),
		// Closing without saving goes back to what the disk holds.
		workspace.onDidCloseTextDocument(({ uri }) => {
			const place = reader.locate(uri);
			if (place !== undefined && languageOf(place[1]) !== undefined)
				later(uri.toString(), TYPING_MS, () => reader.rereadFile(...place));
		}),
		changed,
	);

	const list = (): Finding[] =>
		[...watched.values()].flatMap(({ byFile }) =>
			[...byFile.keys()].sort().flatMap((file) => byFile.get(file) ?? []),
		);
	return {
		onDidChange: changed.event,
		get isReady() {
			return isReady;
		},
		searches,
		list,
		find: (id) => list().find((finding) => finding.id === id),
		inDocument(uri) {
			const place = reader.locate(uri);
			return place?.[0].byFile.get(place[1]) ?? [];
		},
		async rescan() {
			await Promise.all([...watched.values()].map((at) => track(scan(at))));
		},
		checkPresent: (signal) =>
			Promise.all(
				[...watched.values()].map(
					async ({ folder, finder }) =>
						[folder, await finder.checkPresent(signal)] as const,
				),
			),
		rescanDocument: (document) => track(reader.rescanDocument(document)),
		whenSettled: () => work.whenSettled(),
		dispose() {
			work.dispose();
			for (const { folder } of [...watched.values()]) removeFolder(folder);
			listeners.dispose();
			searches.dispose();
		},
	};
}
