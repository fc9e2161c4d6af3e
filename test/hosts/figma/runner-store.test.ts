// What the built runner page keeps for the built routed panel: the tray outlives panel and browser, in a drawer of its own.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decodePng } from "@musa/core";
import { type BrowserContext, chromium, type Frame } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
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
	profile = mkdtempSync(join(tmpdir(), "musa-profile-"));
});
afterEach(() => close());
afterAll(async () => {
	await server?.close();
	rmSync(profile, { recursive: true, force: true });
});

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
	await frame.getByLabel("Show drafts in the layer").uncheck();
	await frame.fill("#prompt", "a leaf");
	await frame.press("#prompt", "Enter");
	await expect.poll(() => tray(panel).allTextContents(), WAIT).toHaveLength(1);
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
