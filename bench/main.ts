// npm run bench -- [--quick] [--check] [--only PART]…: figures of this machine as one JSON object on stdout.
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
	options: {
		quick: { type: "boolean" },
		check: { type: "boolean" },
		/** Measures these parts only, by their names in the output. */
		only: { type: "string", multiple: true },
	},
});
const wants = (part: string) => values.only?.includes(part) ?? true;
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
const measure = async <T>(
	part: string,
	what: string,
	take: () => Promise<T>,
): Promise<T | undefined> => {
	if (!wants(part)) return undefined;
	say(what);
	return take();
};
const coldStart = await measure(
	"coldStart",
	`${id} ${version}: start of new processes`,
	() => measureColdStart(pack, coldRuns),
);
const wasm = await measure("node", `Node, WASM, ${warmRuns} pictures`, () =>
	measureNode("wasm", warmRuns),
);
const native = hasNative()
	? await measure("node", "Node, native", () => measureNode("native", warmRuns))
	: undefined;
const chromium = await measure("chromium", "Chromium, WASM", () =>
	measureChromium(pack, warmRuns),
);
const figma = await measure("figma", "the Figma plugin in Chromium", () =>
	measureFigma(coldRuns),
);
const router = await measure("router", "verdicts", measureRouter);
const finder = await measure("finder", "the finder", () =>
	measureFinder(warmRuns),
);
const vscode = await measure(
	"vscode",
	"the extension in VS Code",
	measureVscode,
);

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
	coldStart: coldStart ?? null,
	node: { wasm: wasm ?? null, native: native ?? null },
	chromium: { wasm: chromium ?? null },
	browserBundle,
	figma: figma ?? null,
	router: router ?? null,
	finder: finder ?? null,
	vscode: vscode ?? null,
};
const results = values.check
	? compareWithBudgets(
			output,
			(await readBudgets()).filter(({ figure }) =>
				wants(figure.split(".")[0] ?? ""),
			),
		)
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
