import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sampleManifest } from "../models/testing/sample-manifest.js";
import { judgeConfidence, openKnownWords } from "./known-words.js";

// Written by the recipe's own functions: the words red, cat, ice, cream, dog, 猫, 金, 鱼 and the names cat, ice cream, dog,
// 猫, 金 鱼, with 7 bits each.
const filter = Uint8Array.from(
	"c1b1311b2c0f20a19e46a0500108323344c2422cdc98dc06".match(/../g) ?? [],
	(hex) => Number.parseInt(hex, 16),
);

function manifestWith(
	calibration: Partial<
		Record<"intercept" | "knownShare" | "knownPhrase" | "wordCount", number>
	>,
	changes: object = {},
) {
	const none = { intercept: 0, knownShare: 0, knownPhrase: 0, wordCount: 0 };
	return {
		...sampleManifest,
		backgroundWords: ["sky"],
		knownWords: {
			file: "weights/known-words.bin",
			bits: 192,
			hashes: 7,
			calibration: { ...none, ...calibration },
			...changes,
		},
	};
}

function judge(
	prompt: string,
	manifest: ReturnType<typeof manifestWith>,
	bytes = filter,
) {
	const found = judgeConfidence(
		prompt,
		manifest,
		openKnownWords(bytes, manifest),
	);
	if (found === undefined) throw new Error("nothing was said");
	return found;
}

/** What one coefficient of 1 alone adds to the logit. */
function feature(name: string, prompt: string, changes: object = {}): number {
	const { confidence } = judge(prompt, manifestWith({ [name]: 1 }, changes));
	return Math.log(confidence / (1 - confidence));
}

describe("openKnownWords", () => {
	test("knows what the recipe put in, by the same hashes", () => {
		const known = openKnownWords(filter, manifestWith({}));
		for (const word of ["red", "cat", "ice", "cream", "dog", "猫", "金", "鱼"])
			expect(known?.hasWord(word), word).toBe(true);
		for (const word of ["quokka", "Cat", "", "狗", "ice cream"])
			expect(known?.hasWord(word), word).toBe(false);
		for (const name of ["cat", "ice cream", "dog", "猫", "金 鱼"])
			expect(known?.hasName(name.split(" ")), name).toBe(true);
		for (const name of ["red", "cream", "cream ice", "鱼 金"])
			expect(known?.hasName(name.split(" ")), name).toBe(false);
	});

	test("a file that is too short is damaged, and a model without one says nothing", () => {
		const manifest = manifestWith({});
		expect(() => openKnownWords(filter.subarray(1), manifest)).toThrow(
			expect.objectContaining({ code: "model/file-invalid" }),
		);
		expect(openKnownWords(filter, sampleManifest)).toBeUndefined();
		expect(judgeConfidence("cat", sampleManifest, undefined)).toBeUndefined();
	});
});

describe("judgeConfidence", () => {
	test.each([
		["cat", 1],
		["The Cat!", 1],
		["quokka", 0],
		["cat or quokka", 1 / 3],
		["ice cream", 1],
		["cat quokka", 1 / 2],
		["a flat blue cat, watercolor", 1],
		["blue sky background", 1],
		["", 1],
		["金鱼", 1],
		["金猪", 1 / 2],
		["cat icon", 1],
		["photo of a cat, placeholder image", 1],
		["icon", 0],
		["a placeholder image", 0],
	])("%j: the share of known words is %f", (prompt, share) => {
		expect(feature("knownShare", prompt)).toBeCloseTo(share, 6);
	});

	test.each([
		["cat", 1],
		["ice cream", 1],
		["red ice cream", 1],
		["big ice cream", 2 / 3],
		["ice", 0],
		["cat dog quokka", 0],
		["quokka cat outline, blue background", 1 / 2],
		["flat cat, blue background", 1],
		["blue cat icon", 1],
		["blue", 1],
		["quokka cat", 1 / 2],
		["金鱼", 1],
	])("%j: the known name at its end has a share of %f", (prompt, share) => {
		expect(feature("knownPhrase", prompt)).toBeCloseTo(share, 6);
		expect(feature("knownPhrase", prompt, { phrases: false })).toBeCloseTo(
			prompt === "blue" ? 1 : 0,
			6,
		);
	});

	test.each([
		["cat", 1],
		["red ice dragon", 2],
		["blue sky background", 1],
		["one of two cats in the cold night near my old house by a river", 8],
		["", 0],
	])("%j counts as %i words", (prompt, count) => {
		expect(feature("wordCount", prompt)).toBeCloseTo(count, 6);
	});

	test("the parts add up", () => {
		const calibration = {
			intercept: -2,
			knownShare: 3,
			knownPhrase: 1.5,
			wordCount: -0.25,
		};
		const { confidence } = judge("quokka cat", manifestWith(calibration));
		const logit = -2 + 3 / 2 + 1.5 / 2 - 0.25 * 2;
		expect(confidence).toBeCloseTo(1 / (1 + Math.exp(-logit)), 12);
	});

	test.each([
		["A Quokka, a cat, the QUOKKA", ["quokka"]],
		["pangolin or cat or quokka", ["pangolin", "or", "quokka"]],
		["猫和考拉", ["和考拉"]],
		["考 拉", ["考", "拉"]],
		["red cat", []],
	])("%j names the unknown words %j", (prompt, words) => {
		expect(judge(prompt, manifestWith({})).unknownWords).toEqual(words);
	});

	test("a prompt of a thousand words is judged as well", () => {
		const { unknownWords } = judge("quokka cat ".repeat(500), manifestWith({}));
		expect(unknownWords).toEqual(["quokka"]);
	});

	test("whatever the text, the answer is a share and words of it", () => {
		const manifest = manifestWith({ intercept: 1, wordCount: -1 });
		fc.assert(
			fc.property(fc.string({ unit: "binary" }), (prompt) => {
				const { confidence, unknownWords } = judge(prompt, manifest);
				expect(confidence).toBeGreaterThan(0);
				expect(confidence).toBeLessThan(1);
				expect(new Set(unknownWords).size).toBe(unknownWords.length);
			}),
		);
	});
});
