// The command as it is installed: plain JavaScript, no TypeScript loader.
import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { makeFolder, ROOT, tinyPack } from "../support/packs.js";
import { runMusa } from "../support/run-musa.js";

const BUILT = join(ROOT, "packages/cli/dist/musa.js");

test("the built command draws the bytes that the sources draw", {
	timeout: 300_000,
}, async () => {
	expect(existsSync(BUILT), "run npm run build first").toBe(true);
	const folder = makeFolder();
	const models = dirname(tinyPack().folder);
	const args = [
		"generate",
		"a red heart",
		"--size",
		"70x50",
		"--seed",
		"7",
		"--out",
	];
	try {
		await promisify(execFile)(process.execPath, [BUILT, ...args, "built.png"], {
			cwd: folder.path,
			env: { ...process.env, MUSA_MODELS_DIR: models },
		});
		const source = await runMusa([...args, "source.png"], {
			cwd: folder.path,
			models,
		});
		expect(source.code).toBe(0);
		const read = (name: string) => readFileSync(join(folder.path, name));
		expect(read("built.png").equals(read("source.png"))).toBe(true);
	} finally {
		folder.remove();
	}
});
