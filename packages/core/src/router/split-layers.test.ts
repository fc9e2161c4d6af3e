import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sampleManifest } from "../models/testing/sample-manifest.js";
import { arrangeLayers } from "./arrange-layers.js";
import type { KnownWords } from "./known-words.js";
import { splitLayers } from "./split-layers.js";

const manifest = {
	...sampleManifest,
	knownWords: {
		file: "known-words.bin",
		bits: 64,
		hashes: 3,
		calibration: { intercept: 0, knownShare: 0, knownPhrase: 0, wordCount: 0 },
	},
};

/** Knows these words, and these names of several. */
function know(words: string, names: readonly string[] = []): KnownWords {
	const known = new Set(words.split(" "));
	return {
		hasWord: (word) => known.has(word),
		hasName: (name) => names.includes(name.join(" ")),
	};
}

/** Short: "2 balloon + 1 cat, grid". */
function show(prompt: string, known?: KnownWords): string {
	const split = splitLayers(prompt, manifest, known);
	if (!split) return "whole";
	const parts = split.parts.map((part) => `${part.count} ${part.prompt}`);
	return `${parts.join(" + ")}, ${split.arrangement}`;
}

describe("splitLayers", () => {
	test.each([
		["two balloons", "2 balloon, grid"],
		["Three red stars.", "3 red star, grid"],
		["4 leaves", "4 leaf, grid"],
		["draw me five geese", "5 goose, grid"],
		["a cat and a dog", "1 cat + 1 dog, grid"],
		["an apple, two pears, and a banana", "1 apple + 2 pear + 1 banana, grid"],
		["an apple left of a book", "1 apple + 1 book, row"],
		["an apple to the right of a red book", "1 red book + 1 apple, row"],
		["two cats next to a dog", "2 cat + 1 dog, row"],
		["a star above a house", "1 star + 1 house, column"],
		["a star under the moon", "1 moon + 1 star, column"],
		["两只猫", "2 猫, grid"],
		["三颗红色的星星", "3 红色星星, grid"],
		["一只猫和一只狗", "1 猫 + 1 狗, grid"],
		["一个苹果在一本书的左边", "1 苹果 + 1 书, row"],
		["一颗星星在一张桌子下面", "1 桌子 + 1 星星, column"],
	])("%s", (prompt, expected) => {
		expect(show(prompt)).toBe(expected);
	});

	test.each([
		"a red heart",
		"balloons",
		"black and white cat",
		"a black and white cat",
		"salt and pepper",
		"four leaf clover",
		"two cats fighting",
		"two cats on a sofa",
		"a cat and a dog in a boat",
		"three signs that say 'Open'",
		"ten stars",
		"five cats and five dogs",
		"two cats left of a dog above a tree",
		"two glasses without a straw",
		"a lighthouse on a rocky cliff at dawn, waves crashing below",
		"两只猫坐在沙发上",
		"ein Apfel und ein Buch",
		"",
		`${"two cats, ".repeat(100_000)}and a dog`,
		`a${" left".repeat(100_000)} of a dog`,
	])("leaves whole: %.40s", (prompt) => {
		expect(show(prompt)).toBe("whole");
	});

	test("only what the model learnt is drawn alone", () => {
		const known = know("cat dog glasses");
		expect(show("a cat and a dog", known)).toBe("1 cat + 1 dog, grid");
		expect(show("a cat and a quokka", known)).toBe("whole");
		// The singular is another thing, and unknown.
		expect(show("two glasses", known)).toBe("2 glasses, grid");
	});

	test("names that the model learnt need no article", () => {
		const known = know("pizza beer white cat", ["pizza", "beer", "cat"]);
		expect(show("pizza and a beer", known)).toBe("1 pizza + 1 beer, grid");
		expect(show("beer left of pizza", known)).toBe("1 beer + 1 pizza, row");
		expect(show("black and white cat", known)).toBe("whole");
		expect(show("a black and white cat", known)).toBe("whole");
		expect(show("pizza", known)).toBe("whole");
	});

	test("the name of one picture is one picture", () => {
		expect(show("two hearts", know("two hearts heart", ["two hearts"]))).toBe(
			"whole",
		);
	});

	test("never fails and never makes more than nine things", () => {
		const word = fc.constantFrom(
			...["two", "nine", "cats", "a", "dog", "and", ",", "left of", "above"],
			...["一只", "猫", "在", "的左边", "和", "the", "\u0000", "9", "1e3"],
		);
		const prompts = fc.oneof(
			fc.array(word, { maxLength: 12 }).map((words) => words.join(" ")),
			fc.string({ unit: "binary", maxLength: 60 }),
		);
		fc.assert(
			fc.property(prompts, (prompt) => {
				const split = splitLayers(prompt, manifest);
				if (!split) return;
				const count = split.parts.reduce((sum, part) => sum + part.count, 0);
				expect(count).toBeGreaterThan(1);
				expect(count).toBeLessThan(10);
				for (const part of split.parts) expect(part.prompt.trim()).not.toBe("");
			}),
		);
	});
});

describe("arrangeLayers", () => {
	const parts = (...counts: number[]) =>
		counts.map((count, i) => ({ prompt: `thing ${i}`, count }));

	test.each([
		[
			"two in a square lie side by side",
			100,
			100,
			[2],
			"grid",
			50,
			[
				[0, 25],
				[50, 25],
			],
		],
		[
			"two in a tall frame lie one above the other",
			50,
			120,
			[2],
			"grid",
			50,
			[
				[0, 10],
				[0, 60],
			],
		],
		[
			"three: the last row is centred",
			100,
			100,
			[3],
			"grid",
			50,
			[
				[0, 0],
				[50, 0],
				[25, 50],
			],
		],
		[
			"a row",
			100,
			40,
			[1, 1],
			"row",
			40,
			[
				[5, 0],
				[55, 0],
			],
		],
		[
			"a column",
			100,
			80,
			[1, 1],
			"column",
			40,
			[
				[30, 0],
				[30, 40],
			],
		],
		[
			"two left of one have its size",
			120,
			60,
			[2, 1],
			"row",
			30,
			[
				[0, 15],
				[30, 15],
				[75, 15],
			],
		],
	] as const)("%s", (_, width, height, counts, arrangement, side, expected) => {
		const split = { parts: parts(...counts), arrangement };
		const layers = arrangeLayers(split, { width, height }) ?? [];
		const places = layers.flatMap((layer) => layer.places);
		expect(places.map(({ x, y }) => [x, y])).toEqual(expected);
		for (const { size } of layers)
			expect(size).toEqual({ width: side, height: side });
	});

	test("refuses to draw blots", () => {
		const split = { parts: parts(9), arrangement: "grid" } as const;
		expect(arrangeLayers(split, { width: 32, height: 32 })).toBeUndefined();
		expect(arrangeLayers(split, { width: 36, height: 36 })).toHaveLength(1);
	});

	test("nothing leaves the frame and nothing overlaps", () => {
		const side = fc.integer({ min: 1, max: 400 });
		const counts = fc.array(fc.integer({ min: 1, max: 4 }), {
			minLength: 1,
			maxLength: 3,
		});
		const ways = fc.constantFrom("row", "column", "grid");
		fc.assert(
			fc.property(
				side,
				side,
				counts,
				ways,
				(width, height, given, arrangement) => {
					const split = { parts: parts(...given), arrangement };
					const squares = (
						arrangeLayers(split, { width, height }) ?? []
					).flatMap(({ size, places }) =>
						places.map((at) => ({ ...at, side: size.width })),
					);
					for (const [i, a] of squares.entries()) {
						expect(Math.min(a.x, a.y)).toBeGreaterThanOrEqual(0);
						expect(a.x + a.side).toBeLessThanOrEqual(width);
						expect(a.y + a.side).toBeLessThanOrEqual(height);
						for (const b of squares.slice(0, i))
							expect(
								Math.abs(a.x - b.x) >= a.side || Math.abs(a.y - b.y) >= a.side,
							).toBe(true);
					}
				},
			),
		);
	});
});
