// Everything that must hold: checks, bundles, tests. The last line counts the tests; any failure ends with 1.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureChromium } from "./chromium.mjs";
import { run } from "./run.mjs";
import { installVscode } from "./vscode.mjs";

const folder = mkdtempSync(join(tmpdir(), "musa-test-"));
const resultFile = join(folder, "vitest.json");

const chromiumPath = ensureChromium();
if (!chromiumPath)
	console.error("No Chromium could be installed; the browser tests will fail.");

const steps = {
	vscode: fetchVscode(),
	check: run("node", ["scripts/check.mjs"]),
	build: run("node", ["scripts/build.mjs"]),
	tests: run(
		"vitest",
		[
			"run",
			"--reporter=default",
			"--reporter=json",
			`--outputFile.json=${resultFile}`,
		],
		chromiumPath ? { CHROMIUM_PATH: chromiumPath } : {},
	),
};
const { passed, failed, skipped } = countTests();
rmSync(folder, { recursive: true, force: true });

const bad = Object.keys(steps).filter((step) => !steps[step]);
if (passed + failed === 0) bad.push("no test ran");
if (bad.length > 0 || failed > 0) process.exitCode = 1;

console.log(
	bad.length === 0 ? "\nAll steps are fine." : `\nNot fine: ${bad.join(", ")}.`,
);
console.log(
	`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`,
);

function fetchVscode() {
	try {
		installVscode();
		return true;
	} catch (error) {
		console.error(error.message);
		return false;
	}
}

function countTests() {
	let result;
	try {
		result = JSON.parse(readFileSync(resultFile, "utf8"));
	} catch {
		return { passed: 0, failed: 0, skipped: 0 };
	}
	// A file that could not even be loaded has no tests of its own, and counts as one that failed.
	const broken = result.testResults.filter(
		({ status, assertionResults }) =>
			status === "failed" &&
			!assertionResults.some((test) => test.status === "failed"),
	);
	return {
		passed: result.numPassedTests,
		failed: result.numFailedTests + broken.length,
		skipped: result.numPendingTests + result.numTodoTests,
	};
}
