import { chromium, type Page } from "playwright-core";
import { findChromium } from "../scripts/chromium.mjs";
import { bundleScript } from "../test/support/bundle-page.js";

/** Acts in a headless Chromium, in a page that runs a file of this folder; undefined where there is no Chromium. */
export async function inChromium<T>(
	file: string,
	act: (page: Page) => Promise<T>,
): Promise<T | undefined> {
	const executablePath = findChromium();
	if (executablePath === undefined) return undefined;
	const script = await bundleScript(`bench/${file}`);
	const browser = await chromium.launch({
		executablePath,
		args: ["--no-sandbox"],
	});
	try {
		const page = await browser.newPage();
		await page.addScriptTag({ content: script });
		return await act(page);
	} finally {
		await browser.close();
	}
}
