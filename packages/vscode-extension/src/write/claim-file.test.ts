import {
	existsSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { claimFile } from "./claim-file.js";

const folder = mkdtempSync(join(tmpdir(), "musa-claim-"));
const bytes = new TextEncoder().encode("picture");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("a free place is taken with its folders, and nothing else is left", async () => {
	expect(await claimFile(join(folder, "a/b.png"), bytes)).toBe(true);
	expect(readFileSync(join(folder, "a/b.png"), "utf8")).toBe("picture");
	expect(readdirSync(join(folder, "a"))).toEqual(["b.png"]);
});

test("of many that want one place exactly one gets it", async () => {
	const path = join(folder, "c.png");
	const claims = await Promise.all(
		Array.from({ length: 20 }, () => claimFile(path, bytes)),
	);
	expect(claims.filter((isOurs) => isOurs)).toHaveLength(1);
});

test("what is there stays, a link that leads nowhere included", async () => {
	writeFileSync(join(folder, "d.png"), "mine");
	symlinkSync(join(folder, "nowhere.png"), join(folder, "e.png"));
	for (const name of ["d.png", "e.png"])
		expect(await claimFile(join(folder, name), bytes)).toBe(false);
	expect(readFileSync(join(folder, "d.png"), "utf8")).toBe("mine");
	expect(existsSync(join(folder, "nowhere.png"))).toBe(false);
});

test("a folder that is a file is an error, and nothing is left behind", async () => {
	await expect(claimFile(join(folder, "d.png/f.png"), bytes)).rejects.toThrow();
	expect(readdirSync(folder).filter((name) => name.endsWith(".tmp"))).toEqual(
		[],
	);
});
