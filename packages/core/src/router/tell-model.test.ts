import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { makeRegistry } from "../models/registry.js";
import { sampleManifest } from "../models/testing/sample-manifest.js";
import type { KnownWords } from "./known-words.js";
import { makePlan } from "./plan.js";
import { parseRequest } from "./request.js";
import { tellModel } from "./tell-model.js";
import { triage } from "./triage.js";

const manifest = {
	...sampleManifest,
	styles: [
		{ id: "flat", label: "Flat" },
		{ id: "outline", label: "Outline", oneColour: true },
	],
	knownWords: {
		...{ file: "weights/known-words.bin", bits: 8, hashes: 1 },
		calibration: { intercept: 0, knownShare: 0, knownPhrase: 0, wordCount: 0 },
	},
	aliases: {
		flat: { car: "automobile", heart: "red heart", apple: "red apple" },
	},
};
const learnt = [
	...["automobile", "cat", "apple", "red apple", "heart", "red heart"],
	...["medal", "gold medal", "orange", "ice cream"],
];
const known: KnownWords = {
	hasWord: (word) => learnt.some((name) => name.split(" ").includes(word)),
	hasName: (words) => learnt.includes(words.join(" ")),
};
const [red, blue, grey] = ["#e03131", "#1c6fe0", "#8a8f98"];

describe("tellModel", () => {
	test.each([
		["a blue cat", "cat", blue],
		["cat, blue", "cat", blue],
		["gray cat icon", "cat icon", grey],
		["a blue car", "automobile", blue],
		["a red heart", undefined, red],
		["blue heart", "red heart", blue],
		["a blue apple", "red apple", blue],
		["gold medal", undefined, undefined],
		["ice cream", undefined, undefined],
		["blue ice cream", "ice cream", blue],
		["an orange", undefined, undefined],
		["cat", undefined, undefined],
		["cats", "cat", undefined],
		["some blue cars", "automobile", blue],
		["hearts", "red heart", undefined],
		["zorgons", undefined, undefined],
		["blue", undefined, undefined],
		["red and blue cat", undefined, undefined],
		["blue zorgon", undefined, undefined],
		["a blue cat in a box", undefined, undefined],
		["rainbow cat", undefined, undefined],
	])("%s is drawn as %s and painted in %s", (prompt, modelPrompt, tint) => {
		expect(tellModel(prompt, "flat", manifest, known)).toEqual({
			...(modelPrompt !== undefined && { modelPrompt }),
			...(tint !== undefined && { tint }),
		});
	});

	test.each([
		["cat", "black cat", undefined],
		["a blue cat", "black cat", blue],
		["a red heart", "black heart", red],
		["black cat", undefined, "#222222"],
		["red and blue cat", undefined, undefined],
		["zorgon", undefined, undefined],
	])(
		"in a style of one colour %s is drawn as %s and painted in %s",
		(prompt, modelPrompt, tint) => {
			expect(tellModel(prompt, "outline", manifest, known)).toEqual({
				...(modelPrompt !== undefined && { modelPrompt }),
				...(tint !== undefined && { tint }),
			});
		},
	);

	test("shades of a colour are lighter or darker than it", () => {
		const lightness = (prompt: string): number => {
			const { tint } = tellModel(prompt, "flat", manifest, known);
			return Number.parseInt(tint?.slice(3, 5) ?? "", 16);
		};
		expect(lightness("dark blue cat")).toBeLessThan(lightness("blue cat"));
		expect(lightness("pale blue cat")).toBeGreaterThan(
			lightness("light blue cat"),
		);
		expect(lightness("light blue cat")).toBeGreaterThan(lightness("blue cat"));
	});

	test("takes no colour from a prompt when nothing is known of what was learnt", () => {
		expect(tellModel("a blue cat", "flat", manifest)).toEqual({});
		expect(tellModel("blue car", "flat", manifest)).toEqual({
			modelPrompt: "blue automobile",
		});
	});

	test("reads nothing that is too long to name one thing", () => {
		const prompt = `${"blue ".repeat(100_000)}cats`;
		expect(tellModel(prompt, "outline", manifest, known)).toEqual({});
	});

	test("never fails, and a colour is always one", () => {
		const text = fc.string({ unit: "binary", maxLength: 60 });
		fc.assert(
			fc.property(text, (prompt) => {
				for (const { id } of manifest.styles) {
					const { tint } = tellModel(`${prompt} blue cat`, id, manifest, known);
					if (tint !== undefined) expect(tint).toMatch(/^#[0-9a-f]{6}$/);
				}
			}),
		);
	});
});

describe("a plan", () => {
	const plan = (prompt: string) => {
		const asked = { size: { width: 64, height: 64 }, seed: 7, prompt };
		const request = parseRequest(asked, makeRegistry([manifest]));
		const context = { manifest, device: "wasm", known } as const;
		return makePlan(request, triage(request, manifest), context);
	};

	test("has the colour and says it", () => {
		expect(plan("a blue car")).toMatchObject({
			prompt: "a blue car",
			modelPrompt: "automobile",
			tint: blue,
			reasons: ['Drawn as "automobile".', `Its main colour becomes ${blue}.`],
		});
		expect(plan("a cat")).not.toHaveProperty("tint");
	});

	test("has one for each of several things", () => {
		const { layers, ...whole } = plan("a blue cat and a red apple");
		expect(whole).not.toHaveProperty("tint");
		expect(layers).toMatchObject([
			{ modelPrompt: "cat", tint: blue },
			{ tint: red },
		]);
	});
});
