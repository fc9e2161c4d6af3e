// The extension inside a real VS Code's extension host: how long it takes there, and for how long it blocks that host.
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runExtensionCode } from "../test/support/vscode-host/run-extension-code.js";
import { writeWorkspace } from "./measure-finder.js";
import { ROOT } from "./pack-folder.js";
import type { VscodeFigures } from "./vscode-run.js";

/**
 * Measures the built extension; undefined where there is no VS Code to run it.
 *
 * @throws Error with what VS Code printed when no figures come
 */
export async function measureVscode(): Promise<VscodeFigures | undefined> {
	const extension = join(ROOT, "packages/vscode-extension/dist/extension");
	if (!existsSync(extension)) return undefined;
	const folder = mkdtempSync(join(tmpdir(), "musa-bench-"));
	const figures = join(folder, "figures.json");
	try {
		const { stdout, stderr } = await runExtensionCode({
			entry: "bench/vscode-run.ts",
			platform: "node",
			files: {
				"page.html":
					'<img src="img/hero.png" alt="red heart" width="1200" height="600">\n',
			},
			fill: writeWorkspace,
			env: { MUSA_VSCODE_FIGURES: figures },
		});
		if (!existsSync(figures)) throw new Error(stdout + stderr);
		return JSON.parse(readFileSync(figures, "utf8"));
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}
