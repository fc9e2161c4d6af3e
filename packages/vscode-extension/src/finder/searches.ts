// The searches of folders that are under way, how far they are, and the way to stop them.
import type { ScanProgress } from "@musa/finder";
import { type Event, EventEmitter } from "vscode";

/** How far the search of a folder is. */
export interface SearchState extends Pick<ScanProgress, "done"> {
	readonly folder: string;
	/** Missing while nobody knows it. */
	readonly total?: number | undefined;
}

/** All searches of the window. */
export interface Searches {
	readonly onDidChange: Event<void>;
	/** One that is under way. */
	readonly current: SearchState | undefined;
	/** Whether the last one was cancelled: something may be missing that nobody knows of. */
	readonly wasCancelled: boolean;
	/**
	 * Runs a search.
	 *
	 * @returns nothing when the user cancelled it
	 * @throws AbortError when `signal` ended it
	 */
	run<T>(
		signal: AbortSignal,
		folder: string,
		search: (
			signal: AbortSignal,
			onProgress: (progress: ScanProgress) => void,
		) => Promise<T>,
	): Promise<T | undefined>;
	cancel(): void;
	dispose(): void;
}

/** Makes the list of searches. */
export function makeSearches(): Searches {
	const changed = new EventEmitter<void>();
	const running = new Map<AbortController, SearchState>();
	let wasCancelled = false;
	return {
		onDidChange: changed.event,
		get current() {
			return [...running.values()][0];
		},
		get wasCancelled() {
			return wasCancelled;
		},
		async run(signal, folder, search) {
			const own = new AbortController();
			const note = (state: SearchState): void => {
				running.set(own, state);
				changed.fire();
			};
			wasCancelled = false;
			note({ folder, done: 0 });
			try {
				return await search(
					AbortSignal.any([signal, own.signal]),
					({ done, total }) => note({ folder, done, total }),
				);
			} catch (error) {
				if (signal.aborted || !own.signal.aborted) throw error;
				wasCancelled = true;
				return undefined;
			} finally {
				running.delete(own);
				changed.fire();
			}
		},
		cancel() {
			for (const own of running.keys()) own.abort();
		},
		dispose: () => changed.dispose(),
	};
}
