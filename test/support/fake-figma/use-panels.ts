// A browser for a file of tests, and panels that are looked at when they are closed.
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { launchChromium } from "../chromium.js";
import { openPanel, type Panel, type PanelOptions } from "./open-panel.js";

/** What the panels of a file have in common. */
export interface PanelUse {
	/** Switches of Chromium. */
	readonly switches?: readonly string[];
	/** What every panel is opened with, unless a test says otherwise. */
	readonly options?: PanelOptions;
	/** What Chromium may say on the console. */
	readonly expectedComplaint?: RegExp;
	/** Looks at a panel after its test; without it the panel must have asked for nothing and complained of nothing else. */
	readonly check?: (panel: Panel) => void;
}

/** As `usePanels`, with one panel for all tests: opened when it is first asked for, and looked at after them. */
export function useSharedPanel(use: PanelUse = {}): () => Promise<Panel> {
	const { check = (panel) => expectQuiet(panel, use.expectedComplaint) } = use;
	let browser: Browser;
	let panel: Panel | undefined;
	beforeAll(async () => {
		browser = await launchChromium(use.switches);
	}, 120_000);
	afterAll(async () => {
		await panel?.close();
		await browser?.close();
		if (panel) check(panel);
	}, 60_000);
	return async () => {
		panel ??= await openPanel(browser, use.options);
		return panel;
	};
}

/** Starts Chromium before a file's tests; the result opens a panel, which is closed and looked at after its test. */
export function usePanels(
	use: PanelUse = {},
): (options?: PanelOptions) => Promise<Panel> {
	const { check = (panel) => expectQuiet(panel, use.expectedComplaint) } = use;
	let browser: Browser;
	let panel: Panel | undefined;
	beforeAll(async () => {
		browser = await launchChromium(use.switches);
	}, 120_000);
	afterAll(() => browser?.close());
	afterEach(async () => {
		const opened = panel;
		panel = undefined;
		await opened?.close();
		if (opened) check(opened);
	}, 60_000);
	return async (options) => {
		panel = await openPanel(browser, { ...use.options, ...options });
		return panel;
	};
}

/** Whatever a journey does: no request, and nothing on the console. */
function expectQuiet(
	{ requests, complaints }: Panel,
	expectedComplaint?: RegExp,
): void {
	expect(requests).toEqual([]);
	expect(complaints.filter((text) => !expectedComplaint?.test(text))).toEqual(
		[],
	);
}
