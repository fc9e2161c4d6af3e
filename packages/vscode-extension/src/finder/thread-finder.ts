import type { Thread } from "../thread/open-thread.js";
import type { FinderWire } from "./finder-wire.js";
import type { WorkspaceFinder } from "./workspace-finder.js";

/** A finder over Node's files in a thread that all folders share. */
export function openThreadFinder(
	thread: Thread<FinderWire>,
	root: string,
): WorkspaceFinder {
	return {
		scan: (signal, onProgress) =>
			thread.request(
				signal,
				"scan",
				{ root },
				{
					onEvent: ({ payload }) => onProgress(payload),
				},
			),
		rescan: (file, text) =>
			thread.request(undefined, "rescan", { root, file, text }),
		noteChanges: (changes) =>
			thread.request(undefined, "note-changes", { root, ...changes }),
		checkPresent: (signal) => thread.request(signal, "check-present", { root }),
		dispose: () =>
			void thread.request(undefined, "forget", { root }).catch(() => {}),
	};
}
