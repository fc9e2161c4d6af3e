// Code of ours inside the extension host of a real VS Code, beside the built extension.
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { ROOT } from "../packs.js";

/** What runs, and where. */
export interface HostedRun {
	/** A file whose `run` VS Code calls; relative to the repository. */
	readonly entry: string;
	readonly platform: "node" | "browser";
	/** Files of the folder that is open meanwhile. */
	readonly files: Readonly<Record<string, string>>;
	/** Lays more into that folder. */
	readonly fill?: (folder: string) => void;
	/** Options of `code.mjs`. */
	readonly options?: readonly string[];
	readonly env?: Readonly<Record<string, string>>;
}

/** Runs it in a folder of its own; what the run prints comes back, also when it fails. */
export async function runExtensionCode({
	entry,
	platform,
	files,
	fill,
	options = [],
	env,
}: HostedRun): Promise<{ readonly stdout: string; readonly stderr: string }> {
	const folder = mkdtempSync(join(tmpdir(), "musa-hosted-"));
	const workspace = join(folder, "workspace");
	mkdirSync(workspace);
	fill?.(workspace);
	for (const [path, text] of Object.entries(files)) {
		mkdirSync(dirname(join(workspace, path)), { recursive: true });
		writeFileSync(join(workspace, path), text);
	}
	const outfile = join(folder, "run.cjs");
	try {
		await build({
			entryPoints: [join(ROOT, entry)],
			outfile,
			bundle: true,
			platform,
			target: platform === "node" ? "node20" : "es2022",
			format: "cjs",
			external: ["vscode"],
		});
		return await promisify(execFile)(
			process.execPath,
			[
				join(ROOT, "test/support/vscode-host/code.mjs"),
				`--extensionDevelopmentPath=${join(ROOT, "packages/vscode-extension/dist/extension")}`,
				`--extensionTestsPath=${outfile}`,
				...options,
				workspace,
			],
			{ cwd: ROOT, env: { ...process.env, ...env } },
		).catch((error: { stdout: string; stderr: string }) => error);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}
