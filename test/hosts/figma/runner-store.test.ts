// What the built runner page keeps for the built routed panel: the tray outlives panel and browser, in a drawer of its own.
import {
	mkdirSync,
	mkdtempSync,
	readdirSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decodePng } from "@musa/core";
import { type BrowserContext, chromium, type Frame } from "playwright-core";
import {
	afterAll,
	afterEach,
	beforeAll,
	beforeEach,
	expect,
	test,
} from "vitest";
import { findChromium } from "../../../scripts/chromium.mjs";
import {
	addLayers,
	nodesOf,
	picturesOf,
	readPicture,
	says,
	WAIT,
} from "../../support/fake-figma/journey.js";
import {
	openPanel,
	type Panel,
	policyOf,
} from "../../support/fake-figma/open-panel.js";
import { unpackMessage } from "../../support/fake-figma/pack-message.js";
import { ROOT } from "../../support/packs.js";
import { type FileServer, serveFiles } from "../../support/serve-files.js";

const PATIENT = { timeout: 600_000 };

let server: FileServer;
let profile: string;
let opened: Panel | undefined;
beforeAll(async () => {
	const page = join(ROOT, "packages/figma-plugin/dist/runner/runner.html");
	server = await serveFiles({ "/runner.html": page });
});
beforeEach(() => {
	profile = mkdtempSync(join(tmpdir(), "musa-profile-"));
});
afterEach(async () => {
	await close();
	rmSync(profile, { recursive: true, force: true });
});
afterAll(() => server?.close());

async function close(): Promise<void> {
	const panel = opened;
	opened = undefined;
	await panel?.close();
}

/** The panel in a browser that keeps its profile; a closed browser starts anew. */
async function open(services: object): Promise<Panel> {
	await close();
	mkdirSync(join(profile, "Default"), { recursive: true });
	// As the browser's own settings would: frames of other sites may keep data.
	writeFileSync(
		join(profile, "Default/Preferences"),
		JSON.stringify({ profile: { cookie_controls_mode: 0 } }),
	);
	const browser = {
		newContext: (options?: object): Promise<BrowserContext> =>
			chromium.launchPersistentContext(profile, {
				...options,
				executablePath: findChromium() ?? "",
				args: [
					...["--no-sandbox", "--disable-dev-shm-usage"],
					// A runner on this computer stands for one on any secure origin.
					"--disable-features=LocalNetworkAccessChecks",
				],
			}),
	};
	opened = await openPanel(browser, {
		edition: "routed",
		shape: "data",
		policy: policyOf("routed"),
		isUnderFigma: true,
		arrange(figma) {
			addLayers("Card")(figma);
			figma.call("writeStorage", "services", JSON.stringify(services));
		},
	});
	return opened;
}

// Chromium tells about the refused blob worker, and that it has no graphics processor here.
const isUnexpected = (text: string): boolean =>
	!/Creating a worker from 'blob:|No available adapters/.test(text);
const runnerUrl = (): string => `${server.origin}/runner.html`;
const tray = ({ frame }: Panel) => frame.locator("[aria-label=Tray] .item");
const readServices = ({ figma }: Panel): { drawer: string } =>
	JSON.parse(figma.call("readStorage", "services"));
const readHints = async ({ frame }: Panel): Promise<string> => {
	await frame.click("#musa-tab-settings");
	const hints = (await frame.locator(".hint").allTextContents()).join(" ");
	await frame.click("#musa-tab-fill");
	return hints;
};
const runnerIn = ({ page }: Panel): Frame | undefined =>
	page.frames().find((frame) => frame.url() === runnerUrl());

/** Keys of everything in the store. */
function readStore(panel: Panel): Promise<unknown[]> | undefined {
	return runnerIn(panel)?.evaluate(
		() =>
			new Promise<unknown[]>((resolve, reject) => {
				const opening = indexedDB.open("musa", 1);
				opening.onerror = () => reject(opening.error);
				opening.onsuccess = () => {
					const keys = opening.result
						.transaction("pictures")
						.objectStore("pictures")
						.getAllKeys();
					keys.onsuccess = () => {
						opening.result.close();
						resolve(keys.result);
					};
				};
			}),
	);
}

/** Puts a page without a script into the runner's place, so that nothing holds the store open, and acts there. */
async function actInStore<T>(
	panel: Panel,
	act: (argument: T) => Promise<void>,
	argument: T,
): Promise<void> {
	const runner = runnerIn(panel);
	if (!runner) throw new Error("there is no runner");
	await runner.goto(`${server.origin}/`);
	await runner.evaluate(act as (argument: unknown) => Promise<void>, argument);
}

const KITE = { prompt: "a kite", sentence: "Kept.", recipe: "{}" };

/** Puts records into the store: with a PNG that is none, and files of so many bytes. */
function putInto(
	panel: Panel,
	records: readonly (Record<string, unknown> & {
		readonly fileLength?: number;
	})[],
): Promise<void> {
	return actInStore(
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

/** Draws a picture whose layer is repainted meanwhile, so that it lands in the tray. */
async function drawIntoTray(panel: Panel): Promise<Uint8Array | undefined> {
	const { frame, figma } = panel;
	const [card] = nodesOf(panel);
	let png: Uint8Array | undefined;
	const { deliver } = figma;
	figma.deliver = (packed) => {
		if (JSON.stringify(packed).includes('"place-image"') && card) {
			const { params } = unpackMessage(packed) as {
				params: { png: Uint8Array };
			};
			png = params.png;
			figma.call("editNode", card.id, { fills: [] });
		}
		deliver(packed);
	};
	const before = await tray(panel).count();
	await frame.getByLabel("Show drafts in the layer").uncheck();
	await frame.fill("#prompt", "a leaf");
	await frame.press("#prompt", "Enter");
	await expect.poll(() => tray(panel).count(), WAIT).toBe(before + 1);
	figma.deliver = deliver;
	return png;
}

test(
	"a picture in the tray is there again after the browser was closed, for its own user alone, until it is placed",
	PATIENT,
	async () => {
		const first = await open({ runnerUrl: runnerUrl() });
		await expect.poll(() => readHints(first), WAIT).toMatch(/keeps the tray/);
		const png = await drawIntoTray(first);
		await expect.poll(() => readStore(first), WAIT).toHaveLength(1);
		const services = readServices(first);
		expect(services.drawer).toMatch(/^[0-9a-f]{32}$/);

		const stranger = await open({ runnerUrl: runnerUrl() });
		await expect.poll(() => readHints(stranger), WAIT).toMatch(/keeps the/);
		expect(await tray(stranger).count()).toBe(0);
		expect(readServices(stranger).drawer).not.toBe(services.drawer);
		expect(await readStore(stranger)).toHaveLength(1);

		const again = await open(services);
		await expect.poll(() => tray(again).count(), WAIT).toBe(1);
		expect(await tray(again).textContent()).toMatch(/a leaf.*changed/);
		await tray(again)
			.getByRole("button", { name: "Place", exact: true })
			.click();
		await says(again, /Done/);
		const [node] = picturesOf(again);
		if (!node || !png) throw new Error("nothing was drawn or placed");
		expect(readPicture(again, node)).toEqual(decodePng(png));
		const recipe = JSON.parse(node.data["musa/recipe"] ?? "{}");
		expect(recipe.prompt).toBe("a leaf");
		await expect.poll(() => readStore(again), WAIT).toHaveLength(0);
		// The runner is all that was asked for.
		expect(new Set(again.requests)).toEqual(new Set([runnerUrl()]));
	},
);

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
		await close();
		const places = readdirSync(profile, { recursive: true, encoding: "utf8" });
		const blobs = places.filter((each) => each.endsWith("indexeddb.blob"));
		expect(blobs).not.toEqual([]);
		for (const each of blobs) rmSync(join(profile, each), { recursive: true });

		const again = await open(services);
		await expect.poll(() => tray(again).count(), WAIT).toBe(1);
		expect(await tray(again).textContent()).toMatch(/damaged, so it cannot/);
		await close();
		const tables = readdirSync(profile, { recursive: true, encoding: "utf8" });
		for (const each of tables.filter((path) =>
			/indexeddb\.leveldb\/.*\.(log|ldb)$/.test(path),
		))
			writeFileSync(join(profile, each), "damaged".repeat(1000));

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
		await actInStore(
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
