import { Disposable, type Uri, workspace } from "vscode";

/** Files that the editor is renaming or deleting right now; whoever saves one of them brings it back. */
export interface LeavingFiles {
	has(uri: Uri): boolean;
	dispose(): void;
}

// An operation that fails is never told as over.
const LONGEST_MS = 60_000;

/** Starts watching. */
export function watchLeavingFiles(): LeavingFiles {
	const since = new Map<string, number>();
	const begin = (uris: readonly Uri[]): void => {
		for (const uri of uris) since.set(uri.toString(), Date.now());
	};
	const end = (uris: readonly Uri[]): void => {
		for (const uri of uris) since.delete(uri.toString());
	};
	const listeners = Disposable.from(
		workspace.onWillRenameFiles(({ files }) =>
			begin(files.map(({ oldUri }) => oldUri)),
		),
		workspace.onDidRenameFiles(({ files }) =>
			end(files.map(({ oldUri }) => oldUri)),
		),
		workspace.onWillDeleteFiles(({ files }) => begin(files)),
		workspace.onDidDeleteFiles(({ files }) => end(files)),
	);
	return {
		has(uri) {
			const path = uri.toString();
			// A folder takes everything in it along.
			return [...since].some(
				([leaving, start]) =>
					(path === leaving || path.startsWith(`${leaving}/`)) &&
					Date.now() - start < LONGEST_MS,
			);
		},
		dispose: () => listeners.dispose(),
	};
}
