// The built extension where it can do less: in a browser's worker, and in a folder that nobody trusts.
import { execFile } from "node:child_process";
import {
	cpSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { afterAll, describe, expect, test } from "vitest";
import { ROOT } from "../../support/packs.js";
import type { CheckResult } from "./in-other-hosts/run-checks.js";

const EXTENSION = join(ROOT, "packages/vscode-extension/dist/extension");
const folder = mkdtempSync(join(tmpdir(), "musa-other-hosts-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const hosts = [
	{
		name: "browser",
		checkCount: 3,
		options: ["--extensionDevelopmentKind=web"],
	},
	{ name: "restricted", checkCount: 3, options: ["--restricted"] },
];
for (const { name, checkCount, options } of hosts) {
	const results = await runIn(name, options);
	describe(name, () => {
		test("VS Code ran the checks", () => {
			expect(results.checks.length, results.output).toBe(checkCount);
		});
		test.each(results.checks)("$title", ({ problem }) => {
			expect(problem).toBeUndefined();
		});
	});
}

/** The extension as a place without Node sees it: else this VS Code, which has both, would take the other entry. */
function copyForBrowsers(): string {
	const copy = join(folder, "extension");
	cpSync(EXTENSION, copy, { recursive: true });
	const manifest = JSON.parse(readFileSync(join(copy, "package.json"), "utf8"));
	const { main, extensionKind, ...rest } = manifest;
	writeFileSync(join(copy, "package.json"), JSON.stringify(rest));
	return copy;
}

async function runIn(
	name: string,
	options: readonly string[],
): Promise<{ readonly checks: CheckResult[]; readonly output: string }> {
	const workspace = join(folder, name);
	const files = {
		"index.html":
			'<img src="img/hero.png" alt="Hills" width="60" height="30">\n<img src="img/there.png" alt="">\n',
		"img/there.png": "",
		".vscode/settings.json":
			'{"musa.output.recipe": "sidecar", "musa.output.embedPrompt": true, "musa.codeLens.enabled": false}',
	};
	for (const [path, text] of Object.entries(files)) {
		mkdirSync(dirname(join(workspace, path)), { recursive: true });
		writeFileSync(join(workspace, path), text);
	}
	const extension = name === "browser" ? copyForBrowsers() : EXTENSION;
	// VS Code runs checks where the extension runs in whose folder they lie.
	const place = name === "browser" ? extension : folder;
	const outfile = join(place, `${name}-checks.js`);
	await build({
		entryPoints: [join(ROOT, `test/hosts/vscode/in-other-hosts/${name}.ts`)],
		outfile,
		bundle: true,
		platform: "browser",
		target: "es2022",
		format: "cjs",
		external: ["vscode"],
	});
	const { stdout, stderr } = await promisify(execFile)(
		process.execPath,
		[
			join(ROOT, "test/support/vscode-host/code.mjs"),
			`--extensionDevelopmentPath=${extension}`,
			`--extensionTestsPath=${outfile}`,
			...options,
			workspace,
		],
		{ cwd: ROOT },
	).catch((error: { stdout: string; stderr: string }) => error);
	const checks = stdout
		.split("\n")
		.filter((line) => line.startsWith("{"))
		.map((line): CheckResult => JSON.parse(line));
	return { checks, output: stdout + stderr };
}
