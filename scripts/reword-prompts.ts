// What the product tells a pack for prompts: `tsx scripts/reword-prompts.ts PACK` reads a JSON array of [prompt, style] and
// prints one of prompts.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { openSpokenNames, parseManifest, rewordPrompt } from "@musa/core";

const manifest = parseManifest(
	readFileSync(join(process.argv[2], "manifest.json")),
);
const names = openSpokenNames(
	readFileSync(new URL("../models/words/spoken-names.bin", import.meta.url)),
);
const asked: [string, string][] = JSON.parse(readFileSync(0, "utf8"));
console.log(
	JSON.stringify(
		asked.map(
			([prompt, style]) =>
				rewordPrompt(prompt, style, manifest, names) ?? prompt,
		),
	),
);
