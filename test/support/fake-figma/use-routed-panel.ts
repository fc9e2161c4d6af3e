// One panel of the built routed edition with a stand-in service on loopback, for a whole file of journeys.
import type { Locator } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect } from "vitest";
import {
	type ProviderServer,
	startProviderServer,
} from "../provider-server.js";
import { addLayers, clear } from "./journey.js";
import { type Panel, policyOf } from "./open-panel.js";
import { addressOf, type ServiceChanges, setUpService } from "./services.js";
import { useSharedPanel } from "./use-panels.js";

// Chromium tells about the refused blob worker, and about every reply that is no success.
const EXPECTED_COMPLAINT =
	/Creating a worker from 'blob:|Failed to load resource/;

/** What journeys of the routed edition do. */
export interface RoutedJourney {
	readonly panel: () => Panel;
	readonly server: () => ProviderServer;
	/** A document with these layers selected, words for them, and the service set up. */
	readonly begin: (
		names: readonly string[],
		changes?: ServiceChanges,
	) => Promise<Panel["frame"]>;
	readonly button: (name: string) => Locator;
	readonly openOffer: () => Promise<void>;
	/** Goes as far as the sheet. */
	readonly ask: () => Promise<void>;
	readonly sheet: () => Locator;
	readonly trayWords: () => Promise<string[]>;
	readonly emptyTray: () => Promise<void>;
}

/** Opens the panel before a file's tests; after them it must have asked for nothing but the service. */
export function useRoutedPanel(): RoutedJourney {
	let panel: Panel;
	let server: ProviderServer;
	beforeAll(async () => {
		server = await startProviderServer("openai");
	});
	afterAll(async () => {
		await server?.close();
		expect(server.complaints).toEqual([]);
	});
	const open = useSharedPanel({
		// Chromium keeps pages that are not secure from servers on the same computer.
		switches: ["--disable-features=LocalNetworkAccessChecks"],
		options: {
			edition: "routed",
			policy: policyOf("routed"),
			arrange: (figma) => setUpService(figma, server),
		},
		check({ complaints, requests }) {
			expect(
				complaints.filter((text) => !EXPECTED_COMPLAINT.test(text)),
			).toEqual([]);
			for (const address of requests)
				expect(address).toMatch(addressOf(server));
		},
	});
	beforeAll(async () => {
		panel = await open();
	}, 120_000);
	beforeEach(async () => {
		// A journey that failed may have left its sheet behind.
		if ((await sheet().count()) > 0)
			await button("Keep it on this device").click();
		server.arrivals.length = 0;
		server.script.length = 0;
		server.executions = 0;
	});

	const begin: RoutedJourney["begin"] = async (names, changes = {}) => {
		const { figma, frame } = panel;
		await clear(panel);
		setUpService(figma, server, changes);
		addLayers(...names)(figma);
		await frame.getByLabel("Show drafts in the layer").uncheck();
		await frame.fill("#prompt", "a red heart");
		return frame;
	};
	const button = (name: string): Locator =>
		panel.frame.getByRole("button", { name, exact: true });
	const openOffer = async (): Promise<void> => {
		const chip = panel.frame.locator(".prompt details.musa-route");
		await chip.waitFor();
		if ((await chip.getAttribute("open")) === null)
			await chip.locator("> summary").click();
	};
	const ask = async (): Promise<void> => {
		await openOffer();
		await button("Send with consent…").click();
		await sheet().waitFor();
	};
	const sheet = (): Locator => panel.frame.locator("dialog.musa-sheet");
	const trayWords = async (): Promise<string[]> =>
		(await panel.frame.locator("[aria-label=Tray] .item").allInnerTexts()).map(
			(text) => text.replaceAll("\n", " "),
		);
	const emptyTray = async (): Promise<void> => {
		while ((await button("Throw away").count()) > 0)
			await button("Throw away").first().click();
	};
	return {
		panel: () => panel,
		server: () => server,
		...{ begin, button, openOffer, ask, sheet, trayWords, emptyTray },
	};
}
