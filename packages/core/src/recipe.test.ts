import { expect, test } from "vitest";
import { readPngChunks } from "./image/png-chunks.js";
import { decodePng } from "./image/png-decode.js";
import { encodePng } from "./image/png-encode.js";
import { readTextChunk } from "./image/png-text.js";
import {
	hashPrompt,
	makeRecipe,
	parseRecipe,
	readRecipe,
	writeRecipe,
} from "./recipe.js";
import type { Plan } from "./records.js";

const plan: Plan = {
	provider: "local",
	modelId: "sample",
	modelVersion: "1.2.3",
	modelSha256: "0".repeat(64),
	prompt: 'ein "Herz" ♥',
	style: "flat",
	kind: "object",
	seed: 7,
	init: { width: 5, height: 4, sha256: "a".repeat(64), strength: 0.5 },
	grid: { height: 3, width: 6 },
	nativeSize: { width: 192, height: 96 },
	scheduler: "euler",
	stepCount: 4,
	guidanceScale: 1.5,
	device: "wasm",
	threadCount: 1,
	upscaleFactors: [4],
	fit: "contain",
	targetSize: { width: 3, height: 2 },
	background: "transparent",
	reasons: [],
};
const recipe = makeRecipe(plan, { coreVersion: "0.1.0" });
const image = {
	width: 3,
	height: 2,
	pixels: Uint8Array.from({ length: 24 }, (_, i) => i),
};
const png = encodePng(image);
const textsOf = (file: Uint8Array): Map<string, string> =>
	new Map(
		readPngChunks(file).flatMap((chunk) => {
			const text = readTextChunk(chunk);
			return text ? [[text.keyword, text.text] as const] : [];
		}),
	);

test("a recipe survives the file and leaves the pixels alone", () => {
	const file = writeRecipe(png, recipe);
	expect(readRecipe(file)).toEqual(recipe);
	expect(decodePng(file).pixels).toEqual(image.pixels);
	expect(writeRecipe(png, recipe)).toEqual(file);
});

test("the prompt is in the file only where its author allows it", () => {
	expect(JSON.stringify(recipe)).not.toContain("Herz");
	expect(recipe.promptSha256).toBe(hashPrompt(plan.prompt));
	const open = makeRecipe(plan, { coreVersion: "0.1.0", embedPrompt: true });
	expect(readRecipe(writeRecipe(png, open))?.prompt).toBe(plan.prompt);
});

test("the file says that a trained model made it", () => {
	expect(textsOf(writeRecipe(png, recipe)).get("XML:com.adobe.xmp")).toContain(
		"http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia",
	);
});

test("a second recipe takes the place of the first and other texts stay", () => {
	const noted = encodePng(image, [{ keyword: "Comment", text: "kept" }]);
	const other = { ...recipe, seed: 8 };
	const file = writeRecipe(writeRecipe(noted, recipe), other);
	expect(
		readPngChunks(file).filter(({ type }) => type === "iTXt"),
	).toHaveLength(3);
	expect(readRecipe(file)).toEqual(other);
	expect(textsOf(file).get("Comment")).toBe("kept");
});

test("a file without a recipe has none", () => {
	expect(readRecipe(png)).toBeUndefined();
});

test("a recipe from before there were grids and pictures to start from is one", () => {
	const { grid, init, ...older } = recipe;
	expect(grid).toEqual(plan.grid);
	expect(init).toEqual(plan.init);
	expect(parseRecipe(JSON.stringify(older))).toEqual(older);
});

test("fields of a later version are dropped", () => {
	expect(parseRecipe(JSON.stringify({ ...recipe, mood: "calm" }))).toEqual(
		recipe,
	);
});

test.each([
	["no JSON", "{"],
	["no object", "7"],
	["null", "null"],
	["far too long", " ".repeat(70_000)],
	["without a seed", JSON.stringify({ ...recipe, seed: undefined })],
	["with a seed out of range", JSON.stringify({ ...recipe, seed: 2 ** 32 })],
	["with a text for a number", JSON.stringify({ ...recipe, stepCount: "4" })],
	["with a broken hash", JSON.stringify({ ...recipe, modelSha256: "00" })],
	[
		"with a size of 0",
		JSON.stringify({ ...recipe, size: { width: 0, height: 1 } }),
	],
	["without a size", JSON.stringify({ ...recipe, size: null })],
	["with an unknown device", JSON.stringify({ ...recipe, device: "abacus" })],
	[
		"with a colour that is none",
		JSON.stringify({ ...recipe, background: "red" }),
	],
	[
		"with a grid that is none",
		JSON.stringify({ ...recipe, grid: { height: 0, width: 6 } }),
	],
	[
		"with a strength out of range",
		JSON.stringify({ ...recipe, init: { ...recipe.init, strength: 2 } }),
	],
	[
		"with a picture that has no hash",
		JSON.stringify({ ...recipe, init: { ...recipe.init, sha256: "" } }),
	],
	["with a prompt that is no text", JSON.stringify({ ...recipe, prompt: 1 })],
])("a recipe that is %s is refused", (_, json) => {
	expect(() => parseRecipe(json)).toThrow(
		expect.objectContaining({ code: "image/recipe-invalid" }),
	);
});

test("a fallback is kept, and one that is damaged refused", () => {
	const fallback = { advised: "cloud", score: 0.9, demands: ["text"] } as const;
	const kept = makeRecipe(plan, { coreVersion: "0.1.0", fallback });
	expect(parseRecipe(JSON.stringify(kept))).toEqual(kept);
	for (const bad of [
		{ ...fallback, advised: "http://elsewhere" },
		{ ...fallback, score: 2 },
		{ ...fallback, demands: ["\u001b[31m"] },
		"cloud",
	])
		expect(() =>
			parseRecipe(JSON.stringify({ ...kept, fallback: bad })),
		).toThrow(expect.objectContaining({ code: "image/recipe-invalid" }));
});
