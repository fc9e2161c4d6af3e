// npm run bench -w @musa/figma-plugin: the figures of the built plugin alone, as JSON on stdout.
import { loadavg } from "node:os";
import { measureFigma } from "./measure-figma.js";
import { round } from "./statistics.js";

const figures = await measureFigma(5);
process.stdout.write(
	`${JSON.stringify({ loadAverage: loadavg().map(round), ...figures }, null, "\t")}\n`,
);
