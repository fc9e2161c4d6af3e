import { readFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { findChromium } from "../scripts/chromium.mjs";
import { bundlePage } from "./bundle-page.js";
import type { PageParams } from "./chromium-page.js";
import type { EngineFigures } from "./measure.js";
import { type MeasuredPack, ROOT } from "./pack-folder.js";

/** Figures of the built worker in a headless Chromium, one WASM thread; undefined where there is no Chromium. */
export async function measureChromium(
	{ folder, manifest }: MeasuredPack,
	runs: number,
): Promise<(EngineFigures & { readonly version: string }) | undefined> {
	const executablePath = findChromium();
	if (executablePath === undefined) return undefined;
	const browser = await chromium.launch({
		executablePath,
		args: ["--no-sandbox"],
	});
	try {
		const page = await browser.newPage();
		await page.addScriptTag({ content: await bundlePage("chromium-page.ts") });
		const dist = join(ROOT, "packages/core/dist");
		const params: PageParams = {
			manifest: JSON.stringify(manifest),
			files: Object.fromEntries(
				manifest.files.map(({ path }) => [path, base64(join(folder, path))]),
			),
			ortWasm: base64(join(dist, "ort-wasm-simd-threaded.wasm")),
			workerSource: readFileSync(join(dist, "worker.js"), "utf8"),
			runs,
		};
		const figures = await page.evaluate(
			(given) => globalThis.measureInPage(given),
			params,
		);
		return { version: browser.version(), ...figures };
	} finally {
		await browser.close();
	}
}

function base64(file: string): string {
	return readFileSync(file).toString("base64");
}
