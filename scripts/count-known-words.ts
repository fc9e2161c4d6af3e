// What core counts in prompts for the calibration of a pack's known words: `tsx scripts/count-known-words.ts PACK`
// reads a JSON array of prompts and prints one of counts.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseManifest } from "../packages/core/src/models/manifest.js";
import {
	countKnownWords,
	openKnownWords,
} from "../packages/core/src/router/known-words.js";

const pack = process.argv[2];
const manifest = parseManifest(readFileSync(join(pack, "manifest.json")));
const file = manifest.knownWords?.file;
if (file === undefined) throw new Error(`${pack} has no known words`);
const known = openKnownWords(readFileSync(join(pack, file)), manifest);
if (known === undefined) throw new Error(`${pack} has no known words`);
const prompts: string[] = JSON.parse(readFileSync(0, "utf8"));
console.log(
	JSON.stringify(
		prompts.map((prompt) => countKnownWords(prompt, manifest, known)),
	),
);
