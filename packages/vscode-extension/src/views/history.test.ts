import { expect, test } from "vitest";
import type { Job, JobResult } from "../jobs/job.js";
import type { JournalStore } from "../jobs/journal.js";
import type { HistoryEntry } from "../records.js";
import { openHistory } from "./history.js";

function memoryStore(text?: string): JournalStore & { text?: string } {
	const store: JournalStore & { text?: string } = {
		...(text === undefined ? {} : { text }),
		read: async () => store.text,
		async write(written) {
			store.text = written;
		},
	};
	return store;
}

const fail = (error: unknown): never => {
	throw error;
};

function made(id: string, prompt: string): [Job, JobResult] {
	const order = {
		folder: "file:///w",
		target: "a.png",
		prompt,
		size: { width: 8, height: 8 },
		alpha: true,
		seed: 7,
		documents: [],
		hue: 40,
		output: {},
	};
	const job = { row: { id }, order } as unknown as Job;
	const result = {
		writtenPath: `${id}.png`,
		size: order.size,
		seed: 7,
		thumbnail: Uint8Array.of(1, 2, 3),
	};
	return [job, result];
}

test("a picture is there after a restart, with its look and thumbnail", async () => {
	const store = memoryStore();
	await openHistory(store, fail).add(...made("a", "a fern"));
	const [entry] = await openHistory(store, fail).list();
	expect(entry).toMatchObject({
		id: "a",
		path: "a.png",
		look: { prompt: "a fern", seed: 7, style: "auto", hue: 40 },
		isStarred: false,
	});
	expect(entry?.thumbnail).toEqual(Uint8Array.of(1, 2, 3));
});

test("the newest come first; old ones are forgotten, starred ones never", async () => {
	const history = openHistory(memoryStore(), fail);
	await history.add(...made("kept", "a star"));
	await history.change("kept", "star");
	for (let i = 0; i < 210; i++) await history.add(...made(`p${i}`, "a leaf"));
	const entries = await history.list();
	expect(entries).toHaveLength(201);
	expect(entries[0]?.id).toBe("p209");
	expect(entries.at(-1)).toMatchObject({ id: "kept", isStarred: true });
});

test("listeners hear of every change, and deleting deletes", async () => {
	const history = openHistory(undefined, fail);
	const heard: (readonly HistoryEntry[])[] = [];
	const stop = history.onChange((entries) => heard.push(entries));
	await history.add(...made("a", "a fern"));
	await history.change("a", "delete");
	stop();
	await history.add(...made("b", "a fern"));
	expect(heard.map(({ length }) => length)).toEqual([1, 0]);
});

test.each(["", "{", '{"entries":3}'])(
	"a damaged list %j counts as empty and is replaced",
	async (text) => {
		const store = memoryStore(text);
		const history = openHistory(store, fail);
		expect(await history.list()).toEqual([]);
		await history.add(...made("a", "a fern"));
		expect(JSON.parse(store.text ?? "").entries).toHaveLength(1);
	},
);

test("a disk that is full is told, and the list stays in memory", async () => {
	const errors: unknown[] = [];
	const history = openHistory(
		{
			read: async () => undefined,
			write: async () => fail(new Error("no space")),
		},
		(error) => errors.push(error),
	);
	await history.add(...made("a", "a fern"));
	expect(await history.list()).toHaveLength(1);
	expect(errors).toMatchObject([{ message: "no space" }]);
});
