// Draws the sample pictures of a pack with the shipped engine: `tsx scripts/draw-sheet.ts [pack folder]`.
// samples/sheet.png holds the prompts of models/recipe/sheet-prompts.json on white, eight in a row, seed 7.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import {
	encodePng,
	generateImage,
	makeRegistry,
	openEngine,
	parseManifest,
} from "@musa/core";
import { fileWeightStore, makeNodeSpawn } from "@musa/core/node";

const cell = 160;
const gap = 8;
const columns = 8;

const folder = process.argv[2] ?? "models/musa-xxs";
const manifest = parseManifest(
	JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8")),
);
const prompts = JSON.parse(
	readFileSync("models/recipe/sheet-prompts.json", "utf8"),
) as { prompt: string; style?: string }[];
const engine = openEngine({
	spawn: makeNodeSpawn(),
	weightStore: fileWeightStore({ [manifest.id]: folder }),
});
const registry = makeRegistry([manifest]);
const rows = Math.ceil(prompts.length / columns);
const width = columns * (cell + gap) + gap;
const height = rows * (cell + gap) + gap;
const sheet = { width, height, pixels: new Uint8Array(4 * width * height) };
sheet.pixels.fill(255);

for (const [index, { prompt, style }] of prompts.entries()) {
	const { image } = await generateImage(
		AbortSignal.timeout(120_000),
		{
			prompt,
			size: { width: cell, height: cell },
			seed: 7,
			background: "#ffffff",
			...(style && { style }),
		},
		{ registry, engine },
	);
	const left = gap + (index % columns) * (cell + gap);
	const top = gap + Math.floor(index / columns) * (cell + gap);
	for (let y = 0; y < cell; y++) {
		const row = image.pixels.subarray(4 * y * cell, 4 * (y + 1) * cell);
		sheet.pixels.set(row, 4 * ((top + y) * width + left));
	}
}
engine.close();
mkdirSync(join(folder, "samples"), { recursive: true });
writeFileSync(join(folder, "samples", "sheet.png"), encodePng(sheet));
process.stderr.write(`${basename(folder)}: ${prompts.length} pictures\n`);
