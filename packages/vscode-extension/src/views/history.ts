// What was made in this workspace, newest first; kept in the workspace's own storage.
import type { Job, JobResult } from "../jobs/job.js";
import type { JournalStore } from "../jobs/journal.js";
import type { HistoryEntry, Look } from "../records.js";

/** The pictures of the workspace. */
export interface History {
	list(): Promise<readonly HistoryEntry[]>;
	/** Adds a picture that was written. */
	add(job: Job, result: JobResult): Promise<void>;
	change(id: string, act: "star" | "unstar" | "delete"): Promise<void>;
	onChange(listener: (entries: readonly HistoryEntry[]) => void): () => void;
}

// Starred ones stay whatever comes.
const KEPT_ENTRIES = 200;

type StoredEntry = Omit<HistoryEntry, "thumbnail"> & {
	/** base64 */
	readonly thumbnail: string;
};

/** Opens the history over a file. */
export function openHistory(
	store: JournalStore | undefined,
	onError: (error: unknown) => void,
): History {
	const listeners = new Set<(entries: readonly HistoryEntry[]) => void>();
	let reading: Promise<HistoryEntry[]> | undefined;
	let saving = Promise.resolve();

	const read = (): Promise<HistoryEntry[]> => {
		reading ??= (store?.read() ?? Promise.resolve(undefined)).then(
			parseHistory,
		);
		return reading;
	};
	const replace = async (
		change: (entries: HistoryEntry[]) => HistoryEntry[],
	): Promise<void> => {
		const entries = change(await read());
		reading = Promise.resolve(entries);
		for (const listener of listeners) listener(entries);
		saving = saving
			.then(() => store?.write(formatHistory(entries)))
			.catch(onError);
		await saving;
	};
	return {
		list: read,
		add: ({ row, order }, { writtenPath, size, seed, thumbnail }) =>
			replace((entries) => {
				const {
					prompt,
					alpha,
					style = "auto",
					variation,
					hue,
					colours,
				} = order;
				const look: Look = {
					...{ prompt, alpha, style, seed },
					...(variation ? { variation } : {}),
					...(hue ? { hue } : {}),
					...(colours && colours.length > 0 ? { colours } : {}),
				};
				const entry: HistoryEntry = {
					...{ id: row.id, look, size, folder: order.folder },
					path: writtenPath,
					time: Date.now(),
					isStarred: false,
					thumbnail: thumbnail ?? new Uint8Array(),
					...(order.final ? { finalModel: order.final.modelId } : {}),
				};
				return forgetOld([entry, ...entries]);
			}),
		change: (id, act) =>
			replace((entries) =>
				act === "delete"
					? entries.filter((entry) => entry.id !== id)
					: entries.map((entry) =>
							entry.id === id ? { ...entry, isStarred: act === "star" } : entry,
						),
			),
		onChange(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
	};
}

function forgetOld(entries: readonly HistoryEntry[]): HistoryEntry[] {
	let plain = 0;
	return entries.filter(
		({ isStarred }) => isStarred || ++plain <= KEPT_ENTRIES,
	);
}

function formatHistory(entries: readonly HistoryEntry[]): string {
	const stored = entries.map(
		(entry): StoredEntry => ({
			...entry,
			thumbnail: Buffer.from(entry.thumbnail).toString("base64"),
		}),
	);
	return JSON.stringify({ version: 1, entries: stored });
}

function parseHistory(text: string | undefined): HistoryEntry[] {
	if (text === undefined) return [];
	try {
		const { entries } = JSON.parse(text) as { entries: StoredEntry[] };
		return entries.map((entry) => ({
			...entry,
			thumbnail: new Uint8Array(Buffer.from(entry.thumbnail, "base64")),
		}));
	} catch {
		// A damaged list is no reason not to draw.
		return [];
	}
}
