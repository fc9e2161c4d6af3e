// Draws the sample sheet of a pack with the shipped engine: `tsx scripts/draw-sheet.ts [pack folder] [--only N]`.
// samples/sheet.webp holds the 64 prompts of models/recipe/sheet-prompts.json on white, four a row, each with seeds 1 to 4.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import encodeWebp, { init } from "@jsquash/webp/encode.js";
import {
	generateImage,
	makeRegistry,
	openEngine,
	openSpokenNames,
	parseManifest,
} from "@musa/core";
import { fileWeightStore, makeNodeSpawn } from "@musa/core/node";

interface SheetPrompt {
	readonly id: string;
	readonly prompt: string;
	readonly style?: string;
}

const cell = 104;
const gap = 4;
const between = 16;
const perRow = 4;
const seeds = [1, 2, 3, 4];
// High enough that flat colours and edges stay clean, and 256 pictures stay below 1.5 MB.
const quality = 88;

const { positionals, values } = parseArgs({
	allowPositionals: true,
	options: { only: { type: "string" } },
});
const folder = positionals[0] ?? "models/musa-xxs";
const manifest = parseManifest(
	JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8")),
);
const all: SheetPrompt[] = JSON.parse(
	readFileSync("models/recipe/sheet-prompts.json", "utf8"),
);
const prompts = all.slice(0, values.only ? Number(values.only) : all.length);
const known = new Set(manifest.styles.map(({ id }) => id));
const engine = openEngine({
	spawn: makeNodeSpawn(),
	weightStore: fileWeightStore({ [manifest.id]: folder }),
});
const registry = makeRegistry([manifest]);
const names = openSpokenNames(readFileSync("models/words/spoken-names.bin"));
const group = seeds.length * (cell + gap) - gap;
const width = perRow * (group + between) + between;
const height = Math.ceil(prompts.length / perRow) * (cell + between) + between;
const data = new Uint8ClampedArray(4 * width * height).fill(255);

for (const [index, { prompt, style }] of prompts.entries()) {
	for (const [column, seed] of seeds.entries()) {
		const { image } = await generateImage(
			AbortSignal.timeout(120_000),
			{
				prompt,
				size: { width: cell, height: cell },
				seed,
				background: "#ffffff",
				...(style && known.has(style) && { style }),
			},
			{ registry, engine, names },
		);
		const left =
			between + (index % perRow) * (group + between) + column * (cell + gap);
		const top = between + Math.floor(index / perRow) * (cell + between);
		for (let y = 0; y < cell; y++) {
			const row = image.pixels.subarray(4 * y * cell, 4 * (y + 1) * cell);
			data.set(row, 4 * ((top + y) * width + left));
		}
	}
	process.stderr.write(`\r${index + 1} of ${prompts.length} prompts`);
}
engine.close();
await init(
	await WebAssembly.compile(
		await readFile(
			fileURLToPath(
				import.meta.resolve("@jsquash/webp/codec/enc/webp_enc_simd.wasm"),
			),
		),
	),
);
const webp = await encodeWebp(
	{ width, height, data, colorSpace: "srgb" },
	{ quality },
);
mkdirSync(join(folder, "samples"), { recursive: true });
writeFileSync(join(folder, "samples", "sheet.webp"), new Uint8Array(webp));
process.stderr.write(
	`\n${basename(folder)}: ${prompts.length * seeds.length} pictures, ${Math.round(webp.byteLength / 1024)} kB\n`,
);
