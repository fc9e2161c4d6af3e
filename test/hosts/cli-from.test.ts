// musa generate --from: a picture to start from, on the small model.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { decodePng, encodePng, type RgbaImage, readRecipe } from "@musa/core";
import { describe, expect, test } from "vitest";
import { useMusaFolder } from "../support/musa-folder.js";
import { copyPack, tinyPack } from "../support/packs.js";

const PATIENT = { timeout: 300_000 };
const folder = useMusaFolder();
const built = { built: true } as const;

/** A filled square on nothing. */
function drawSquare(width: number, height: number): RgbaImage {
	const pixels = new Uint8Array(4 * width * height);
	const [side, left, top] = [height / 2, width / 2 - height / 4, height / 4];
	for (let i = 0; i < width * height; i++) {
		const [x, y] = [i % width, Math.floor(i / width)];
		if (x >= left && x < left + side && y >= top && y < top + side)
			pixels.set([30, 120, 220, 255], 4 * i);
	}
	return { width, height, pixels };
}

function countOther(a: RgbaImage, b: RgbaImage): number {
	return a.pixels.filter((value, i) => Math.abs(value - b.pixels[i]) > 8)
		.length;
}

describe("musa generate --from", PATIENT, () => {
	test("draws in the picture's size, further from it the greater the strength, and leaves it alone", async () => {
		const draft = drawSquare(96, 64);
		writeFileSync(folder.path("draft.png"), encodePng(draft));
		const before = folder.sha256("draft.png");
		const drawn = async (strength: number): Promise<RgbaImage> => {
			const line = `generate heart --from draft.png --seed 5 --strength ${strength} --out at-${strength}.png`;
			await folder.runOk(line, built);
			return decodePng(folder.read(`at-${strength}.png`));
		};
		const none = await drawn(0);
		expect(none).toEqual({ ...draft, pixels: expect.anything() });
		expect(countOther(none, draft)).toBe(0);
		const some = await drawn(0.4);
		expect([some.width, some.height]).toEqual([96, 64]);
		expect(countOther(some, draft)).toBeGreaterThan(0);
		await folder.runOk(
			"generate heart --size 96x64 --seed 5 --out plain.png",
			built,
		);
		await drawn(1);
		expect(folder.sha256("at-1.png")).toBe(folder.sha256("plain.png"));
		expect(
			countOther(some, decodePng(folder.read("plain.png"))),
		).toBeGreaterThan(0);
		expect(folder.sha256("draft.png")).toBe(before);
	});

	test("is recorded, and drawn again byte for byte with the same picture only", async () => {
		writeFileSync(folder.path("draft.png"), encodePng(drawSquare(64, 64)));
		writeFileSync(folder.path("other.png"), encodePng(drawSquare(64, 32)));
		await folder.runOk(
			"generate heart --from draft.png --strength 0.5 --seed 5 --out a.png",
			built,
		);
		expect(readRecipe(folder.read("a.png"))?.init).toEqual({
			width: 64,
			height: 64,
			sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
			strength: 0.5,
		});
		await folder.runOk(
			"generate heart --recipe a.png --from draft.png --out b.png",
			built,
		);
		expect(folder.sha256("b.png")).toBe(folder.sha256("a.png"));
		for (const [from, message] of [
			["", /drawn from a picture/],
			["--from other.png", /not the one that the recipe names/],
		] as const) {
			const line = `generate heart --recipe a.png ${from} --out c.png`;
			const { code, stderr } = await folder.run(line, built);
			expect(stderr).toMatch(message);
			expect(code).toBe(2);
		}
		expect(folder.list()).toEqual(["a.png", "b.png", "draft.png", "other.png"]);
		expect((await folder.runOk("inspect a.png", built)).stdout).toMatch(
			/from +a picture of 64 x 64 px, strength 0.5/,
		);
	});

	test("takes WebP and JPEG, and the prompt that a picture holds", async () => {
		await folder.runOk(
			'generate "a red heart" --size 80x60 --seed 5 --embed-prompt --out draft.webp',
			built,
		);
		await folder.runOk(
			"generate --from draft.webp --seed 6 --count 2 --embed-prompt --out a.png",
			built,
		);
		expect(folder.list()).toEqual(["a-1.png", "a-2.png", "draft.webp"]);
		for (const name of ["a-1.png", "a-2.png"])
			expect(readRecipe(folder.read(name))).toMatchObject({
				prompt: "a red heart",
				size: { width: 80, height: 60 },
				init: { width: 80, height: 60, strength: 0.6 },
			});
		await folder.runOk(
			"generate sky --size 80x60 --background #ffffff --out draft.jpg",
			built,
		);
		await folder.runOk(
			"generate sky --from draft.jpg --size 33 --out b.png",
			built,
		);
		expect(decodePng(folder.read("b.png")).width).toBe(33);
	});

	test("says so where the model has no encoder", async () => {
		const pack = copyPack(tinyPack(), folder.path());
		const file = join(pack, "manifest.json");
		const manifest = JSON.parse(readFileSync(file, "utf8"));
		delete manifest.networks.encoder;
		writeFileSync(file, JSON.stringify(manifest));
		writeFileSync(folder.path("draft.png"), encodePng(drawSquare(64, 64)));
		const { code, stderr } = await folder.run(
			"generate heart --from draft.png --out a.png",
			{ ...built, models: folder.path() },
		);
		expect(stderr).toContain("cannot start from a picture");
		expect(code).toBe(2);
		expect(folder.list()).not.toContain("a.png");
	});
});
