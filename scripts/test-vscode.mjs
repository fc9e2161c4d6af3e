// Runs the tests of test/hosts/vscode/in-host inside VS Code's extension host, on the built extension.
// The VS Code is the one that VSCODE_EXECUTABLE names, else the desktop's, which is downloaded; VSCODE_VERSION chooses it.
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runTests } from "@vscode/test-electron";
import { build } from "esbuild";
import { root, run } from "./run.mjs";

const sources = join(root, "test/hosts/vscode/in-host");
const bundles = join(root, "test/.output/vscode-in-host");
const { VSCODE_EXECUTABLE, VSCODE_VERSION, MUSA_VSCODE_RESULTS } = process.env;

// Whoever names a VS Code has built the extension already.
if (!VSCODE_EXECUTABLE && !run("node", ["scripts/build.mjs"])) process.exit(1);

rmSync(bundles, { recursive: true, force: true });
await build({
	entryPoints: readdirSync(sources)
		.filter((name) => name === "run.ts" || name.endsWith(".spec.ts"))
		.map((name) => join(sources, name)),
	outdir: bundles,
	outExtension: { ".js": ".cjs" },
	bundle: true,
	platform: "node",
	target: "node20",
	format: "cjs",
	external: ["vscode", "mocha"],
});
const folder = mkdtempSync(join(tmpdir(), "musa-in-vscode-"));
const workspace = join(folder, "workspace");
mkdirSync(workspace);
try {
	await runTests({
		...(VSCODE_EXECUTABLE ? { vscodeExecutablePath: VSCODE_EXECUTABLE } : {}),
		version: VSCODE_VERSION ?? "stable",
		extensionDevelopmentPath: join(
			root,
			"packages/vscode-extension/dist/extension",
		),
		extensionTestsPath: join(bundles, "run.cjs"),
		extensionTestsEnv: {
			MUSA_VSCODE_RESULTS: MUSA_VSCODE_RESULTS ?? join(folder, "results.json"),
		},
		launchArgs: [workspace, "--disable-extensions"],
	});
} catch (error) {
	console.error(error.message);
	process.exitCode = 1;
} finally {
	rmSync(folder, { recursive: true, force: true });
}
