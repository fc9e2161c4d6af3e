// Jobs in the order they were asked, one at a time; the journal knows each before it starts.
import { isAbortError } from "@musa/core";
import type { JobRow, JobState } from "../records.js";
import type { Job, JobOrder, JobResult } from "./job.js";
import type { Journal, JournalEntry } from "./journal.js";

/** Does one job. */
export type RunJob = (
	signal: AbortSignal,
	order: JobOrder,
	report: (
		state: "drawing" | "writing",
		fraction: number,
	) => void | Promise<void>,
) => Promise<JobResult>;

/** How a job ended. */
export type JobEnd =
	| { readonly state: "done"; readonly job: Job; readonly result: JobResult }
	| { readonly state: "failed"; readonly job: Job; readonly error: unknown }
	| { readonly state: "cancelled"; readonly job: Job };

/** The window's jobs. */
export interface JobQueue {
	/** Adds a job; `ended` never rejects. */
	add(order: JobOrder): {
		readonly id: string;
		readonly ended: Promise<JobEnd>;
	};
	cancel(ids: readonly string[] | "all"): void;
	/** In the order asked: what is unfinished, and the latest that ended. */
	list(): readonly JobRow[];
	/** Takes up what an earlier window left. */
	resume(): Promise<ResumeReport>;
	onChange(listener: (row: JobRow) => void): () => void;
	/** Stops what runs and keeps it in the journal. */
	dispose(): void;
}

/** What became of an earlier window's jobs. */
export interface ResumeReport {
	readonly resumed: readonly Promise<JobEnd>[];
	/** Whose file was being written when the window went away; they are looked at first. */
	readonly doubtful: readonly JournalEntry[];
}

// More than anyone scrolls through.
const KEPT_ROWS = 500;

interface Entry {
	order: JobOrder;
	row: JobRow;
	readonly controller: AbortController;
	readonly end: (end: JobEnd) => void;
}

/** Makes a queue. `drawId` names jobs; ids of different windows must differ. */
export function makeJobQueue(options: {
	readonly run: RunJob;
	readonly journal: Journal | undefined;
	readonly drawId: () => string;
	/** Hears every end. */
	readonly onEnd?: ((end: JobEnd) => void) | undefined;
	readonly onJournalError: (error: unknown) => void;
}): JobQueue {
	const { run, journal, drawId, onJournalError } = options;
	const entries = new Map<string, Entry>();
	const listeners = new Set<(row: JobRow) => void>();
	let active: string | undefined;
	let isDisposed = false;

	const save = async (): Promise<void> => {
		if (journal === undefined || isDisposed) return;
		const open = [...entries.values()]
			.filter(({ row }) => isOpenState(row.state))
			.map(({ order, row }) => ({
				id: row.id,
				order,
				isWriting: row.state === "writing",
			}));
		await journal.save(open).catch(onJournalError);
	};
	const change = (entry: Entry, part: Partial<JobRow>): void => {
		entry.row = { ...entry.row, ...part };
		for (const listener of listeners) listener(entry.row);
	};
	const settle = (
		entry: Entry,
		part: Partial<JobRow>,
		end: (job: Job) => JobEnd,
	): void => {
		change(entry, { ...part, fraction: 1 });
		void save();
		const ended = end({ row: entry.row, order: entry.order });
		entry.end(ended);
		options.onEnd?.(ended);
		forgetOld();
	};
	const forgetOld = (): void => {
		const over = [...entries.values()].filter(
			({ row }) => !isOpenState(row.state),
		);
		for (const { row } of over.slice(0, -KEPT_ROWS)) entries.delete(row.id);
	};

	const work = async (): Promise<void> => {
		if (active !== undefined || isDisposed) return;
		const next = [...entries.values()].find(
			({ row }) => row.state === "waiting",
		);
		if (next === undefined) return;
		active = next.row.id;
		const { signal } = next.controller;
		change(next, { state: "drawing", fraction: 0 });
		try {
			// Nothing is drawn before it is written down.
			await save();
			signal.throwIfAborted();
			const result = await run(signal, next.order, async (state, fraction) => {
				if (isDisposed) throw new Error("the window is going away");
				const isNew = next.row.state !== state;
				change(next, { state, fraction });
				if (isNew) await save();
			});
			const { writtenPath, seed, sentence } = result;
			settle(
				next,
				{
					state: "done",
					writtenPath,
					seed,
					...(sentence === undefined ? {} : { sentence }),
				},
				(job) => ({ state: "done", job, result }),
			);
		} catch (error) {
			if (isDisposed) return;
			if (isAbortError(error))
				settle(next, { state: "cancelled" }, (job) => ({
					state: "cancelled",
					job,
				}));
			else
				settle(next, { state: "failed", sentence: wordsOf(error) }, (job) => ({
					state: "failed",
					job,
					error,
				}));
		} finally {
			active = undefined;
			void work();
		}
	};

	const add = (order: JobOrder, id: string): Promise<JobEnd> =>
		new Promise((resolve) => {
			const { folder, target, prompt, size, findingId, seed } = order;
			const row: JobRow = {
				id,
				folder,
				target,
				prompt,
				size,
				seed,
				...(findingId === undefined ? {} : { findingId }),
				state: "waiting",
				fraction: 0,
			};
			const entry: Entry = {
				order,
				row,
				controller: new AbortController(),
				end: resolve,
			};
			entries.set(id, entry);
			change(entry, {});
			void save();
			// Whoever adds hears the id before anything happens.
			queueMicrotask(() => void work());
		});

	return {
		add(order) {
			const id = drawId();
			return { id, ended: add(order, id) };
		},
		cancel(ids) {
			for (const entry of entries.values()) {
				const { id, state } = entry.row;
				if (ids !== "all" && !ids.includes(id)) continue;
				if (state === "waiting")
					settle(entry, { state: "cancelled" }, (job) => ({
						state: "cancelled",
						job,
					}));
				else if (state === "drawing")
					entry.controller.abort(
						new DOMException("This operation was aborted", "AbortError"),
					);
			}
		},
		list: () => [...entries.values()].map(({ row }) => row),
		async resume() {
			const left = (await journal?.read()) ?? [];
			const doubtful = left.filter(({ isWriting }) => isWriting);
			const resumed = left
				.filter(({ id, isWriting }) => !isWriting && !entries.has(id))
				.map(({ id, order }) => add(order, id));
			await save();
			return { resumed, doubtful };
		},
		onChange(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		dispose() {
			isDisposed = true;
			for (const { controller, row } of entries.values())
				if (row.state === "drawing") controller.abort();
		},
	};
}

/** Whether a job is still to be done. */
export function isOpenState(state: JobState): boolean {
	return state === "waiting" || state === "drawing" || state === "writing";
}

function wordsOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
