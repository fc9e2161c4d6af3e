import { join } from "node:path";
import { build } from "esbuild";
import { chromium, type Page } from "playwright-core";
import { findChromium } from "../scripts/chromium.mjs";
import { ROOT } from "./pack-folder.js";

/** Acts in a headless Chromium, in a page that runs a file of this folder; undefined where there is no Chromium. */
export async function inChromium<T>(
	file: string,
	act: (page: Page) => Promise<T>,
): Promise<T | undefined> {
	const executablePath = findChromium();
	if (executablePath === undefined) return undefined;
	const script = await bundlePage(file);
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

async function bundlePage(file: string): Promise<string> {
	const { outputFiles } = await build({
		entryPoints: [join(ROOT, "bench", file)],
		bundle: true,
		write: false,
		format: "iife",
		platform: "browser",
		target: "chrome120",
		// Empty in a classic script; the runtime then takes the bytes it is given.
		define: { "import.meta.url": "undefined" },
		logLevel: "error",
	});
	return outputFiles[0]?.text ?? "";
}
