import { expect, test } from "vitest";
import type { JobOrder, JobResult } from "./job.js";
import { makeJobQueue, type RunJob } from "./job-queue.js";
import { openJournal } from "./journal.js";

const order = (target: string): JobOrder => ({
	...{ folder: "file:///w", target, prompt: "heart", alpha: true, seed: 7 },
	size: { width: 8, height: 8 },
	mentions: [],
	output: {
		...{ style: "auto", attributes: true, retina: "off" },
		...{ recipe: "file", embedPrompt: false },
	} as JobOrder["output"],
});
const result = (writtenPath: string): JobResult => ({
	writtenPath,
	size: { width: 8, height: 8 },
	seed: 7,
});

/** A store that a second window can open. */
function openStore() {
	let text: string | undefined;
	return {
		read: () => Promise.resolve(text),
		async write(next: string) {
			await Promise.resolve();
			text = next;
		},
		unfinished: (): string[] =>
			text === undefined
				? []
				: JSON.parse(text).entries.map(
						(entry: { order: JobOrder }) => entry.order.target,
					),
	};
}

function open(run: RunJob, store = openStore()) {
	let id = 0;
	const queue = makeJobQueue({
		run,
		journal: openJournal(store),
		drawId: () => `${++id}`,
		onJournalError: (error) => {
			throw error;
		},
	});
	return { queue, store };
}

const untilAborted = (signal: AbortSignal): Promise<never> =>
	new Promise((_resolve, reject) =>
		signal.addEventListener("abort", () => reject(signal.reason)),
	);

test("jobs run one at a time in the order asked, and each is written down before it runs", async () => {
	const seen: string[] = [];
	let active = 0;
	const { queue, store } = open(async (_signal, { target }) => {
		expect(++active).toBe(1);
		expect(store.unfinished()).toContain(target);
		await new Promise((resolve) => setTimeout(resolve, 1));
		active--;
		seen.push(target);
		return result(target);
	});
	const ends = await Promise.all(
		["a.png", "b.png", "c.png"].map((target) => queue.add(order(target)).ended),
	);
	expect(seen).toEqual(["a.png", "b.png", "c.png"]);
	expect(ends.map(({ state }) => state)).toEqual(["done", "done", "done"]);
	await expect.poll(() => store.unfinished()).toEqual([]);
});

test("one that fails says why and keeps no other away", async () => {
	const { queue } = open(async (_signal, { target }) => {
		if (target === "a.png") throw new Error("The disk is full.");
		return result(target);
	});
	const [failed, done] = await Promise.all([
		queue.add(order("a.png")).ended,
		queue.add(order("b.png")).ended,
	]);
	expect(failed.state).toBe("failed");
	expect(failed.job.row.sentence).toBe("The disk is full.");
	expect(done.state).toBe("done");
});

test("cancelling stops what runs and what waits, and nothing else", async () => {
	const { queue, store } = open(async (signal, { target }) =>
		target === "c.png" ? result(target) : untilAborted(signal),
	);
	const jobs = ["a.png", "b.png", "c.png"].map((target) =>
		queue.add(order(target)),
	);
	await expect.poll(() => queue.list()[0]?.state).toBe("drawing");
	queue.cancel(jobs.slice(0, 2).map(({ id }) => id));
	const ends = await Promise.all(jobs.map(({ ended }) => ended));
	expect(ends.map(({ state }) => state)).toEqual([
		"cancelled",
		"cancelled",
		"done",
	]);
	await expect.poll(() => store.unfinished()).toEqual([]);
});

test("a file that is being written is finished, not cancelled", async () => {
	let finish = (): void => {};
	const { queue } = open(async (_signal, { target }, report) => {
		await report("writing", 1);
		await new Promise<void>((resolve) => {
			finish = resolve;
		});
		return result(target);
	});
	const { ended } = queue.add(order("a.png"));
	await expect.poll(() => queue.list()[0]?.state).toBe("writing");
	queue.cancel("all");
	finish();
	expect((await ended).state).toBe("done");
});

test("what a window leaves, the next one takes up; what was being written it looks at first", async () => {
	const store = openStore();
	const first = open(async (signal, { target }, report) => {
		if (target === "a.png") {
			await report("writing", 1);
			return new Promise(() => {});
		}
		return untilAborted(signal);
	}, store);
	void first.queue.add(order("a.png"));
	void first.queue.add(order("b.png"));
	void first.queue.add(order("c.png"));
	await expect.poll(() => first.queue.list()[0]?.state).toBe("writing");
	await expect.poll(() => store.unfinished().length).toBe(3);
	first.queue.dispose();
	const drawn: string[] = [];
	const second = open(async (_signal, { target, seed }) => {
		drawn.push(`${target} ${seed}`);
		return result(target);
	}, store);
	const { resumed, doubtful } = await second.queue.resume();
	expect(doubtful.map((entry) => entry.order.target)).toEqual(["a.png"]);
	await Promise.all(resumed);
	expect(drawn).toEqual(["b.png 7", "c.png 7"]);
	await expect.poll(() => store.unfinished()).toEqual([]);
});

test("a journal that is damaged or foreign counts as empty", async () => {
	for (const text of [
		"",
		"{",
		'{"version":9,"entries":[{}]}',
		'{"version":1,"entries":[{"id":1},null,{"id":"x","order":{"target":3}}]}',
	]) {
		const journal = openJournal({
			read: () => Promise.resolve(text),
			write: () => Promise.resolve(),
		});
		expect(await journal.read()).toEqual([]);
	}
});
