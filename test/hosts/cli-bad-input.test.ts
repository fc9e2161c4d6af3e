// Bad input to the built command: code 2, one line that says what to change, nothing written.
import { readFileSync, writeFileSync } from "node:fs";
import { encodePng } from "@musa/core";
import { describe, expect, test } from "vitest";
import { useMusaFolder } from "../support/musa-folder.js";

const PATIENT = { timeout: 300_000 };
const folder = useMusaFolder();

const BAD_INPUT: [string, string | string[], RegExp][] = [
	["an empty prompt", 'generate ""', /prompt is empty/],
	["a prompt of spaces", ["generate", "  \t "], /prompt is empty/],
	["no prompt", "generate", /Say what to draw/],
	["control characters", ["generate", "a\u0007b"], /control characters/],
	[
		"a prompt of 3000 characters",
		["generate", "x".repeat(3000)],
		/limit is 2000/,
	],
	["size 0", "generate a --size 0", /size/],
	["size -1", "generate a --size -1", /size/],
	["size 4097", "generate a --size 4097", /4096/],
	["size 12x", "generate a --size 12x", /not a size/],
	["size 0x10", "generate a --size 0x10", /size/],
	["size 1e3", "generate a --size 1e3", /not a size/],
	["size NaN", "generate a --size NaN", /not a size/],
	["seed -1", "generate a --seed -1", /seed/],
	["seed 2^32", "generate a --seed 4294967296", /seed/],
	["seed 1.5", "generate a --seed 1.5", /seed/],
	["seed abc", "generate a --seed abc", /seed/],
	["steps 0", "generate a --steps 0", /steps/],
	["steps 1000", "generate a --steps 1000", /steps/],
	["guidance 0", "generate a --guidance 0", /guidance/],
	["guidance 11", "generate a --guidance 11", /guidance/],
	["count 0", "generate a --count 0", /count/],
	[
		"an unknown style",
		"generate a --style cubist",
		/style called cubist.*flat/,
	],
	["an unknown model", "generate a --model big", /model called big.*musa-tiny/],
	["an unknown device", "generate a --device tpu", /device called tpu.*wasm/],
	["an unknown format", "generate a --format bmp", /png, webp or jpeg/],
	["a bad background", "generate a --background red", /background/],
	["threads 0", "generate a --threads 0", /threads/],
	["threads 17", "generate a --threads 17", /threads/],
	[
		"format and extension that disagree",
		"generate a --format webp --out x.png",
		/disagree/,
	],
	["an extension it can't write", "generate a --out x.gif", /\.gif/],
	["no extension", "generate a --out x", /no extension/],
	["an empty --out", "generate a --out=", /--out is empty/],
	["an existing file", "generate a --out taken.png", /exists already/],
	[
		"an existing file of several",
		"generate a --count 2 --out twin.png",
		/twin-2\.png" exists/,
	],
	[
		"a folder that isn't there",
		"generate a --out no/x.png",
		/folder does not exist/,
	],
	[
		"a folder to fill that isn't there",
		"generate a --out no/",
		/does not exist/,
	],
	["a folder that is a file", "generate a --out taken.png/x.png", /is a file/],
	[
		"a device, with --force",
		"generate a --format png --out /dev/null --force",
		/not an ordinary file/,
	],
	["a strength of nothing", "generate a --strength 0.5", /--from/],
	["no picture to start from", "generate a --from none.png", /no file/],
	["a text to start from", "generate a --from taken.png", /no PNG, WebP/],
	["a torn PNG to start from", "generate a --from torn.png", /PNG/],
	["a torn JPEG to start from", "generate a --from torn.jpg", /damaged/],
	["a torn WebP to start from", "generate a --from torn.webp", /damaged/],
	[
		"a picture to start from that holds no prompt",
		"generate --from mine.png",
		/does not hold its prompt/,
	],
	["an unknown option", "generate a --colour red", /--colour/],
	["two prompts", "generate a b", /one prompt/],
	["a missing recipe", "generate --recipe none.png", /no file "none\.png"/],
	[
		"a recipe that is no picture",
		"generate --recipe taken.png",
		/neither a PNG/,
	],
	[
		"a recipe and a size",
		"generate --recipe taken.png --size 9",
		/recipe decides --size/,
	],
	["a recipe of broken JSON", "generate --recipe broken.json", /recipe/],
	["an unknown command", "paint a", /no command "paint"/],
	["inspect without a file", "inspect", /Name one file/],
	["inspect of a missing file", "inspect none.png", /no file/],
	["inspect of a torn PNG", "inspect torn.png", /PNG/],
	["models without an action", "models", /models list/],
	["verify of an unknown model", "models verify big", /no model "big"/],
	["bench with a word", "bench fast", /no further words/],
];
BAD_INPUT.push(
	["a strength of 2", "generate a --from mine.png --strength 2", /0 to 1/],
	[
		"an empty picture to start from",
		"generate a --from empty.png",
		/nothing on it/,
	],
);
// Where nobody may write, root included.
if (process.platform === "linux")
	BAD_INPUT.push([
		"a folder nobody can write to",
		"generate a --out /proc/x.png",
		/Can't write/,
	]);

describe(
	"bad input ends with code 2, one line, and nothing written:",
	PATIENT,
	() => {
		test.each(BAD_INPUT)("%s", async (_, line, message) => {
			writeFileSync(folder.path("taken.png"), "mine");
			writeFileSync(folder.path("twin-2.png"), "mine");
			writeFileSync(folder.path("broken.json"), '{"modelId":');
			writeFileSync(
				folder.path("torn.png"),
				"\x89PNG\r\n\x1a\n torn",
				"latin1",
			);
			writeFileSync(folder.path("torn.jpg"), "\xff\xd8\xff torn", "latin1");
			writeFileSync(
				folder.path("torn.webp"),
				"RIFF\x10\0\0\0WEBPVP8 torn",
				"latin1",
			);
			const pixels = new Uint8Array(64);
			const empty = { width: 4, height: 4, pixels };
			writeFileSync(folder.path("empty.png"), encodePng(empty));
			const mine = { ...empty, pixels: pixels.map((_, i) => i) };
			writeFileSync(folder.path("mine.png"), encodePng(mine));
			const before = folder.list();
			const { code, stdout, stderr } = await folder.run(line, { built: true });
			expect(stderr).toMatch(message);
			expect(stderr).toMatch(/^musa: [^\n]+\n$/);
			expect(stdout).toBe("");
			expect(code).toBe(2);
			expect(folder.list()).toEqual(before);
			expect(readFileSync(folder.path("taken.png"), "utf8")).toBe("mine");
		});

		test("no arguments at all shows the help on stderr", async () => {
			const { code, stdout, stderr } = await folder.run([], { built: true });
			expect([code, stdout]).toEqual([2, ""]);
			expect(stderr).toContain("Usage");
		});

		test("a folder without any model", async () => {
			const run = await folder.run("generate a", {
				built: true,
				models: folder.path(),
			});
			expect(run.stderr).toContain("There is no model");
			expect(run.code).toBe(2);
			expect(folder.list()).toEqual([]);
		});
	},
);
