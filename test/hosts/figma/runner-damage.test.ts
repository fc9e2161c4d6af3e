// What the built panel says where the runner page's store is damaged: single pictures, their files, or the whole of it.
import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { nodesOf, says, WAIT } from "../../support/fake-figma/journey.js";
import type { Panel } from "../../support/fake-figma/open-panel.js";
import { useRunner } from "../../support/fake-figma/use-runner.js";

const PATIENT = { timeout: 600_000 };

const runner = useRunner();
const {
	runnerUrl,
	open,
	tray,
	readServices,
	readHints,
	readStore,
	drawIntoTray,
} = runner;
// Chromium tells about the refused blob worker, and that it has no graphics processor here.
const isUnexpected = (text: string): boolean =>
	!/Creating a worker from 'blob:|No available adapters/.test(text);
const KITE = { prompt: "a kite", sentence: "Kept.", recipe: "{}" };

/** Puts records into the store: with a PNG that is none, and files of so many bytes. */
function putInto(
	panel: Panel,
	records: readonly (Record<string, unknown> & {
		readonly fileLength?: number;
	})[],
): Promise<void> {
	return runner.actInStore(
		panel,
		(given) =>
			new Promise<void>((resolve, reject) => {
				indexedDB.open("musa", 1).onsuccess = ({ target }) => {
					const database = (target as IDBOpenDBRequest).result;
					const writing = database.transaction("pictures", "readwrite");
					for (const { fileLength, ...record } of given) {
						const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 1, 2, 3]);
						const file = fileLength ? new Uint8Array(fileLength).fill(7) : null;
						const whole = { keptAt: 0, png, file, ...record };
						writing.objectStore("pictures").put(whole);
					}
					writing.oncomplete = () => resolve();
					writing.onabort = () => reject(writing.error);
				};
			}),
		records,
	);
}

test(
	"of damaged pictures the tray says so, the others come back, and the panel draws on",
	PATIENT,
	async () => {
		const first = await open({ runnerUrl: runnerUrl() });
		await expect.poll(() => readHints(first), WAIT).toMatch(/keeps the tray/);
		await drawIntoTray(first);
		await expect.poll(() => readStore(first), WAIT).toHaveLength(1);
		const services = readServices(first);
		const { drawer } = services;
		await putInto(first, [
			{ drawer, id: "a", ...KITE },
			// A service's file that nothing here can show, but that was paid for.
			{ drawer, id: "b", ...KITE, fileLength: 100 },
			{ drawer, id: "c", prompt: 7, png: "picture" },
			{ drawer, id: 9 },
		]);

		const again = await open(services);
		const items = tray(again);
		await expect.poll(() => items.count(), WAIT).toBe(4);
		const words = (name: string) => items.filter({ hasText: name });
		const button = (text: string, name: string) =>
			words(text).getByRole("button", { name, exact: true });
		expect(await words("a leaf").textContent()).not.toMatch(/damaged/);
		expect(await words("A picture").textContent()).toMatch(/damaged/);
		expect(await button("A picture", "Place").isDisabled()).toBe(true);
		const [lost, saved] = await words("a kite").all();
		expect(await lost?.textContent()).toMatch(
			/damaged, so it cannot be placed/,
		);
		expect(await saved?.textContent()).toMatch(/Kept.*Save/);

		await button("A picture", "Throw away").click();
		// What was thrown away and what is nobody's picture; the rest stays.
		await expect.poll(() => readStore(again), WAIT).toHaveLength(4);
		await drawIntoTray(again);
		await expect.poll(() => readStore(again), WAIT).toHaveLength(5);
		expect(again.complaints.filter(isUnexpected)).toEqual([]);
	},
);

test(
	"a picture whose file has gone from the disk is told, and with all of the browser's data damaged the panel draws on",
	PATIENT,
	async () => {
		const first = await open({ runnerUrl: runnerUrl() });
		await expect.poll(() => readHints(first), WAIT).toMatch(/keeps the tray/);
		// Large enough for a file of its own.
		const [card] = nodesOf(first);
		first.figma.call("editNode", card?.id, { width: 800, height: 800 });
		await drawIntoTray(first);
		await expect.poll(() => readStore(first), WAIT).toHaveLength(1);
		const services = readServices(first);
		await runner.close();
		const places = readdirSync(runner.profile(), {
			recursive: true,
			encoding: "utf8",
		});
		const blobs = places.filter((each) => each.endsWith("indexeddb.blob"));
		expect(blobs).not.toEqual([]);
		for (const each of blobs)
			rmSync(join(runner.profile(), each), { recursive: true });

		const again = await open(services);
		await expect.poll(() => tray(again).count(), WAIT).toBe(1);
		expect(await tray(again).textContent()).toMatch(/damaged, so it cannot/);
		await runner.close();
		const tables = readdirSync(runner.profile(), {
			recursive: true,
			encoding: "utf8",
		});
		for (const each of tables.filter((path) =>
			/indexeddb\.leveldb\/.*\.(log|ldb)$/.test(path),
		))
			writeFileSync(join(runner.profile(), each), "damaged".repeat(1000));

		const last = await open(services);
		await expect
			.poll(() => readHints(last), WAIT)
			.toMatch(/keeps the tray|damaged|keep things/);
		await drawIntoTray(last);
		expect(await tray(last).first().textContent()).toMatch(/a leaf.*changed/);
	},
);

test.each([
	["no place for pictures", 1],
	["the make of a later version", 2],
] as const)(
	"a store with %s is told in plain words, and the panel draws on",
	PATIENT,
	async (_, version) => {
		const first = await open({ runnerUrl: runnerUrl() });
		await expect.poll(() => readHints(first), WAIT).toMatch(/keeps the tray/);
		await runner.actInStore(
			first,
			(made) =>
				new Promise<void>((resolve, reject) => {
					indexedDB.deleteDatabase("musa").onsuccess = () => {
						const opening = indexedDB.open("musa", made);
						opening.onsuccess = () => resolve();
						opening.onerror = () => reject(opening.error);
					};
				}),
			version,
		);

		const again = await open(readServices(first));
		await says(again, /kept is damaged\. Clear the data of its site/);
		expect(await readHints(again)).toMatch(/kept is damaged.*as long as/);
		await drawIntoTray(again);
		expect(await tray(again).textContent()).toMatch(/a leaf.*changed/);
		expect(again.complaints.filter(isUnexpected)).toEqual([]);
	},
);
