import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { PageParams } from "./chromium-page.js";
import { inChromium } from "./in-chromium.js";
import type { EngineFigures } from "./measure.js";
import { type MeasuredPack, ROOT } from "./pack-folder.js";

/** Figures of the built worker in a headless Chromium, one WASM thread; undefined where there is no Chromium. */
export function measureChromium(
	{ folder, manifest }: MeasuredPack,
	runs: number,
): Promise<(EngineFigures & { readonly version: string }) | undefined> {
	const dist = join(ROOT, "packages/core/dist");
	return inChromium("chromium-page.ts", async (page) => {
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
		return { version: page.context().browser()?.version() ?? "", ...figures };
	});
}

function base64(file: string): string {
	return readFileSync(file).toString("base64");
}
