import {
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";
import { findBackup, replaceFile, stampOf } from "./replace-file.js";

const folder = mkdtempSync(join(tmpdir(), "musa-replace-"));
const backups = join(folder, "backups");
const file = join(folder, "a.png");
const bytes = new TextEncoder().encode("new");
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => writeFileSync(file, "old"));

test("a picture takes another's place, and the old one is kept aside", async () => {
	const stamp = await stampOf(file);
	expect(stamp && (await replaceFile(stamp, bytes, file, backups))).toBe(true);
	expect(readFileSync(file, "utf8")).toBe("new");
	const backup = await findBackup(file, backups);
	expect(backup && readFileSync(backup, "utf8")).toBe("old");
	expect(readdirSync(folder).filter((name) => name.endsWith(".tmp"))).toEqual(
		[],
	);
});

test("a file that changed since the user agreed is left alone", async () => {
	const stamp = await stampOf(file);
	writeFileSync(file, "changed meanwhile");
	expect(stamp && (await replaceFile(stamp, bytes, file, backups))).toBe(false);
	expect(readFileSync(file, "utf8")).toBe("changed meanwhile");
	rmSync(file);
	expect(stamp && (await replaceFile(stamp, bytes, file, backups))).toBe(false);
	expect(readdirSync(folder)).toEqual(["backups"]);
});

test("a link is nothing to replace", async () => {
	rmSync(file);
	symlinkSync("/etc/hostname", file);
	expect(await stampOf(file)).toBeUndefined();
	rmSync(file);
});

test("no backup of another file is taken for one's own, whatever its name", async () => {
	for (const other of ["b.png", "other/a.png"])
		expect(await findBackup(join(folder, other), backups)).toBeUndefined();
});
