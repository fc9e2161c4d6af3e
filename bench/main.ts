// npm run bench [-- --quick] [-- --check]: figures of this machine as one JSON object on stdout.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { cpus, loadavg, totalmem } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { compareWithBudgets, readBudgets } from "./budgets.js";
import { measureBytes } from "./measure-bytes.js";
import { measureChromium } from "./measure-chromium.js";
import { measureColdStart } from "./measure-cold-start.js";
import { measureFigma } from "./measure-figma.js";
import { measureFinder } from "./measure-finder.js";
import { measureNode } from "./measure-node.js";
import { measureRouter } from "./measure-router.js";
import { measureVscode } from "./measure-vscode.js";
import { openMeasuredPack, ROOT } from "./pack-folder.js";
import { round } from "./statistics.js";

const { values } = parseArgs({
	options: { quick: { type: "boolean" }, check: { type: "boolean" } },
});
const warmRuns = values.quick ? 5 : 20;
const coldRuns = values.quick ? 2 : 5;
const say = (text: string) => process.stderr.write(`bench: ${text}\n`);

if (!existsSync(join(ROOT, "packages/core/dist/worker.js"))) {
	say("building first");
	// Its words go to stderr: stdout is for the figures.
	spawnSync(process.execPath, [join(ROOT, "scripts/build.mjs")], {
		stdio: ["ignore", 2, 2],
	});
}

const pack = openMeasuredPack();
const { id, version, networks } = pack.manifest;
say(`${id} ${version}: start of new processes`);
const coldStart = await measureColdStart(pack, coldRuns);
say(`Node, WASM, ${warmRuns} pictures per size`);
const wasm = await measureNode("wasm", warmRuns);
if (hasNative()) say("Node, native");
const native = hasNative() ? await measureNode("native", warmRuns) : undefined;
say("Chromium, WASM");
const chromium = await measureChromium(pack, warmRuns);
say("the Figma plugin in Chromium");
const figma = await measureFigma(coldRuns);
say("verdicts");
const router = await measureRouter();
say("the finder");
const finder = await measureFinder(warmRuns);
say("the extension in VS Code");
const vscode = await measureVscode();

const { pack: packBytes, browserBundle } = measureBytes(pack);
const output = {
	machine: {
		cpu: cpus()[0]?.model.trim(),
		cores: cpus().length,
		memoryGb: round(totalmem() / 1e9),
		node: process.version,
		platform: `${process.platform} ${process.arch}`,
		/** Above 0 at rest, near the number of cores when something else is busy: then trust the ratios. */
		loadAverage: loadavg().map(round),
	},
	pack: { id, version, ...packBytes },
	gflopPerRun: Object.fromEntries(
		Object.entries(networks).map(([name, network]) => [name, network?.gflop]),
	),
	coldStart,
	node: { wasm, native: native ?? null },
	chromium: { wasm: chromium ?? null },
	browserBundle,
	figma: figma ?? null,
	router,
	finder,
	vscode: vscode ?? null,
};
const results = values.check
	? compareWithBudgets(output, await readBudgets())
	: undefined;
for (const { met, says } of results ?? [])
	say(`${met ? "ok    " : "MISSED"} ${says}`);
process.stdout.write(
	`${JSON.stringify(results ? { ...output, budgets: results } : output, null, "\t")}\n`,
);
if (results?.some(({ met }) => !met)) process.exitCode = 1;

function hasNative(): boolean {
	try {
		createRequire(import.meta.url).resolve("onnxruntime-node");
		return true;
	} catch {
		return false;
	}
}
