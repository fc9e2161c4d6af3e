// VS Code's window in a Chromium, as a user meets it.
import type {
	Browser,
	BrowserContextOptions,
	Frame,
	Locator,
	Page,
} from "playwright-core";
import { launchChromium, SOFTWARE_WEBGPU } from "../chromium.js";
import type { VscodeServer } from "./start-server.js";

/** Starts the browser that shows VS Code; it reaches nothing but this computer. */
export function launchWorkbenchBrowser(): Promise<Browser> {
	return launchChromium([
		"--disable-background-networking",
		"--disable-component-update",
		// Resources of webviews have names on a network, but come from a service worker.
		"--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
		...SOFTWARE_WEBGPU,
	]);
}

/** Opens a folder in a new window, and returns when the explorer shows it. */
export async function openFolder(
	browser: Browser,
	{ port }: VscodeServer,
	folder: string,
	{
		language,
		...options
	}: BrowserContextOptions & {
		/** Of the window, e.g. `de`; a language pack would say so. */
		readonly language?: string | undefined;
	} = {},
): Promise<Page> {
	const page = await browser.newPage({
		viewport: { width: 1280, height: 800 },
		...options,
	});
	// The machine may be shared: limits are generous, a hang still ends.
	page.setDefaultTimeout(120_000);
	if (language !== undefined)
		await page.addInitScript((name) => {
			Object.assign(globalThis, { _VSCODE_NLS_LANGUAGE: name });
		}, language);
	await page.goto(
		`http://127.0.0.1:${port}/?${new URLSearchParams({ folder })}`,
		{ timeout: 120_000 },
	);
	await untilFolderShows(page);
	return page;
}

/** Waits until the explorer shows the folder's files. */
export async function untilFolderShows(page: Page): Promise<void> {
	await page
		.locator(".explorer-folders-view .monaco-list-row")
		.first()
		.waitFor();
}

/** Opens a file of the folder by its path, as Ctrl+P does. */
export async function openFile(page: Page, path: string): Promise<void> {
	await chooseQuickly(page, "Control+P", path, path.split("/").at(-1) ?? path);
	await page
		.locator(".tab.active", { hasText: path.split("/").at(-1) ?? path })
		.waitFor();
}

/** Runs a command from the palette by its whole title. */
export async function runCommand(page: Page, title: string): Promise<void> {
	await chooseQuickly(page, "F1", `>${title}`, title);
}

/** Titles of the commands that the palette lists for a text. */
export async function listCommands(
	page: Page,
	text: string,
): Promise<readonly string[]> {
	return askQuickly(page, "F1", `>${text}`, text, async (rows) => {
		const titles = await rows.allInnerTexts();
		await page.keyboard.press("Escape");
		return titles;
	});
}

function chooseQuickly(
	page: Page,
	keys: string,
	text: string,
	row: string,
): Promise<void> {
	return askQuickly(page, keys, text, row, (rows) =>
		rows.first().click({ timeout: 2000 }),
	);
}

/** The palette does not hear of late registrations, so it is closed and opened until it lists what is sought. */
async function askQuickly<T>(
	page: Page,
	keys: string,
	text: string,
	row: string,
	act: (rows: Locator) => Promise<T>,
): Promise<T> {
	for (let tries = 0; ; tries++) {
		await page.keyboard.press(keys);
		const rows = page.locator(".quick-input-list .monaco-list-row", {
			hasText: row,
		});
		try {
			// One that is still closing takes the keys and is gone.
			await page
				.locator(".quick-input-widget input")
				.first()
				.fill(text, { timeout: 5000 });
			await rows.first().waitFor({ timeout: 2000 });
			return await act(rows);
		} catch (error) {
			if (tries === 20) throw error;
			await page.keyboard.press("Escape");
		}
	}
}

/** A notification with these words; one that came and hid itself is brought back. */
export async function findNotification(
	page: Page,
	words: string,
): Promise<Locator> {
	const found = page
		.locator(".notification-list-item", { hasText: words })
		.filter({ visible: true })
		.first();
	for (let tries = 0; ; tries++) {
		try {
			await found.waitFor({ timeout: 6000 });
			return found;
		} catch (error) {
			if (tries === 20) throw error;
			await runCommand(page, "Notifications: Show Notifications");
		}
	}
}

/** The dialog, once one of its buttons has the focus and takes keys. */
export async function findDialog(page: Page): Promise<Locator> {
	const dialog = page.locator(".monaco-dialog-box");
	await dialog.locator(".monaco-button:focus").waitFor();
	return dialog;
}

/** Unfolds a folder in the explorer until it shows a name in it. */
export async function unfold(
	page: Page,
	folder: string,
	name: string,
): Promise<void> {
	const row = (text: string): Locator =>
		page
			.locator(".explorer-folders-view .monaco-list-row", { hasText: text })
			.first();
	// What was just written may come late to a folder that is open already.
	for (let tries = 0; ; tries++) {
		try {
			await row(name).waitFor({ timeout: 4000 });
			return;
		} catch (error) {
			if (tries === 30) throw error;
			await row(folder).click();
		}
	}
}

/** Opens the menu of a file or folder in the explorer and returns what it has under a title. */
export async function openExplorerMenu(
	page: Page,
	row: string,
	title: string,
): Promise<Locator> {
	const item = page
		.locator(".monaco-menu .action-item", { hasText: title })
		.first();
	// A menu that opened before the extension was there does not learn of it.
	for (let tries = 0; ; tries++) {
		await page
			.locator(".explorer-folders-view .monaco-list-row", { hasText: row })
			.first()
			.click({ button: "right" });
		try {
			await item.waitFor({ timeout: 5000 });
			return item;
		} catch (error) {
			if (tries === 20) throw error;
			await page.keyboard.press("Escape");
		}
	}
}

/** Chooses from a menu that is open. */
export async function chooseFromMenu(item: Locator): Promise<void> {
	// A menu that has just opened is deaf to the mouse for a moment.
	for (let tries = 0; ; tries++) {
		try {
			await item.click({ timeout: 5000 });
		} catch (error) {
			if (await item.isVisible()) throw error;
		}
		try {
			await item.waitFor({ state: "hidden", timeout: 2000 });
			return;
		} catch (error) {
			if (tries === 20) throw error;
		}
	}
}

/**
 * The extension's own document of the webview that has an element.
 *
 * @throws Error when there is none after two minutes
 */
export async function findWebview(
	page: Page,
	selector: string,
): Promise<Frame> {
	for (let tries = 0; tries < 1200; tries++) {
		for (const frame of page.frames()) {
			if (!/\/webview\/browser\/pre\/fake\.html/.test(frame.url())) continue;
			// A frame may be replaced while it is looked at.
			if (await frame.$(selector).catch(() => null)) return frame;
		}
		await page.waitForTimeout(100);
	}
	throw new Error(`no webview has ${selector}`);
}
