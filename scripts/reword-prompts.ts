// What the product tells a pack for prompts: `tsx scripts/reword-prompts.ts PACK` reads a JSON array of [prompt, style] and
// prints one of prompts.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
	openKnownWords,
	openSpokenNames,
	parseManifest,
	tellModel,
} from "@musa/core";

const folder = process.argv[2];
const manifest = parseManifest(readFileSync(join(folder, "manifest.json")));
const { knownWords } = manifest;
const known =
	knownWords &&
	openKnownWords(readFileSync(join(folder, knownWords.file)), manifest);
const names = openSpokenNames(
	readFileSync(new URL("../models/words/spoken-names.bin", import.meta.url)),
);
const asked: [string, string][] = JSON.parse(readFileSync(0, "utf8"));
console.log(
	JSON.stringify(
		asked.map(
			([prompt, style]) =>
				tellModel(prompt, style, manifest, known, names).modelPrompt ?? prompt,
		),
	),
);
