// Damaged weights under the built command: code 1, the file named, never a picture.
import {
	appendFileSync,
	mkdirSync,
	readFileSync,
	rmSync,
	truncateSync,
	writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { useMusaFolder } from "../support/musa-folder.js";
import { copyPack, tinyPack } from "../support/packs.js";

const PATIENT = { timeout: 300_000 };
const DAMAGED = "weights/decoder.safetensors";
const folder = useMusaFolder();

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

describe(
	"damaged weights end with code 1, the file named, and no picture:",
	PATIENT,
	() => {
		test.each(damages)("%s", async (_, damage) => {
			const models = folder.path("models");
			damage(join(copyPack(tinyPack(), models), DAMAGED));
			const drawn = await folder.run("generate heart --out a.png", {
				built: true,
				models,
			});
			expect(drawn.stderr).toContain(DAMAGED);
			expect(drawn.stderr).toMatch(/^musa: [^\n]+\n$/);
			expect(drawn.code).toBe(1);
			expect(folder.list()).toEqual(["models"]);
			const verified = await folder.run("models verify", {
				built: true,
				models,
			});
			expect(verified.stderr).toContain(DAMAGED);
			expect(verified.code).toBe(1);
		});

		test("a manifest with an unknown field", async () => {
			const models = folder.path("models");
			const file = join(copyPack(tinyPack(), models), "manifest.json");
			const manifest = JSON.parse(readFileSync(file, "utf8"));
			writeFileSync(file, JSON.stringify({ ...manifest, colour: "red" }));
			const { code, stderr } = await folder.run("generate heart", {
				built: true,
				models,
			});
			expect(stderr).toContain("colour");
			expect(stderr).toContain("manifest.json");
			expect(code).toBe(1);
			expect(folder.list()).toEqual(["models"]);
		});
	},
);
