// Reads rows of JSON with a `prompt` from stdin and writes their features in order, by the very code that Musa runs.
import { createInterface } from "node:readline";
import { signs } from "../../../packages/core/src/router/lexicon.js";
import { bucketCount, extractFeatures, structureCount } from "../../../packages/core/src/router/prompt-features.js";
import { readPrompt } from "../../../packages/core/src/router/read-prompt.js";

process.stdout.write(`${JSON.stringify({ structureCount, bucketCount, signs })}\n`);
for await (const line of createInterface({ input: process.stdin })) {
	const { prompt } = JSON.parse(line) as { prompt: string };
	const reading = readPrompt(prompt);
	const { structure, hashed, wordCount } = extractFeatures(reading);
	process.stdout.write(
		`${JSON.stringify({ structure: structure.map((x) => Math.round(x * 1e4) / 1e4), hashed, wordCount })}\n`,
	);
}
