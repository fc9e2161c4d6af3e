// The real command in processes of its own, from source, as `npm run musa` starts it.
import { writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { decodePng } from "@musa/core";
import { describe, expect, test } from "vitest";
import { useMusaFolder } from "../support/musa-folder.js";
import { realPack, tinyPack } from "../support/packs.js";

const PATIENT = { timeout: 300_000 };
const folder = useMusaFolder();

describe("musa generate", PATIENT, () => {
	test("draws an RGBA PNG of the asked size with opaque and transparent pixels, the same bytes each time, others for another seed", async () => {
		const models = dirname(realPack().folder);
		const draw = (seed: number, out: string) =>
			folder.runOk(
				`generate "a red heart" --size 512 --seed ${seed} --out ${out}`,
				{ models },
			);
		await draw(7, "a.png");
		await draw(7, "b.png");
		await draw(8, "c.png");
		const { width, height, pixels } = decodePng(folder.read("a.png"));
		expect([width, height]).toEqual([512, 512]);
		const alpha = pixels.filter((_, i) => i % 4 === 3);
		expect(alpha.includes(0)).toBe(true);
		expect(alpha.includes(255)).toBe(true);
		for (const corner of [0, 511, 512 * 511, 512 * 512 - 1])
			expect(alpha[corner]).toBe(0);
		expect(folder.sha256("b.png")).toBe(folder.sha256("a.png"));
		expect(folder.sha256("c.png")).not.toBe(folder.sha256("a.png"));
	});

	test("--json prints one object that tells the truth about the files, and stderr no progress bar", async () => {
		const { stdout, stderr } = await folder.runOk(
			'generate "a fox" --size 100x60 --seed 4294967295 --count 2 --json',
		);
		expect(stdout.trim().split("\n")).toHaveLength(1);
		const report = JSON.parse(stdout);
		expect(report).toEqual({
			images: [
				{
					file: "a-fox.png",
					width: 100,
					height: 60,
					seed: 4294967295,
					sha256: folder.sha256("a-fox.png"),
				},
				{
					file: "a-fox-1.png",
					width: 100,
					height: 60,
					seed: 0,
					sha256: folder.sha256("a-fox-1.png"),
				},
			],
			route: expect.objectContaining({
				tier: "local",
				fallsShort: false,
				lacks: [],
			}),
			model: "musa-tiny",
			device: "wasm",
			threads: 1,
			stages: expect.any(Array),
			totalMs: expect.any(Number),
			coldMs: expect.any(Number),
			peakRssMb: expect.any(Number),
		});
		expect(report.stages.length).toBeGreaterThan(4);
		for (const stage of report.stages)
			expect(stage).toEqual({
				stage: expect.stringMatching(/^[a-z0-9 -]+$/),
				ms: expect.any(Number),
			});
		for (const sign of ["\r", "\u001b", "█"])
			expect(stderr).not.toContain(sign);
		expect(decodePng(folder.read("a-fox.png"))).toMatchObject({
			width: 100,
			height: 60,
		});
	});

	test("without --out it names the file after the prompt and steps aside for what is there", async () => {
		writeFileSync(folder.path("blue-car.png"), "mine");
		await folder.runOk('generate "Blue car!" --size 32');
		expect(folder.list()).toEqual(["blue-car-1.png", "blue-car.png"]);
		expect(Buffer.from(folder.read("blue-car.png")).toString()).toBe("mine");
	});

	test("--force replaces a file", async () => {
		writeFileSync(folder.path("a.png"), "old");
		await folder.runOk("generate heart --size 32 --out a.png --force");
		expect(decodePng(folder.read("a.png")).width).toBe(32);
	});

	test("a background colour fills every pixel", async () => {
		await folder.runOk(
			"generate heart --size 256 --background #ff8800 --out a.png",
		);
		const { pixels } = decodePng(folder.read("a.png"));
		expect(pixels.every((value, i) => i % 4 !== 3 || value === 255)).toBe(true);
		// The upscaler may leave a trace of itself in the empty corner.
		for (const [i, value] of [255, 136, 0].entries())
			expect(Math.abs((pixels[i] ?? 0) - value)).toBeLessThanOrEqual(2);
	});

	test("WebP and JPEG are what they say, carry the recipe, and the JPEG says that it lost its transparency", async () => {
		const draw = (out: string) =>
			folder.runOk(`generate heart --size 48x32 --seed 3 --out ${out}`);
		expect((await draw("a.webp")).stderr).not.toContain("transparency");
		expect((await draw("a.jpg")).stderr).toContain("JPEG has no transparency");
		const webp = Buffer.from(folder.read("a.webp"));
		expect(webp.toString("latin1", 8, 12)).toBe("WEBP");
		const jpeg = Buffer.from(folder.read("a.jpg"));
		expect(jpeg.toString("hex", 0, 3)).toBe("ffd8ff");
		const size = { width: 48, height: 32 };
		const recipeOf = async (file: string) =>
			JSON.parse((await folder.runOk(`inspect ${file} --json`)).stdout).recipe;
		expect(await recipeOf("a.webp")).toMatchObject({
			seed: 3,
			size,
			background: "transparent",
		});
		expect(await recipeOf("a.jpg")).toMatchObject({
			seed: 3,
			size,
			background: "#ffffff",
		});
	});

	test("--trace tells every run of a network on stderr, and never the prompt", async () => {
		const { stdout, stderr } = await folder.runOk(
			"generate heart --size 32 --trace --out a.png",
		);
		expect(stdout).toBe("");
		expect(stderr).toMatch(/run denoiser .* ms .*latents \[/);
		expect(stderr).not.toContain("heart");
	});

	test.each(["SIGINT", "SIGTERM"] as const)(
		"%s while drawing ends the command and leaves no file, not even a temporary one",
		async (signal) => {
			const { code, stderr } = await folder.run(
				"generate heart --size 4096 --trace --out a.png",
				{
					onOutput: (text, kill) => {
						if (text.includes("run denoiser")) kill(signal);
					},
				},
			);
			expect(code).toBe(signal === "SIGINT" ? 130 : 143);
			expect(stderr).toContain("musa: interrupted");
			expect(folder.list()).toEqual([]);
		},
	);
});

describe("musa models", PATIENT, () => {
	test("list and verify tell what is installed and that it is whole", async () => {
		const listed = await folder.runOk("models list --json");
		expect(JSON.parse(listed.stdout)).toEqual([
			expect.objectContaining({
				id: "musa-tiny",
				styles: expect.arrayContaining(["flat"]),
			}),
		]);
		expect((await folder.runOk("models list")).stdout).toContain("musa-tiny");
		const verified = await folder.runOk("models verify musa-tiny --json");
		const files = tinyPack().manifest.files.length;
		expect(JSON.parse(verified.stdout)).toEqual([
			{ id: "musa-tiny", files, damaged: [] },
		]);
	});
});

describe("help and version", PATIENT, () => {
	test.each([
		"--help",
		"generate --help",
		"inspect --help",
		"models --help",
		"bench --help",
	])("musa %s explains itself", async (line) => {
		expect((await folder.runOk(line)).stdout).toContain("Usage");
	});

	test("--version prints the version of the command", async () => {
		const { stdout } = await folder.runOk("--version");
		expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
	});
});
