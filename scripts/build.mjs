// Builds every bundle.
import { run } from "./run.mjs";

if (!run("turbo", ["run", "build", "--output-logs=errors-only"]))
	process.exitCode = 1;
