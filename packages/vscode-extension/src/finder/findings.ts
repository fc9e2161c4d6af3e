// What is missing in every workspace folder, kept up to date while people type and files come and go.
import type { MissingImage, PoorImage } from "@musa/finder";
import { isImagePath, languageOf } from "@musa/finder/names";
import {
	Disposable,
	type Event,
	EventEmitter,
	type LogOutputChannel,
	RelativePattern,
	type TextDocument,
	Uri,
	type WorkspaceFolder,
	workspace,
} from "vscode";
import type { Finding } from "../messages.js";
import {
	isConfiguration,
	isFolder,
	isForeign,
	readSmallText,
	relativePath,
} from "./folder-paths.js";
import { logSearch } from "./log-search.js";
import { groupByFile, makeFindings } from "./make-findings.js";
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

/** One folder and what is known of it. */
interface Watched {
	readonly folder: WorkspaceFolder;
	readonly finder: WorkspaceFinder;
	readonly added: Set<string>;
	readonly removed: Set<string>;
	readonly stop: AbortController;
	byFile: ReadonlyMap<string, readonly Finding[]>;
	disposable: Disposable;
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
	const timers = new Map<string, ReturnType<typeof setTimeout>>();
	const running = new Set<Promise<unknown>>();
	const searches = makeSearches();
	let isReady = false;
	let isDisposed = false;

	const track = <T>(work: Promise<T>): Promise<T> => {
		running.add(work);
		const done = (): void => void running.delete(work);
		work.then(done, done);
		return work;
	};
	const later = (
		key: string,
		ms: number,
		act: () => Promise<unknown>,
	): void => {
		clearTimeout(timers.get(key));
		timers.set(
			key,
			setTimeout(() => {
				timers.delete(key);
				track(act()).catch((error: unknown) => log.warn(String(error)));
			}, ms),
		);
	};
	const show = (at: Watched, images: readonly MissingImage[]): void => {
		at.byFile = groupByFile(makeFindings(at.folder.uri.toString(), images));
		changed.fire();
	};

	const scan = async (at: Watched): Promise<void> => {
		const start = performance.now();
		try {
			const report = await searches.run(
				at.stop.signal,
				at.folder.name,
				(signal, onProgress) => at.finder.scan(signal, onProgress),
			);
			if (isDisposed) return;
			if (report) show(at, report.missing);
			logSearch(log, at.folder.name, report, performance.now() - start);
			// What the editor holds may be newer than the disk, and is all there is of a search that was cancelled.
			for (const document of workspace.textDocuments)
				if (document.isDirty || !report) await rescanDocument(document);
		} catch (error) {
			if (!at.stop.signal.aborted)
				log.error(`${at.folder.name} can't be searched: ${String(error)}`);
		}
		isReady = true;
	};

	const applyFileChanges = async (at: Watched): Promise<void> => {
		const changes = { added: [...at.added], removed: [...at.removed] };
		at.added.clear();
		at.removed.clear();
		if (
			[...changes.added, ...changes.removed].some((path) =>
				isConfiguration(path),
			)
		)
			return scan(at);
		const images = await at.finder.noteChanges(changes);
		if (isDisposed) return;
		show(at, images);
		for (const path of changes.added)
			if (languageOf(path) !== undefined) await rereadFile(at, path);
	};

	const rereadFile = async (at: Watched, path: string): Promise<void> => {
		const uri = Uri.joinPath(at.folder.uri, path);
		const open = workspace.textDocuments.find(
			(document) => document.uri.toString() === uri.toString(),
		);
		if (open !== undefined) {
			await rescanDocument(open);
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
	};

	const showFile = (
		at: Watched,
		file: string,
		images: readonly MissingImage[],
	): void => {
		const findings = makeFindings(at.folder.uri.toString(), images);
		const byFile = new Map(at.byFile);
		if (findings.length > 0) byFile.set(file, findings);
		else byFile.delete(file);
		at.byFile = byFile;
		changed.fire();
	};

	const locate = (uri: Uri): [Watched, string] | undefined => {
		const folder = workspace.getWorkspaceFolder(uri);
		const at = folder && watched.get(folder.uri.toString());
		return at && [at, relativePath(at.folder.uri, uri)];
	};

	const rescanDocument = async (
		document: TextDocument,
	): Promise<readonly Finding[]> => {
		const place = locate(document.uri);
		if (place === undefined || languageOf(place[1]) === undefined) return [];
		const [at, file] = place;
		const { version } = document;
		const images = await at.finder.rescan(file, document.getText());
		// Someone typed on; the rescan after that knows better.
		if (!isDisposed && document.version === version) showFile(at, file, images);
		return makeFindings(at.folder.uri.toString(), images);
	};

	const noteFile = (at: Watched, uri: Uri, kind: "added" | "removed"): void => {
		const path = relativePath(at.folder.uri, uri);
		if (isForeign(path)) return;
		at[kind].add(path);
		at[kind === "added" ? "removed" : "added"].delete(path);
		later(`files ${at.folder.uri}`, FILES_MS, () => applyFileChanges(at));
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
			disposable: watcher,
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
				later(uri.toString(), TYPING_MS, () => rereadFile(at, path));
		});
		track(scan(at)).catch(() => {});
	};
	const removeFolder = (folder: WorkspaceFolder): void => {
		const at = watched.get(folder.uri.toString());
		at?.stop.abort();
		at?.disposable.dispose();
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
			if (contentChanges.length === 0 || locate(document.uri) === undefined)
				return;
			later(document.uri.toString(), TYPING_MS, () => rescanDocument(document));
		}),
		// Closing without saving goes back to what the disk holds.
		workspace.onDidCloseTextDocument(({ uri }) => {
			const place = locate(uri);
			if (place !== undefined && languageOf(place[1]) !== undefined)
				later(uri.toString(), TYPING_MS, () => rereadFile(...place));
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
			const place = locate(uri);
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
		rescanDocument: (document) => track(rescanDocument(document)),
		async whenSettled() {
			while (running.size > 0 || timers.size > 0)
				await (running.size > 0
					? Promise.allSettled(running)
					: new Promise((resolve) => setTimeout(resolve, 20)));
		},
		dispose() {
			isDisposed = true;
			for (const timer of timers.values()) clearTimeout(timer);
			timers.clear();
			for (const { folder } of [...watched.values()]) removeFolder(folder);
			listeners.dispose();
			searches.dispose();
		},
	};
}
