// A picture's recipe: kept in the file, shown, and drawn again byte for byte.
import { existsSync, writeFileSync } from "node:fs";
import { readRecipe } from "@musa/core";
import { describe, expect, test } from "vitest";
import { useMusaFolder } from "../support/musa-folder.js";

const PATIENT = { timeout: 300_000 };
const folder = useMusaFolder();

describe("a recipe", PATIENT, () => {
	test("without the prompt draws the same bytes when the prompt is given, and only then", async () => {
		await folder.runOk(
			'generate "a red heart" --size 90x41 --seed 5 --style outline --steps 2 --guidance 3 --out a.png',
		);
		expect(readRecipe(folder.read("a.png"))).not.toHaveProperty("prompt");
		expect(Buffer.from(folder.read("a.png")).includes("heart")).toBe(false);
		await folder.runOk('generate "a red heart" --recipe a.png --out b.png');
		expect(folder.sha256("b.png")).toBe(folder.sha256("a.png"));
		for (const words of ["", '"a blue heart"']) {
			const line = `generate ${words} --recipe a.png --out c.png`;
			const { code, stderr } = await folder.run(line);
			expect(code).toBe(2);
			expect(stderr).toContain("prompt");
		}
		expect(existsSync(folder.path("c.png"))).toBe(false);
	});

	test("with the prompt embedded, or as JSON, needs nothing else", async () => {
		await folder.runOk(
			'generate "a red heart" --size 64 --seed 5 --embed-prompt --out a.png',
		);
		await folder.runOk("generate --recipe a.png --out b.png");
		expect(folder.sha256("b.png")).toBe(folder.sha256("a.png"));
		const json = JSON.stringify(readRecipe(folder.read("a.png")));
		writeFileSync(folder.path("recipe.json"), json);
		await folder.runOk("generate --recipe recipe.json --out c.png");
		expect(folder.sha256("c.png")).toBe(folder.sha256("a.png"));
	});

	test("of several things draws them one by one again, and of one picture at once", async () => {
		for (const [name, options] of [
			["layers", ""],
			["whole", "--no-layers"],
		]) {
			const made = await folder.runOk(
				`generate "two red hearts" --size 64 --seed 5 ${options} --out ${name}.png`,
			);
			expect(made.stderr.includes('2 × "red heart"')).toBe(name === "layers");
			await folder.runOk(
				`generate "two red hearts" --recipe ${name}.png --out ${name}-2.png`,
			);
			expect(folder.sha256(`${name}-2.png`)).toBe(folder.sha256(`${name}.png`));
		}
		expect(folder.sha256("layers.png")).not.toBe(folder.sha256("whole.png"));
	});

	test("in a WebP draws the same WebP", async () => {
		await folder.runOk("generate heart --size 50 --seed 5 --out a.webp");
		await folder.runOk("generate heart --recipe a.webp --out b.webp");
		expect(folder.sha256("b.webp")).toBe(folder.sha256("a.webp"));
	});

	test("is shown by musa inspect, with the mark that a model made the picture", async () => {
		await folder.runOk('generate "a red heart" --size 64 --seed 5 --out a.png');
		const { stdout } = await folder.runOk("inspect a.png");
		expect(stdout).toMatch(/seed +5/);
		expect(stdout).toContain("not in the file");
		const file = Buffer.from(folder.read("a.png"));
		expect(file.includes("trainedAlgorithmicMedia")).toBe(true);
		const json = (await folder.runOk("inspect a.png --json")).stdout;
		expect(JSON.parse(json)).toEqual({
			file: "a.png",
			format: "png",
			recipe: readRecipe(folder.read("a.png")),
		});
	});

	test("of another model version is refused", async () => {
		await folder.runOk("generate heart --size 32 --embed-prompt --out a.png");
		const recipe = {
			...readRecipe(folder.read("a.png")),
			modelSha256: "0".repeat(64),
		};
		writeFileSync(folder.path("other.json"), JSON.stringify(recipe));
		const line = "generate --recipe other.json --out b.png";
		const { code, stderr } = await folder.run(line);
		expect(code).toBe(2);
		expect(stderr).toContain("other weights");
		expect(folder.list()).toEqual(["a.png", "other.json"]);
	});
});
