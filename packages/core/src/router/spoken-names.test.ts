import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseManifest } from "../models/manifest.js";
import { rewordPrompt } from "./reword-prompt.js";
import { openSpokenNames } from "./spoken-names.js";

const models = new URL("../../../../models/", import.meta.url);
const read = (path: string): Uint8Array =>
	new Uint8Array(readFileSync(new URL(path, models)));
const bytes = read("words/spoken-names.bin");
const names = openSpokenNames(bytes);
const manifest = parseManifest(read("musa-xxs/manifest.json"));

test("the card describes the file", () => {
	const card = JSON.parse(
		readFileSync(new URL("words/words.json", models), "utf8"),
	);
	expect(card.file).toEqual({
		path: "spoken-names.bin",
		bytes: bytes.length,
		sha256: createHash("sha256").update(bytes).digest("hex"),
	});
});

describe("what the model is told", () => {
	test.each([
		["りんご", "red apple", "apple"],
		["青い車", "blue automobile", "blue car"],
		["ein rotes Auto", "red automobile", "red car"],
		["rotes Haus", "red house", "red house"],
		["perro", "dog", "dog"],
		["una manzana verde", "green apple", "green apple"],
		["звезда", "star", "star"],
		["синяя бабочка", "blue butterfly", "blue butterfly"],
		["나무", "deciduous tree", "tree"],
		["红色的汽车", "red automobile", "red car"],
		["咖啡", "cup with straw", "coffee"],
		["قلب أحمر", "red heart", "red heart"],
		["लाल सेब", "red apple", "red apple"],
		["icône de maison", "house", "house"],
		["canine", "dog", "dog"],
		["a blue sofa", "blue couch lamp", "blue couch"],
		["home", "house", "house"],
		["settings icon", "gear", "gear"],
		["search", "magnifying glass tilted right", "magnifying glass"],
	])("%s", (prompt, flat, outline) => {
		expect(
			rewordPrompt(prompt, "flat", manifest, names)?.replace(" and ", " "),
		).toBe(flat);
		expect(rewordPrompt(prompt, "outline", manifest, names)).toBe(outline);
	});

	test("a word of two languages is English but in foreign company", () => {
		expect(rewordPrompt("chat", "outline", manifest, names)).toBeUndefined();
		expect(rewordPrompt("un chat noir", "outline", manifest, names)).toBe(
			"black cat",
		);
	});

	test.each([
		"a red heart",
		"star",
		"racing car",
		"ein Hund jagt eine Katze",
		"dog on a skateboard",
		"",
	])("%s stays", (prompt) => {
		expect(rewordPrompt(prompt, "flat", manifest, names)).toBeUndefined();
	});
});

test("an unknown word is not found", () => {
	const word = fc.string({
		unit: "grapheme-ascii",
		minLength: 12,
		maxLength: 30,
	});
	let found = 0;
	fc.assert(
		fc.property(word, (said) => {
			if (names.findName(`~${said}`, [])) found++;
		}),
		{ numRuns: 1000 },
	);
	expect(found).toBeLessThan(2);
});

test.each([
	["nothing", 0],
	["half a number", 3],
	["a number", 4],
	["half of its table", 100_000],
])("%s of the file is refused", (_, length) => {
	expect(() => openSpokenNames(bytes.slice(0, length))).toThrow(
		expect.objectContaining({ code: "model/file-invalid" }),
	);
});
