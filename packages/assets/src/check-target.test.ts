import {
	chmodSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { checkTarget } from "./check-target.js";

const base = mkdtempSync(join(tmpdir(), "musa-target-"));
const root = join(base, "root");
mkdirSync(join(root, "img"), { recursive: true });
mkdirSync(join(base, "outside"));
writeFileSync(join(root, "img/taken.png"), "x");
writeFileSync(join(root, "file"), "x");
symlinkSync(join(base, "outside"), join(root, "out"));
symlinkSync(join(root, "img"), join(root, "in"));
symlinkSync(join(base, "nowhere"), join(root, "dangling"));
symlinkSync(join(base, "nowhere.png"), join(root, "link.png"));
symlinkSync(join(root, "loop-b"), join(root, "loop-a"));
symlinkSync(join(root, "loop-a"), join(root, "loop-b"));
afterAll(() => {
	chmodSync(join(root, "img"), 0o755);
	rmSync(base, { recursive: true, force: true });
});

test("a new place is free, also in folders that are not there yet and over links that stay inside", async () => {
	for (const target of ["a.png", "img/b.png", "new/deep/c.png", "in/d.png"])
		expect(await checkTarget(root, target)).toEqual({
			state: "free",
			path: join(root, target),
		});
	expect(existsSync(join(root, "new"))).toBe(false);
});

test("what is there is taken, a link included, wherever it leads", async () => {
	for (const target of ["img/taken.png", "link.png"])
		expect((await checkTarget(root, target)).state).toBe("taken");
});

test.each([
	"../a.png",
	"img/../../a.png",
	"/etc/a.png",
	"out/a.png",
	"out/new/a.png",
	"dangling/a.png",
	"dangling/new/a.png",
	"loop-a/a.png",
	"file/a.png",
	"",
	".",
	`${"x".repeat(300)}.png`,
])("%j is refused in a sentence", async (target) => {
	const check = await checkTarget(root, target);
	expect(check.state).toBe("refused");
	expect(check.state === "refused" && check.sentence).toMatch(/^[A-Z"].*\.$/s);
	expect(existsSync(join(base, "nowhere"))).toBe(false);
});

// Root may write everywhere.
test.skipIf(process.getuid?.() === 0)(
	"a folder without permission is refused",
	async () => {
		chmodSync(join(root, "img"), 0o555);
		expect(await checkTarget(root, "img/e.png")).toMatchObject({
			state: "refused",
		});
	},
);
