// Disks of their own that are full or read-only while a picture is being written.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, expect, test } from "vitest";

const disk = mkdtempSync(join(tmpdir(), "musa-disk-"));
const source = (name: string): string =>
	JSON.stringify(pathToFileURL(fileURLToPath(new URL(name, import.meta.url))));
afterAll(() => rmSync(disk, { recursive: true, force: true }));

/** Runs code in a process for which `disk` is another disk; prints what it throws, then the files and folders that are there; the backups have a folder of their own. */
function runOn(prepare: string, code: string): string {
	const program = `
		import { claimAll } from ${source("claim-all.ts")};
		import { replaceFile, stampOf } from ${source("replace-file.ts")};
		const disk = process.argv[1];
		const file = (path, size) => ({ path, uri: { fsPath: disk + "/" + path }, bytes: new Uint8Array(size) });
		try { ${code} } catch (error) { console.log(error.code ?? error.message); }`;
	const script = `${prepare} && "$2" --import tsx --input-type=module -e "$3" "$1"; cd "$1" && find . -mindepth 1 ! -name kept | sort`;
	const { stdout, stderr } = spawnSync(
		"unshare",
		["-rm", "sh", "-c", script, "sh", disk, process.execPath, program],
		{ encoding: "utf8" },
	);
	expect(stderr).toBe("");
	return stdout;
}

// A disk of its own needs a kernel that lets users make one.
const hasOwnDisks = spawnSync("unshare", ["-rm", "true"]).status === 0;

test.skipIf(!hasOwnDisks)(
	"a disk that fills while the second file is written loses the first too, and is told",
	() => {
		const said = runOn(
			'mount -t tmpfs -o size=70m tmpfs "$1"',
			'await claimAll(disk, [file("img/a.png", 1000), file("img/a@2x.png", 80e6)]);',
		);
		expect(said).toBe(
			'The disk with "img/a@2x.png" is full; make room and try again.\n',
		);
	},
);

test.skipIf(!hasOwnDisks)("a read-only disk is told as one", () => {
	const said = runOn(
		'mount -t tmpfs tmpfs "$1" && mount -o remount,ro "$1"',
		'await claimAll(disk, [file("img/new/a.png", 1000)]);',
	);
	expect(said).toBe(
		'The disk with "img/new/a.png" is read-only; nothing is written.\n',
	);
});

test.skipIf(!hasOwnDisks)(
	"a picture that does not fit in place of another leaves that one whole",
	() => {
		const said = runOn(
			'mount -t tmpfs -o size=1m tmpfs "$1" && echo old > "$1/a.png"',
			`const path = disk + "/a.png";
			await replaceFile(await stampOf(path), new Uint8Array(2e6), path, disk + "/kept");`,
		);
		expect(said).toBe("ENOSPC\n./a.png\n");
	},
);
