import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseManifest } from "../models/manifest.js";
import { inflectedLanguages, listBaseForms } from "./base-forms.js";
import { openKnownWords } from "./known-words.js";
import { rewordPrompt } from "./reword-prompt.js";
import { splitLayers } from "./split-layers.js";
import { openSpokenNames } from "./spoken-names.js";

const models = new URL("../../../../models/", import.meta.url);
const read = (path: string): Uint8Array =>
	new Uint8Array(readFileSync(new URL(path, models)));
const names = openSpokenNames(read("words/spoken-names.bin"));
const manifest = parseManifest(read("musa-xxs/manifest.json"));
const known = openKnownWords(
	read(`musa-xxs/${manifest.knownWords?.file}`),
	manifest,
);

describe("a plural or another case tells its thing", () => {
	test.each([
		["de", "rote Äpfel", "red apple"],
		["de", "die Katzen", "cat"],
		["de", "einen grünen Baum", "green tree"],
		["de", "den roten Ballon", "red balloon"],
		["de", "blaue Autos", "blue car"],
		["fr", "des pommes", "apple"],
		["fr", "les étoiles", "star"],
		["fr", "des chevaux", "horse"],
		["fr", "des serpents verts", "green snake"],
		["es", "las estrellas", "star"],
		["es", "manzanas verdes", "green apple"],
		["es", "los peces", "fish"],
		["es", "los aviones", "airplane"],
		["it", "i gatti", "cat"],
		["it", "gli alberi", "tree"],
		["it", "le chiavi", "key"],
		["pt", "os gatos", "cat"],
		["pt", "aviões", "airplane"],
		["pt", "as bananas", "banana"],
		["pt", "carros azuis", "blue car"],
		["nl", "rode appels", "red apple"],
		["nl", "de konijnen", "rabbit"],
		["nl", "bloemen", "flower tulip"],
		["ru", "красные яблоки", "red apple"],
		["ru", "красную машину", "red car"],
		["ru", "деревья", "tree"],
		["ru", "птицы", "bird"],
		["pl", "czerwone jabłka", "red apple"],
		["pl", "czerwoną różę", "red rose"],
		["pl", "czarne psy", "black dog"],
		["tr", "kırmızı elmalar", "red apple"],
		["tr", "köpekler", "dog"],
		["ar", "الفراشات", "butterfly"],
		["ar", "قطط", "cat"],
		["hi", "तितलियाँ", "butterfly"],
		["ko", "고양이들", "cat"],
	])("%s: %s", (_, prompt, told) => {
		expect(rewordPrompt(prompt, "outline", manifest, names)).toBe(told);
	});

	// "Bomen" is trees or, in other languages, bombs; the others are English, or English too.
	test.each([
		"bomen",
		"wall",
		"walls",
		"soldier",
		"chats",
		"style",
		"golden",
		"a green banana and a red orange",
		"ein Hund jagt Katzen",
	])("%s stays", (prompt) => {
		expect(rewordPrompt(prompt, "outline", manifest, names)).toBeUndefined();
	});

	test("whatever the word, its forms are other words", () => {
		const word = fc.string({ unit: "binary", maxLength: 40 });
		const language = fc.constantFrom(...inflectedLanguages);
		fc.assert(
			fc.property(word, language, fc.boolean(), (said, spoken, isTold) => {
				expect(listBaseForms(said, spoken, isTold)).not.toContain(said);
			}),
		);
	});
});

describe("a number of things in another language is that number", () => {
	const show = (prompt: string): string => {
		const split = splitLayers(prompt, manifest, known, names);
		const parts = split?.parts.map((part) => `${part.count} ${part.prompt}`);
		return parts?.join(" + ") ?? "whole";
	};

	test.each([
		["de", "drei rote Sterne", "3 red star"],
		["de", "zwei rote Äpfel", "2 red apple"],
		["de", "ein Hund und zwei Katzen", "1 dog + 2 cat"],
		["fr", "trois étoiles rouges", "3 red star"],
		["fr", "deux chats noirs et un chien", "2 black cat + 1 dog"],
		["es", "tres estrellas rojas", "3 red star"],
		["it", "tre stelle rosse", "3 red star"],
		["it", "due mele", "2 apple"],
		["pt", "três estrelas vermelhas", "3 red star"],
		["pt", "dois balões azuis", "2 blue balloon"],
		["nl", "drie rode sterren", "3 red star"],
		["nl", "twee bomen", "2 tree"],
		["ru", "три красные звезды", "3 red star"],
		["ru", "пять яблок", "5 apple"],
		["pl", "trzy czerwone gwiazdy", "3 red star"],

		["pl", "dwa koty", "2 cat"],
		["tr", "üç kırmızı yıldız", "3 red star"],
		["ar", "ثلاث فراشات", "3 butterfly"],
		["hi", "तीन तारे", "3 star"],
		["ko", "별 세 개", "3 star"],
		["ko", "고양이 두 마리", "2 cat"],
		["ja", "三つの赤い星", "3 red star"],
		["ja", "りんご2個", "2 apple"],
	])("%s: %s", (_, prompt, parts) => {
		expect(show(prompt)).toBe(parts);
	});

	test.each([
		"eine rote Katze",
		"zehn Sterne",
		"fünf Katzen und fünf Hunde",
		"zwei Katzen auf einem Sofa",
		"deux cœurs",
		"drei",
		"drei Grundsätze",
		"zwei Äpfel links von einem Buch",
		`${"zwei Katzen, ".repeat(14)}und ein Hund`,
	])("leaves whole: %.40s", (prompt) => {
		expect(show(prompt)).toBe("whole");
	});
});
