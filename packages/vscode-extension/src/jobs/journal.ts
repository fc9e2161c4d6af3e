// Jobs that are not done, written down, so that a window that goes away loses none.
import type { JobOrder } from "./job.js";

/** One unfinished job. */
export interface JournalEntry {
	readonly id: string;
	readonly order: JobOrder;
	/** Whether the file may have been written already. */
	readonly isWriting: boolean;
}

/** Where the journal is kept. */
export interface JournalStore {
	/** The text as it was last written, or undefined when there is none. */
	read(): Promise<string | undefined>;
	/** Replaces the text at once. */
	write(text: string): Promise<void>;
}

/** The journal of a window. */
export interface Journal {
	/** What an earlier window left; what can't be read counts as nothing. */
	read(): Promise<readonly JournalEntry[]>;
	/** Keeps the latest entries; resolves when they are safe. */
	save(entries: readonly JournalEntry[]): Promise<void>;
}

const VERSION = 1;

/** Opens a journal; writes never overlap and only the latest state is written. */
export function openJournal(store: JournalStore): Journal {
	let latest: readonly JournalEntry[] | undefined;
	let writing: Promise<void> | undefined;
	const writeAll = async (): Promise<void> => {
		while (latest !== undefined) {
			const entries = latest;
			latest = undefined;
			await store.write(JSON.stringify({ version: VERSION, entries }));
		}
	};
	return {
		async read() {
			try {
				const given = JSON.parse((await store.read()) ?? "") as {
					version?: unknown;
					entries?: unknown;
				};
				if (given.version !== VERSION || !Array.isArray(given.entries))
					return [];
				return given.entries.filter(isEntry);
			} catch {
				return [];
			}
		},
		save(entries) {
			latest = entries;
			writing ??= writeAll().finally(() => {
				writing = undefined;
			});
			return writing;
		},
	};
}

function isEntry(value: unknown): value is JournalEntry {
	const { id, order } = (value ?? {}) as Partial<JournalEntry>;
	if (typeof id !== "string" || typeof order !== "object" || order === null)
		return false;
	const { folder, target, prompt, size, seed, mentions, output } = order;
	return (
		[folder, target, prompt].every((text) => typeof text === "string") &&
		Number.isInteger(size?.width) &&
		Number.isInteger(size?.height) &&
		Number.isInteger(seed) &&
		Array.isArray(mentions) &&
		typeof output === "object"
	);
}
