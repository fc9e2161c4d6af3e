// The extension inside a real VS Code's extension host: how long it takes there, and for how long it blocks that host.
import { execFile } from "node:child_process";
import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { writeWorkspace } from "./measure-finder.js";
import { ROOT } from "./pack-folder.js";
import type { VscodeFigures } from "./vscode-run.js";

/** Measures the built extension; undefined where there is no VS Code to run it. */
export async function measureVscode(): Promise<VscodeFigures | undefined> {
	const extension = join(ROOT, "packages/vscode-extension/dist/extension");
	if (!existsSync(extension)) return undefined;
	const folder = mkdtempSync(join(tmpdir(), "musa-bench-"));
	const results = join(folder, "figures.json");
	const workspace = join(folder, "workspace");
	mkdirSync(workspace);
	writeWorkspace(workspace);
	writeFileSync(
		join(workspace, "page.html"),
		`<img src="img/hero.png" alt="red heart" width="1200" height="600">\n`,
	);
	try {
		await build({
			entryPoints: [join(ROOT, "bench/vscode-run.ts")],
			outfile: join(folder, "run.cjs"),
			bundle: true,
			platform: "node",
			target: "node20",
			format: "cjs",
			external: ["vscode"],
		});
		await promisify(execFile)(
			process.execPath,
			[
				join(ROOT, "test/support/vscode-host/code.mjs"),
				`--extensionDevelopmentPath=${extension}`,
				`--extensionTestsPath=${join(folder, "run.cjs")}`,
				workspace,
			],
			{ cwd: ROOT, env: { ...process.env, MUSA_VSCODE_FIGURES: results } },
		);
		return JSON.parse(readFileSync(results, "utf8"));
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}
