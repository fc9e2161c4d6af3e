// The built runner page for the built routed panel, in a browser that keeps its profile: what a file of tests about its store does.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
	type BrowserContext,
	chromium,
	type Frame,
	type Locator,
} from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { findChromium } from "../../../scripts/chromium.mjs";
import { ROOT } from "../packs.js";
import { type FileServer, serveFiles } from "../serve-files.js";
import { addLayers, nodesOf, WAIT } from "./journey.js";
import { openPanel, type Panel, policyOf } from "./open-panel.js";
import { unpackMessage } from "./pack-message.js";

/** What tests of the store do. */
export interface RunnerJourney {
	readonly runnerUrl: () => string;
	/** Folder of the browser's profile; each test has a new one. */
	readonly profile: () => string;
	/** The panel in a browser that was closed before, with these settings of the routed edition. */
	readonly open: (services: object) => Promise<Panel>;
	readonly close: () => Promise<void>;
	readonly tray: (panel: Panel) => Locator;
	readonly readServices: (panel: Panel) => { readonly drawer: string };
	/** What the settings say. */
	readonly readHints: (panel: Panel) => Promise<string>;
	/** Keys of everything in the store. */
	readonly readStore: (panel: Panel) => Promise<unknown[]> | undefined;
	/** Draws a picture whose layer is repainted meanwhile, so that it lands in the tray. */
	readonly drawIntoTray: (panel: Panel) => Promise<Uint8Array | undefined>;
	/** Puts a page without a script into the runner's place, so that nothing holds the store open, and acts there. */
	readonly actInStore: <T>(
		panel: Panel,
		act: (argument: T) => Promise<void>,
		argument: T,
	) => Promise<void>;
}

/** Serves the runner page for a file of tests. */
export function useRunner(): RunnerJourney {
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

	const close = async (): Promise<void> => {
		const panel = opened;
		opened = undefined;
		await panel?.close();
	};
	const runnerUrl = (): string => `${server.origin}/runner.html`;
	const runnerIn = ({ page }: Panel): Frame | undefined =>
		page.frames().find((frame) => frame.url() === runnerUrl());
	const tray = ({ frame }: Panel): Locator =>
		frame.locator("[aria-label=Tray] .item");
	return {
		...{ runnerUrl, profile: () => profile, close, tray },
		async open(services) {
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
		},
		readServices: ({ figma }) =>
			JSON.parse(figma.call("readStorage", "services")),
		async readHints({ frame }) {
			await frame.click("#musa-tab-settings");
			const hints = await frame.locator(".hint").allTextContents();
			await frame.click("#musa-tab-fill");
			return hints.join(" ");
		},
		readStore: (panel) => runnerIn(panel)?.evaluate(listKeys),
		async drawIntoTray(panel) {
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
		},
		async actInStore(panel, act, argument) {
			const runner = runnerIn(panel);
			if (!runner) throw new Error("there is no runner");
			await runner.goto(`${server.origin}/`);
			await runner.evaluate(
				act as (argument: unknown) => Promise<void>,
				argument,
			);
		},
	};
}

/** Runs in the runner's page. */
function listKeys(): Promise<unknown[]> {
	return new Promise((resolve, reject) => {
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
	});
}
