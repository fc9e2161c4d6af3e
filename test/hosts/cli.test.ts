// The real command in processes of its own, from source, as `npm run musa` starts it.
import { createHash } from "node:crypto";
import {
	appendFileSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	rmSync,
	truncateSync,
	writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { decodePng, readRecipe } from "@musa/core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { copyPack, makeFolder, realPack, tinyPack } from "../support/packs.js";
import { type MusaRun, runMusa } from "../support/run-musa.js";

const TINY_MODELS = dirname(tinyPack().folder);
const PATIENT = { timeout: 300_000 };

let folder: ReturnType<typeof makeFolder>;
beforeEach(() => {
	folder = makeFolder();
});
afterEach(() => folder.remove());

const inFolder = (name: string) => join(folder.path, name);
const read = (name: string) => new Uint8Array(readFileSync(inFolder(name)));
const sha256 = (bytes: Uint8Array) =>
	createHash("sha256").update(bytes).digest("hex");

function musa(...args: string[]): Promise<MusaRun> {
	return runMusa(args, { cwd: folder.path, models: TINY_MODELS });
}

async function musaOk(...args: string[]): Promise<MusaRun> {
	const run = await musa(...args);
	expect(run.stderr + run.stdout, "output of a failed run").not.toMatch(
		/^musa: /m,
	);
	expect(run.code).toBe(0);
	return run;
}

describe("musa generate", PATIENT, () => {
	test("draws an RGBA PNG of the asked size with opaque and transparent pixels, the same bytes each time, others for another seed", async () => {
		const draw = (out: string, seed: string) =>
			runMusa(
				[
					"generate",
					"a red heart",
					"--size",
					"512",
					"--seed",
					seed,
					"--out",
					out,
				],
				{ cwd: folder.path, models: dirname(realPack().folder) },
			);
		for (const [out, seed] of [
			["a.png", "7"],
			["b.png", "7"],
			["c.png", "8"],
		] as const)
			expect((await draw(out, seed)).code).toBe(0);
		const { width, height, pixels } = decodePng(read("a.png"));
		expect([width, height]).toEqual([512, 512]);
		const alpha = pixels.filter((_, i) => i % 4 === 3);
		expect(alpha.includes(0)).toBe(true);
		expect(alpha.includes(255)).toBe(true);
		for (const corner of [0, 511, 512 * 511, 512 * 512 - 1])
			expect(alpha[corner]).toBe(0);
		expect(sha256(read("b.png"))).toBe(sha256(read("a.png")));
		expect(sha256(read("c.png"))).not.toBe(sha256(read("a.png")));
	});

	test("--json prints one object that tells the truth about the files, and stderr no progress bar", async () => {
		const { stdout, stderr } = await musaOk(
			"generate",
			"a fox",
			"--size",
			"100x60",
			"--seed",
			"4294967295",
			"--count",
			"2",
			"--json",
		);
		expect(stdout.trim().split("\n")).toHaveLength(1);
		const report = JSON.parse(stdout);
		expect(Object.keys(report).sort()).toEqual([
			"coldMs",
			"device",
			"images",
			"model",
			"peakRssMb",
			"stages",
			"threads",
			"totalMs",
		]);
		expect(report).toMatchObject({
			model: "musa-tiny",
			device: "wasm",
			threads: 1,
		});
		expect(report.images).toEqual([
			{
				file: "a-fox.png",
				width: 100,
				height: 60,
				seed: 4294967295,
				sha256: sha256(read("a-fox.png")),
			},
			{
				file: "a-fox-1.png",
				width: 100,
				height: 60,
				seed: 0,
				sha256: sha256(read("a-fox-1.png")),
			},
		]);
		for (const { stage, ms } of report.stages) {
			expect(stage).toMatch(/^[a-z0-9 -]+$/);
			expect(ms).toBeGreaterThanOrEqual(0);
		}
		for (const sign of ["\r", "\u001b", "█"])
			expect(stderr).not.toContain(sign);
		expect(decodePng(read("a-fox.png"))).toMatchObject({
			width: 100,
			height: 60,
		});
	});

	test("without --out it names the file after the prompt and steps aside for what is there", async () => {
		writeFileSync(inFolder("blue-car.png"), "mine");
		await musaOk("generate", "Blue car!", "--size", "32");
		expect(readdirSync(folder.path).sort()).toEqual([
			"blue-car-1.png",
			"blue-car.png",
		]);
		expect(readFileSync(inFolder("blue-car.png"), "utf8")).toBe("mine");
	});

	test("--force replaces a file", async () => {
		writeFileSync(inFolder("a.png"), "old");
		await musaOk("generate", "a", "--size", "32", "--out", "a.png", "--force");
		expect(decodePng(read("a.png")).width).toBe(32);
	});

	test("a background colour fills every pixel", async () => {
		await musaOk(
			"generate",
			"a",
			"--size",
			"256",
			"--background",
			"#ff8800",
			"--out",
			"a.png",
		);
		const { pixels } = decodePng(read("a.png"));
		expect(pixels.every((value, i) => i % 4 !== 3 || value === 255)).toBe(true);
		// The upscaler may leave a trace of itself in the empty corner.
		for (const [i, value] of [255, 136, 0].entries())
			expect(Math.abs((pixels[i] ?? 0) - value)).toBeLessThanOrEqual(2);
	});

	test("WebP and JPEG are what they say, carry the recipe, and the JPEG says that it lost its transparency", async () => {
		const webp = await musaOk(
			"generate",
			"a",
			"--size",
			"48x32",
			"--seed",
			"3",
			"--out",
			"a.webp",
		);
		const jpeg = await musaOk(
			"generate",
			"a",
			"--size",
			"48x32",
			"--seed",
			"3",
			"--out",
			"a.jpg",
		);
		expect(webp.stderr).not.toContain("transparency");
		expect(jpeg.stderr).toContain("JPEG has no transparency");
		expect(String.fromCharCode(...read("a.webp").subarray(8, 12))).toBe("WEBP");
		expect([...read("a.jpg").subarray(0, 3)]).toEqual([0xff, 0xd8, 0xff]);
		for (const [file, background] of [
			["a.webp", "transparent"],
			["a.jpg", "#ffffff"],
		] as const) {
			const { recipe } = JSON.parse(
				(await musaOk("inspect", file, "--json")).stdout,
			);
			expect(recipe).toMatchObject({
				seed: 3,
				size: { width: 48, height: 32 },
				background,
			});
		}
	});
});

describe("a recipe", PATIENT, () => {
	test("without the prompt draws the same bytes when the prompt is given, and only then", async () => {
		await musaOk(
			"generate",
			"a red heart",
			"--size",
			"90x41",
			"--seed",
			"5",
			"--style",
			"outline",
			"--steps",
			"2",
			"--guidance",
			"3",
			"--out",
			"a.png",
		);
		expect(readRecipe(read("a.png"))).not.toHaveProperty("prompt");
		expect(Buffer.from(read("a.png")).includes("heart")).toBe(false);
		await musaOk(
			"generate",
			"a red heart",
			"--recipe",
			"a.png",
			"--out",
			"b.png",
		);
		expect(sha256(read("b.png"))).toBe(sha256(read("a.png")));
		for (const words of [[], ["a blue heart"]]) {
			const run = await musa(
				"generate",
				...words,
				"--recipe",
				"a.png",
				"--out",
				"c.png",
			);
			expect(run.code).toBe(2);
			expect(run.stderr).toContain("prompt");
		}
		expect(existsSync(inFolder("c.png"))).toBe(false);
	});

	test("with the prompt embedded, or as JSON, needs nothing else", async () => {
		await musaOk(
			"generate",
			"a red heart",
			"--size",
			"64",
			"--seed",
			"5",
			"--embed-prompt",
			"--out",
			"a.png",
		);
		await musaOk("generate", "--recipe", "a.png", "--out", "b.png");
		expect(sha256(read("b.png"))).toBe(sha256(read("a.png")));
		writeFileSync(
			inFolder("recipe.json"),
			JSON.stringify(readRecipe(read("a.png"))),
		);
		await musaOk("generate", "--recipe", "recipe.json", "--out", "c.png");
		expect(sha256(read("c.png"))).toBe(sha256(read("a.png")));
	});

	test("is shown by musa inspect, with the mark that a model made the picture", async () => {
		await musaOk(
			"generate",
			"a red heart",
			"--size",
			"64",
			"--seed",
			"5",
			"--out",
			"a.png",
		);
		const { stdout } = await musaOk("inspect", "a.png");
		expect(stdout).toMatch(/seed +5/);
		expect(stdout).toContain("not in the file");
		expect(Buffer.from(read("a.png")).includes("trainedAlgorithmicMedia")).toBe(
			true,
		);
		const json = JSON.parse(
			(await musaOk("inspect", "a.png", "--json")).stdout,
		);
		expect(json).toEqual({
			file: "a.png",
			format: "png",
			recipe: readRecipe(read("a.png")),
		});
	});

	test("of another model version is refused", async () => {
		await musaOk(
			"generate",
			"a",
			"--size",
			"32",
			"--embed-prompt",
			"--out",
			"a.png",
		);
		const recipe = {
			...readRecipe(read("a.png")),
			modelSha256: "0".repeat(64),
		};
		writeFileSync(inFolder("other.json"), JSON.stringify(recipe));
		const run = await musa(
			"generate",
			"--recipe",
			"other.json",
			"--out",
			"b.png",
		);
		expect(run.code).toBe(2);
		expect(run.stderr).toContain("other weights");
	});
});

const BAD_INPUT: [string, string[], RegExp][] = [
	["an empty prompt", ["generate", ""], /prompt is empty/],
	["a prompt of spaces", ["generate", "  \t "], /prompt is empty/],
	["no prompt", ["generate"], /Say what to draw/],
	["control characters", ["generate", "a\u0007b"], /control characters/],
	[
		"a prompt of 3000 characters",
		["generate", "x".repeat(3000)],
		/limit is 2000/,
	],
	["size 0", ["generate", "a", "--size", "0"], /size/],
	["size -1", ["generate", "a", "--size", "-1"], /size/],
	["size 4097", ["generate", "a", "--size", "4097"], /4096/],
	["size 12x", ["generate", "a", "--size", "12x"], /not a size/],
	["size 0x10", ["generate", "a", "--size", "0x10"], /size/],
	["size 1e3", ["generate", "a", "--size", "1e3"], /not a size/],
	["size NaN", ["generate", "a", "--size", "NaN"], /not a size/],
	["seed -1", ["generate", "a", "--seed", "-1"], /seed/],
	["seed 2^32", ["generate", "a", "--seed", "4294967296"], /seed/],
	["seed 1.5", ["generate", "a", "--seed", "1.5"], /seed/],
	["seed abc", ["generate", "a", "--seed", "abc"], /seed/],
	["steps 0", ["generate", "a", "--steps", "0"], /steps/],
	["steps 1000", ["generate", "a", "--steps", "1000"], /steps/],
	["guidance 0", ["generate", "a", "--guidance", "0"], /guidance/],
	["guidance 11", ["generate", "a", "--guidance", "11"], /guidance/],
	["count 0", ["generate", "a", "--count", "0"], /count/],
	[
		"an unknown style",
		["generate", "a", "--style", "cubist"],
		/style called cubist.*flat/,
	],
	[
		"an unknown model",
		["generate", "a", "--model", "big"],
		/model called big.*musa-tiny/,
	],
	[
		"an unknown device",
		["generate", "a", "--device", "tpu"],
		/device called tpu.*wasm/,
	],
	[
		"an unknown format",
		["generate", "a", "--format", "bmp"],
		/png, webp or jpeg/,
	],
	["a bad background", ["generate", "a", "--background", "red"], /background/],
	["threads 0", ["generate", "a", "--threads", "0"], /threads/],
	["threads 17", ["generate", "a", "--threads", "17"], /threads/],
	[
		"format and extension that disagree",
		["generate", "a", "--format", "webp", "--out", "x.png"],
		/disagree/,
	],
	["an extension it can't write", ["generate", "a", "--out", "x.gif"], /\.gif/],
	["no extension", ["generate", "a", "--out", "x"], /no extension/],
	[
		"an existing file",
		["generate", "a", "--out", "taken.png"],
		/exists already/,
	],
	[
		"an existing file of several",
		["generate", "a", "--count", "2", "--out", "twin.png"],
		/twin-2\.png" exists/,
	],
	[
		"a folder that isn't there",
		["generate", "a", "--out", "no/x.png"],
		/folder does not exist/,
	],
	[
		"a folder that is a file",
		["generate", "a", "--out", "taken.png/x.png"],
		/is a file/,
	],
	[
		"a folder nobody can write to",
		["generate", "a", "--out", "/proc/x.png"],
		/Can't write/,
	],
	[
		"a folder in place of a file, with --force",
		["generate", "a", "--out", "/dev/null.png/", "--force"],
		/does not exist/,
	],
	["an unknown option", ["generate", "a", "--colour", "red"], /--colour/],
	["two prompts", ["generate", "a", "b"], /one prompt/],
	[
		"a missing recipe",
		["generate", "--recipe", "none.png"],
		/no file "none\.png"/,
	],
	[
		"a recipe that is no picture",
		["generate", "--recipe", "taken.png"],
		/neither a PNG/,
	],
	[
		"a recipe and a size",
		["generate", "--recipe", "taken.png", "--size", "9"],
		/recipe decides --size/,
	],
	[
		"a recipe of broken JSON",
		["generate", "--recipe", "broken.json"],
		/recipe/,
	],
	["an unknown command", ["paint", "a"], /no command "paint"/],
	["inspect without a file", ["inspect"], /Name one file/],
	["inspect of a missing file", ["inspect", "none.png"], /no file/],
	["inspect of a torn PNG", ["inspect", "torn.png"], /PNG/],
	["models without an action", ["models"], /models list/],
	["verify of an unknown model", ["models", "verify", "big"], /no model "big"/],
	["bench with a word", ["bench", "fast"], /no further words/],
];

describe(
	"bad input ends with code 2, one line, and nothing written:",
	PATIENT,
	() => {
		test.each(BAD_INPUT)("%s", async (_, args, message) => {
			writeFileSync(inFolder("taken.png"), "mine");
			writeFileSync(inFolder("twin-2.png"), "mine");
			writeFileSync(inFolder("broken.json"), '{"modelId":');
			writeFileSync(inFolder("torn.png"), "\x89PNG\r\n\x1a\n torn", "latin1");
			const before = readdirSync(folder.path).sort();
			const { code, stdout, stderr } = await musa(...args);
			expect(stderr).toMatch(message);
			expect(stderr).toMatch(/^musa: [^\n]+\n$/);
			expect(stdout).toBe("");
			expect(code).toBe(2);
			expect(readdirSync(folder.path).sort()).toEqual(before);
			expect(readFileSync(inFolder("taken.png"), "utf8")).toBe("mine");
		});

		test("no arguments at all shows the help on stderr", async () => {
			const { code, stdout, stderr } = await musa();
			expect([code, stdout]).toEqual([2, ""]);
			expect(stderr).toContain("Usage");
		});
	},
);

describe(
	"damaged weights end with code 1, the file named, and no picture:",
	PATIENT,
	() => {
		const damages: [string, (file: string) => void][] = [
			["truncated", (file) => truncateSync(file, 1000)],
			["empty", (file) => truncateSync(file, 0)],
			["longer", (file) => appendFileSync(file, "more")],
			["missing", (file) => rmSync(file)],
			[
				"a folder instead",
				(file) => {
					rmSync(file);
					mkdirSync(file);
				},
			],
			[
				"one bit flipped",
				(file) => {
					const bytes = readFileSync(file);
					bytes[bytes.length - 9] = (bytes.at(-9) ?? 0) ^ 1;
					writeFileSync(file, bytes);
				},
			],
		];

		test.each(damages)("%s", async (_, damage) => {
			const models = inFolder("models");
			const pack = copyPack(tinyPack(), models);
			damage(join(pack, "weights", "decoder.safetensors"));
			const options = { cwd: folder.path, models };
			const run = await runMusa(
				["generate", "heart", "--out", "a.png"],
				options,
			);
			expect(run.stderr).toContain("weights/decoder.safetensors");
			expect(run.stderr).toMatch(/^musa: [^\n]+\n$/);
			expect(run.code).toBe(1);
			expect(readdirSync(folder.path)).toEqual(["models"]);
			const verify = await runMusa(["models", "verify"], options);
			expect(verify.stderr).toContain("weights/decoder.safetensors");
			expect(verify.code).toBe(1);
		});

		test("a manifest with an unknown field", async () => {
			const models = inFolder("models");
			const file = join(copyPack(tinyPack(), models), "manifest.json");
			const manifest = JSON.parse(readFileSync(file, "utf8"));
			writeFileSync(file, JSON.stringify({ ...manifest, colour: "red" }));
			const run = await runMusa(["generate", "a"], {
				cwd: folder.path,
				models,
			});
			expect(run.stderr).toContain("colour");
			expect(run.stderr).toContain("manifest.json");
			expect(run.code).toBe(1);
			expect(readdirSync(folder.path)).toEqual(["models"]);
		});
	},
);

describe("musa models", PATIENT, () => {
	test("list and verify tell what is installed and that it is whole", async () => {
		const { stdout } = await musaOk("models", "list", "--json");
		expect(JSON.parse(stdout)).toEqual([
			expect.objectContaining({
				id: "musa-tiny",
				styles: expect.arrayContaining(["flat"]),
			}),
		]);
		expect((await musaOk("models", "list")).stdout).toContain("musa-tiny");
		const verified = await musaOk("models", "verify", "musa-tiny", "--json");
		expect(JSON.parse(verified.stdout)).toEqual([
			{ id: "musa-tiny", files: tinyPack().manifest.files.length, damaged: [] },
		]);
	});
});

describe("help and version", PATIENT, () => {
	test.each([
		["--help"],
		["generate", "--help"],
		["inspect", "--help"],
		["models", "--help"],
		["bench", "--help"],
	])("musa %s %s explains itself", async (...args) => {
		const { stdout } = await musaOk(
			...args.filter((word) => word !== undefined),
		);
		expect(stdout).toContain("Usage");
	});

	test("--version prints the version of the command", async () => {
		expect((await musaOk("--version")).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
	});
});

describe("Ctrl-C", PATIENT, () => {
	test.each(["SIGINT", "SIGTERM"] as const)(
		"%s while drawing ends the command and leaves no file, not even a temporary one",
		async (signal) => {
			const { code, stderr } = await runMusa(
				["generate", "a", "--size", "4096", "--trace", "--out", "a.png"],
				{
					cwd: folder.path,
					models: TINY_MODELS,
					onOutput: (text, kill) => {
						if (text.includes("run denoiser")) kill(signal);
					},
				},
			);
			expect(code).toBe(signal === "SIGINT" ? 130 : 143);
			expect(stderr).toContain("musa: interrupted");
			expect(readdirSync(folder.path)).toEqual([]);
		},
	);
});
