import { describe, expect, test } from "vitest";
import { parseGenerateOptions } from "./generate-options.js";

const refused: [string, string[], RegExp][] = [
	["no prompt", [], /Say what to draw/],
	["two prompts", ["a", "heart"], /one prompt, in quotes/],
	["an unknown option", ["a", "--sizes", "3"], /--sizes/],
	["an option without its value", ["a", "--size"], /--size/],
	["a repeated option", ["a", "--seed", "1", "--seed", "2"], /only once/],
	["a size that is no size", ["a", "--size", "12x"], /not a size/],
	["a size with a unit", ["a", "--size", "512px"], /not a size/],
	["an empty size", ["a", "--size", ""], /not a size/],
	[
		"a seed in words",
		["a", "--seed", "seven"],
		/--seed "seven" is not a number/,
	],
	["a seed in hex", ["a", "--seed", "0x10"], /not a number/],
	["an empty seed", ["a", "--seed="], /not a number/],
	["no pictures", ["a", "--count", "0"], /--count must be/],
	["too many pictures", ["a", "--count", "101"], /--count must be/],
	["an unknown format", ["a", "--format", "bmp"], /choose png, webp or jpeg/],
	[
		"a recipe and a size",
		["--recipe", "a.png", "--size", "9"],
		/recipe decides --size/,
	],
	["a strength of nothing", ["a", "--strength", "0.5"], /needs a picture/],
	[
		"a strength in words",
		["a", "--from", "a.png", "--strength", "half"],
		/not a number/,
	],
	[
		"a recipe and a strength",
		["--recipe", "a.png", "--from", "b.png", "--strength", "1"],
		/recipe decides --strength/,
	],
	["a value on a switch", ["a", "--json=yes"], /--json/],
];

describe("the command line of generate refuses", () => {
	test.each(refused)("%s", (_, args, message) => {
		expect(() => parseGenerateOptions(args)).toThrow(message);
		try {
			parseGenerateOptions(args);
		} catch (error) {
			expect(error).toHaveProperty("name", "UsageError");
			expect((error as Error).message).not.toContain("\n");
		}
	});
});

test("every option reaches the request, and what was not given is not in it", () => {
	const line =
		"--size 640x480 --from a.png --strength 0.3 --seed 7 --steps 3 --guidance 1.5 --style flat --background #ffffff --model m --device wasm --threads 2";
	expect(
		parseGenerateOptions(["a red heart", ...line.split(" ")]).request,
	).toEqual({
		size: { width: 640, height: 480 },
		seed: 7,
		stepCount: 3,
		guidanceScale: 1.5,
		strength: 0.3,
		style: "flat",
		background: "#ffffff",
		modelId: "m",
		device: "wasm",
		threadCount: 2,
	});
	expect(parseGenerateOptions(["a red heart"]).request).toEqual({});
});

test("negative numbers are values, so that core can say what is wrong with them", () => {
	expect(parseGenerateOptions(["a", "--size", "-1"]).request.size).toEqual({
		width: -1,
		height: -1,
	});
	expect(parseGenerateOptions(["a", "--seed", "-5"]).request.seed).toBe(-5);
});

test("a prompt that starts with a dash stands after --", () => {
	expect(parseGenerateOptions(["--seed", "1", "--", "--heart"]).prompt).toBe(
		"--heart",
	);
});
