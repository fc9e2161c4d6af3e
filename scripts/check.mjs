// Format, lint, the types of every compile world, import rules: all of them, also after one has failed.
import { run } from "./run.mjs";

const results = [
	run("biome", ["ci"]),
	run("tsc", ["-b"]),
	run("depcruise", ["packages", "models", "test", "bench", "scripts"]),
];
if (results.includes(false)) process.exitCode = 1;
