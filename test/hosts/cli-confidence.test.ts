// What the command says of words that the model never learnt.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { useMusaFolder } from "../support/musa-folder.js";
import { copyPack, tinyPack } from "../support/packs.js";

const PATIENT = { timeout: 300_000 };
const folder = useMusaFolder();
const file = "weights/words-of-this-test.bin";

/** The small model, which knows every word or none of them. */
function installModel(byte: number): { built: true; models: string } {
	const pack = copyPack(tinyPack(), folder.path());
	const bytes = new Uint8Array(16).fill(byte);
	writeFileSync(join(pack, file), bytes);
	const path = join(pack, "manifest.json");
	const manifest = JSON.parse(readFileSync(path, "utf8"));
	const sha256 = createHash("sha256").update(bytes).digest("hex");
	manifest.files.push({ path: file, bytes: bytes.length, sha256 });
	manifest.knownWords = {
		file,
		bits: 128,
		hashes: 5,
		calibration: { intercept: -2, knownShare: 3, knownPhrase: 1, wordCount: 0 },
	};
	writeFileSync(path, JSON.stringify(manifest));
	return { built: true, models: folder.path() };
}

describe("what the model knows of a prompt", PATIENT, () => {
	test("is said on one line where it is little, once for all pictures", async () => {
		const options = installModel(0);
		const { stdout, stderr } = await folder.runOk(
			'generate "a red quokka" --size 32 --count 2 --json --out a.png',
			options,
		);
		expect(stderr.match(/has not learnt:? 'quokka'/g)).toHaveLength(1);
		expect(JSON.parse(stdout)).toMatchObject({
			confidence: 0.119,
			unknownWords: ["quokka"],
		});
		expect(folder.list()).toContain("a-2.png");
	});

	test("is not said where it is enough", async () => {
		const options = installModel(255);
		const { stdout, stderr } = await folder.runOk(
			'generate "a red quokka" --size 32 --json --out a.png',
			options,
		);
		expect(stderr).not.toContain("learnt");
		expect(JSON.parse(stdout)).toMatchObject({
			confidence: 0.881,
			unknownWords: [],
		});
	});

	test("is checked like every file of the model", async () => {
		const options = installModel(255);
		writeFileSync(
			join(folder.path(tinyPack().manifest.id), file),
			new Uint8Array(16),
		);
		const { code, stderr } = await folder.run(
			"generate quokka --size 32 --out a.png",
			options,
		);
		expect(stderr).toContain(file);
		expect(code).toBe(1);
		expect(folder.list()).not.toContain("a.png");
	});
});
