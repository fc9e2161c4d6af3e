import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parseManifest } from "../models/manifest.js";
import {
	judgeConfidence,
	lowConfidence,
	openKnownWords,
} from "./known-words.js";
import { readPromptWords } from "./prompt-words.js";
import { rewordPrompt } from "./reword-prompt.js";

const folder = new URL("../../../../models/musa-xxs/", import.meta.url);
const read = (name: string) => readFileSync(new URL(name, folder));
const manifest = parseManifest(JSON.parse(read("manifest.json").toString()));
const known = openKnownWords(
	new Uint8Array(read(manifest.knownWords?.file ?? "")),
	manifest,
);

test.each([
	["a fox icon for our website", ["fox"]],
	["fox app icon", ["fox"]],
	["company car", ["car"]],
	["company logo", ["company"]],
	["team photo placeholder", ["team"]],
	["app icon", ["app"]],
	["logo", ["logo"]],
	["blue", []],
])("%s is of %j", (prompt, subject) => {
	const words = readPromptWords(prompt, manifest);
	expect(
		words.filter(({ isPlain }) => !isPlain).map(({ text }) => text),
	).toEqual(subject);
});

test.each([
	["company logo", "briefcase"],
	["my company's logo", "briefcase"],
	["team photo placeholder", "busts in silhouette"],
	["a placeholder image", "framed picture"],
	["app icon", "puzzle piece"],
	["client avatar", "bust in silhouette"],
	["red company logo", "red briefcase"],
])(
	"%s names no thing, so the model draws what stands for it: %s",
	(prompt, drawn) => {
		const told = rewordPrompt(prompt, manifest.defaultStyle, manifest);
		expect(told).toBe(drawn);
		const judged = judgeConfidence(told ?? prompt, manifest, known);
		expect(judged?.confidence).toBeGreaterThanOrEqual(lowConfidence);
	},
);
