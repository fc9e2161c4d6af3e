import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
	type HashedNgramSettings,
	tokenizeHashedNgram,
	tokenizeNothing,
} from "./hashed-ngram.js";
import { splitWords } from "./split-words.js";

const settings: HashedNgramSettings = {
	tokenCount: 5,
	featureCount: 8,
	buckets: 1000,
	ngramSizes: [3, 4],
	ignoredWords: ["a", "the"],
};
const idsOf = (prompt: string, style = ""): number[] => [
	...tokenizeHashedNgram(prompt, style, settings).tokenIds.data,
];
const wordsOf = (text: string): string[] =>
	splitWords(text).map((word) => word.text);
const anyText = fc.oneof(
	fc.string({ unit: "binary" }),
	fc.string({ unit: "grapheme" }),
	fc.string(),
);

describe("splitWords", () => {
	test.each([
		["A red-hot Heart!", ["a", "red", "hot", "heart"]],
		["naïve Ⅷ ﬁsh", ["naïve", "viii", "fish"]],
		["猫とfish", ["猫", "と", "fish"]],
		["แมว", ["แ", "ม", "ว"]],
		["고양이 그림", ["고양이", "그림"]],
		["❤️ love🐱cat", ["❤", "love", "🐱", "cat"]],
		["\u200B\u0000tab\there", ["tab", "here"]],
		["", []],
		["... --- !", []],
	])("%j", (text, words) => {
		expect(wordsOf(text)).toEqual(words);
	});

	test("neighbours are kept only between characters without spaces", () => {
		expect(splitWords("赤い猫 x")).toEqual([
			{ text: "赤", before: "", after: "い" },
			{ text: "い", before: "赤", after: "猫" },
			{ text: "猫", before: "い", after: "" },
			{ text: "x", before: "", after: "" },
		]);
	});
});

describe("tokenizeHashedNgram", () => {
	test("hashes by FNV-1a: published values for the empty string's successors", () => {
		// FNV-1a 32: "foobar" is 0xbf9cf968; the style token is the only feature without brackets.
		const buckets = 2 ** 31 - 2;
		const [id] = tokenizeHashedNgram("", "x", { ...settings, buckets }).tokenIds
			.data;
		let hash = 0x811c9dc5n;
		for (const byte of new TextEncoder().encode("style:x"))
			hash = ((hash ^ BigInt(byte)) * 0x01000193n) & 0xffffffffn;
		expect(id).toBe(Number(1n + (hash % BigInt(buckets))));
	});

	test("a word's first id is the word itself, its n-grams follow", () => {
		const ids = idsOf("cat");
		// <cat> <ca cat at> <cat cat>
		expect(ids.slice(8, 16).filter((id) => id > 0)).toHaveLength(6);
		expect(idsOf("the cat")).toEqual(ids);
		expect(idsOf("cat a")).toEqual(ids);
	});

	test("the style is the first token and changes nothing else", () => {
		const plain = idsOf("cat");
		const styled = idsOf("cat", "flat");
		expect(plain.slice(0, 8)).toEqual(Array(8).fill(0));
		expect(styled[0]).toBeGreaterThan(0);
		expect(styled.slice(1)).toEqual(plain.slice(1));
	});

	test("words beyond the limit are cut and counted", () => {
		expect(
			tokenizeHashedNgram("one two three four", "", settings).truncatedWords,
		).toBe(0);
		const cut = tokenizeHashedNgram(
			"one two three four five six",
			"",
			settings,
		);
		expect(cut.truncatedWords).toBe(2);
		expect([...cut.tokenIds.data]).toEqual(idsOf("one two three four"));
	});

	test("any text gives ids of fixed shape within range, always the same", () => {
		fc.assert(
			fc.property(anyText, fc.string(), (prompt, style) => {
				const { tokenIds, truncatedWords } = tokenizeHashedNgram(
					prompt,
					style,
					settings,
				);
				expect(tokenIds.shape).toEqual([1, 5, 8]);
				expect(tokenIds.data).toHaveLength(40);
				expect(tokenIds.data.every((id) => id >= 0 && id <= 1000)).toBe(true);
				expect(truncatedWords).toBeGreaterThanOrEqual(0);
				expect(idsOf(prompt, style)).toEqual([...tokenIds.data]);
			}),
		);
	});

	test("compatibility forms, case of letters and space around do not matter", () => {
		fc.assert(
			fc.property(fc.stringMatching(/^[a-zA-Z0-9 ,.-]{0,40}$/u), (prompt) => {
				expect(idsOf(prompt.toUpperCase())).toEqual(idsOf(prompt));
				expect(idsOf(`  ${prompt}\n`)).toEqual(idsOf(prompt));
				const fullWidth = prompt.replace(/[!-~]/gu, (c) =>
					String.fromCodePoint((c.codePointAt(0) ?? 0) + 0xfee0),
				);
				expect(idsOf(fullWidth)).toEqual(idsOf(prompt));
			}),
		);
		fc.assert(
			fc.property(anyText, (prompt) => {
				expect(idsOf(prompt.normalize("NFD"))).toEqual(
					idsOf(prompt.normalize("NFC")),
				);
			}),
		);
	});

	test("a megabyte of text takes no more than a moment", () => {
		const start = performance.now();
		tokenizeHashedNgram("ab ".repeat(350_000), "", settings);
		tokenizeHashedNgram("a".repeat(1_000_000), "", settings);
		tokenizeHashedNgram("猫".repeat(300_000), "", settings);
		expect(performance.now() - start).toBeLessThan(10_000);
	});

	test("no prompt is all zeros", () => {
		expect(tokenizeNothing(settings).data.every((id) => id === 0)).toBe(true);
	});
});
