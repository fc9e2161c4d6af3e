import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";
import { makeNewFolders } from "./make-new-folders.js";

const root = mkdtempSync(join(tmpdir(), "musa-folders-"));
const deep = join(root, "a/b/c");
afterAll(() => rmSync(root, { recursive: true, force: true }));
beforeEach(() => rmSync(join(root, "a"), { recursive: true, force: true }));

test("undo takes away what is new, and nothing that was there", () => {
	mkdirSync(join(root, "a"));
	const folders = makeNewFolders(deep);
	expect(existsSync(deep)).toBe(true);
	folders.undo();
	folders.undo();
	expect(readdirSync(root)).toEqual(["a"]);
	expect(readdirSync(join(root, "a"))).toEqual([]);
});

test("a folder that others use by then stays, and those around it", () => {
	const folders = makeNewFolders(deep);
	writeFileSync(join(root, "a/b/mine.txt"), "mine");
	folders.undo();
	expect(readdirSync(join(root, "a/b"))).toEqual(["mine.txt"]);
});

test("what was there before stays, also when it is empty", () => {
	mkdirSync(deep, { recursive: true });
	makeNewFolders(deep).undo();
	expect(existsSync(deep)).toBe(true);
});

test("a folder that others made anew under the same name stays", () => {
	const folders = makeNewFolders(deep);
	rmSync(deep, { recursive: true });
	mkdirSync(deep);
	folders.undo();
	expect(existsSync(deep)).toBe(true);
});

test("what was taken away by others leaves the folders around it to undo", () => {
	const folders = makeNewFolders(deep);
	rmSync(deep, { recursive: true });
	folders.undo();
	expect(readdirSync(root)).toEqual([]);
});
