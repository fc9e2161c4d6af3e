// One window for all tests of a file, and how long they wait for what happens in it.
import type { Frame, Page } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { type CodeWindow, openWindow } from "./open-window.js";
import { findWebview, runCommand } from "./workbench.js";

/**
 * Limits of a journey: the machine may be shared, a hang still ends. A key or
 * a click can get lost in the window itself, so each has a second try, which
 * the report names.
 */
export const PATIENT = { timeout: 900_000, retry: 1 } as const;

/** Limits of a wait within one. */
export const WAIT = { timeout: 180_000 } as const;

/** The window, once the tests run. */
export interface UsedWindow {
	readonly code: CodeWindow;
	readonly page: Page;
}

/** Opens a folder of files before the tests of the file, and closes the window after them. */
export function useWindow(...given: Parameters<typeof openWindow>): UsedWindow {
	let opened: CodeWindow | undefined;
	beforeAll(async () => {
		opened = await openWindow(...given);
	}, 600_000);
	afterAll(() => opened?.close());
	const get = (): CodeWindow => {
		if (opened === undefined) throw new Error("the window is not open yet");
		return opened;
	};
	return {
		get code() {
			return get();
		},
		get page() {
			return get().page;
		},
	};
}

/**
 * Opens a page that misses one picture, a heart, in the light theme.
 *
 * @param sidePx  at which the picture is wanted
 */
export function useHeartPage(
	sidePx: number,
	options: Parameters<typeof openWindow>[1],
): UsedWindow {
	const page = `<img src="img/heart.png" alt="a red heart" width="${sidePx}" height="${sidePx}">\n`;
	return useWindow(
		{ "index.html": page },
		{
			settings: { "workbench.colorTheme": "Default Light Modern" },
			...options,
		},
	);
}

/** Opens the view *Draw* and returns its document. */
export async function openDraw(page: Page): Promise<Frame> {
	await runCommand(page, "Musa: Draw a Picture");
	return findWebview(page, '[aria-busy="false"] #prompt');
}

/** Waits until the view *Draw* shows its draft and the four pictures to choose from, and draws no more. */
export async function untilDrawn(panel: Frame): Promise<void> {
	await panel
		.locator(
			".app:not(:has(.drafting)):has(.draft canvas:not(.musa-empty)):has(.musa-thumb:nth-child(4)):not(:has(.musa-thumb .musa-empty))",
		)
		.waitFor(WAIT);
}

/** Opens the view *Images* and returns its document. */
export async function openImages(page: Page): Promise<Frame> {
	await runCommand(page, "Musa: Show Images of the Workspace");
	return findWebview(page, '[aria-busy="false"] .rows');
}

/** Takes back what wrote a file, in the document that shows its path. */
export async function undoUntilGone(
	{ page, isThere }: CodeWindow,
	path: string,
): Promise<void> {
	const line = page.locator(".view-line", { hasText: path });
	const editor = page.locator(".monaco-editor.focused", { has: line });
	for (let tries = 0; tries < 5; tries++) {
		await line.click();
		// Keys that are pressed before it has the focus go elsewhere.
		await editor.waitFor(WAIT);
		await page.keyboard.press("Control+Z");
		// What takes the focus between the two takes the key as well.
		for (let i = 0; i < 60 && isThere(path); i++)
			await page.waitForTimeout(500);
		if (!isThere(path)) return;
	}
	throw new Error(`${path} is still there after undo`);
}
