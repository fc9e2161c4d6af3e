// One measurement in a process of its own: `node-run.ts DEVICE RUNS time|memory`, JSON on stdout.
import { openEngine } from "@musa/core";
import { fileWeightStore, makeNodeSpawn } from "@musa/core/node";
import { measureEngine } from "./measure.js";
import { openMatMul } from "./open-mat-mul.js";
import { openMeasuredPack } from "./pack-folder.js";
import { round } from "./statistics.js";

const [device = "wasm", runs = "20", what = "time"] = process.argv.slice(2);
const { folder, manifest } = openMeasuredPack();
const engine = openEngine({
	spawn: makeNodeSpawn(),
	weightStore: fileWeightStore({ [manifest.id]: folder }),
});
const figures = await measureEngine({
	engine,
	manifest,
	device: device === "native" ? "native" : "wasm",
	sizes: [512, 1024],
	runs: Number(runs),
	runMatMul: what === "time" ? await openMatMul() : undefined,
});
engine.close();
// resourceUsage counts KiB.
const peakRssMb = round((process.resourceUsage().maxRSS * 1024) / 1e6);
process.stdout.write(JSON.stringify(what === "time" ? figures : { peakRssMb }));
