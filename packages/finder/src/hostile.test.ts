// Workspaces that nobody should meet and somebody does.
import {
	mkdirSync,
	mkdtempSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { FileSystem } from "./file-system.js";
import { nodeFiles } from "./node.js";
import { openFinder } from "./open-finder.js";
import type { MissingImage } from "./records.js";
import { refusalOf } from "./refusal.js";
import { sizeToDraw } from "./size-to-draw.js";
import { memoryFiles } from "./testing/site-file.js";

const { signal } = new AbortController();

async function scan(files: FileSystem) {
	return (await openFinder(signal, files)).scan(signal);
}

async function scanTexts(texts: Readonly<Record<string, string>>) {
	return scan(memoryFiles(new Map(Object.entries(texts))));
}

const targetsOf = (missing: readonly MissingImage[]) =>
	missing.map(({ target }) => target);

describe("documents that are no text, or too much of it, are skipped with a reason:", () => {
	test("a binary file named .html", async () => {
		const { missing, skipped } = await scanTexts({
			"a.html": "\u0000\u0001<img src='x.png'>",
			"b.html": "<img src='y.png'>",
		});
		expect(targetsOf(missing)).toEqual(["y.png"]);
		expect(skipped).toEqual([{ file: "a.html", reason: "it is not text" }]);
	});

	test("20 MB of minified script", async () => {
		const { missing, skipped } = await scanTexts({
			"a.js": `import a from "./a.png";${"x=1;".repeat(5_000_000)}`,
			"b.js": `import b from "./b.png";${"y=1;".repeat(10_000)}`,
		});
		expect(missing).toEqual([]);
		expect(skipped).toEqual([
			{ file: "a.js", reason: "it is larger than 1 MB" },
			{ file: "b.js", reason: "it is minified" },
		]);
	});

	test("names in another encoding, whose letters nobody knows", async () => {
		const { missing } = await scanTexts({
			"a.html": '<img src="caf\uFFFD.png"><img src="plain.png">',
		});
		expect(targetsOf(missing)).toEqual(["plain.png"]);
	});

	test("a file that can't be read", async () => {
		const files = memoryFiles(new Map([["a.html", "<img src=a.png>"]]));
		const { skipped } = await scan({
			...files,
			read: () => Promise.reject(new Error("EACCES")),
		});
		expect(skipped).toEqual([{ file: "a.html", reason: "it can't be read" }]);
	});
});

describe("links", () => {
	let root: string;
	beforeEach(() => {
		root = mkdtempSync(join(tmpdir(), "musa-finder-"));
	});
	afterEach(() => rmSync(root, { recursive: true, force: true }));

	test("that go in circles end, and those that lead elsewhere inside are followed", async () => {
		mkdirSync(join(root, "site"));
		mkdirSync(join(root, "shared"));
		writeFileSync(join(root, "shared/there.png"), "");
		symlinkSync("..", join(root, "site/up"));
		symlinkSync("self", join(root, "site/self"));
		symlinkSync("../shared", join(root, "site/img"));
		symlinkSync("gone.png", join(root, "site/broken.png"));
		writeFileSync(
			join(root, "site/index.html"),
			"<img src=img/there.png><img src=img/gone.png><img src=up/shared/there.png><img src=up/site/up/x.png>",
		);
		const { missing } = await scan(nodeFiles(root));
		expect(targetsOf(missing)).toEqual(["shared/gone.png", "x.png"]);
	});

	test("that lead out of the workspace are never looked through", async () => {
		symlinkSync(tmpdir(), join(root, "out"));
		writeFileSync(
			join(root, "index.html"),
			"<img src=out/secret.png><img src=../../etc/x.png><img src=../x.png>",
		);
		expect((await scan(nodeFiles(root))).missing).toEqual([]);
	});

	test("the same file read through Node and from memory gives the same", async () => {
		const text = "<img src=a.png width=10 height=20 alt='A cat'>";
		writeFileSync(join(root, "index.html"), text);
		const fromDisk = await scan(nodeFiles(root));
		const fromMemory = await scanTexts({ "index.html": text });
		expect(fromDisk.missing).toEqual(fromMemory.missing);
	});
});

describe("images that can't or mustn't be made are refused in one plain sentence:", () => {
	const rows: readonly (readonly [string, string, RegExp])[] = [
		["a name reserved on Windows", "<img src=img/con.png>", /Windows reserves/],
		["another", "<img src=LPT1/a.png>", /Windows reserves/],
		[
			"a forbidden character",
			"<img src='a%3Ab.png'>",
			/Windows does not allow/,
		],
		["0 x 0 px", "<img src=a.png width=0 height=0>", /0 x 0 px/],
		["20,000 px", "<img src=a.png width=20000 height=9>", /the most is 4096/],
		["a format to come", "<img src=a.avif>", /AVIF/],
	];
	for (const [name, html, words] of rows)
		test(name, async () => {
			const { missing } = await scanTexts({ "index.html": html });
			expect(missing).toHaveLength(1);
			expect(refusalOf(missing[0] as MissingImage)).toMatch(words);
		});

	test("an ordinary one is not, and its size is filled in", async () => {
		const { missing } = await scanTexts({
			"index.html": "<img src=a.png width=300>",
		});
		const [image] = missing as [MissingImage];
		expect(refusalOf(image)).toBeUndefined();
		expect(sizeToDraw(image).width).toBe(300);
		expect(sizeToDraw(image).height).toBeGreaterThan(0);
	});
});

test("a workspace of 100,000 files is listed and scanned, and stops when it is told to", async () => {
	const files = manyFiles(100, 1000);
	let listed = 0;
	const finder = await openFinder(signal, files, ({ done }) => {
		listed = done;
	});
	expect(listed).toBe(100_001);
	const { missing, fileCount } = await finder.scan(signal);
	expect(fileCount).toBe(100_001);
	expect(targetsOf(missing)).toEqual(["gone.png"]);
	const stop = new AbortController();
	await expect(
		openFinder(stop.signal, files, ({ done }) => {
			if (done > 5000) stop.abort();
		}),
	).rejects.toMatchObject({ name: "AbortError" });
});

function manyFiles(folderCount: number, perFolder: number): FileSystem {
	return {
		list: async (folder) =>
			folder === ""
				? [
						{ name: "index.html", kind: "file" },
						...Array.from({ length: folderCount }, (_, i) => ({
							name: `f${i}`,
							kind: "folder" as const,
						})),
					]
				: Array.from({ length: perFolder }, (_, i) => ({
						name: `p${i}.png`,
						kind: "file" as const,
					})),
		read: async () =>
			new TextEncoder().encode("<img src=f7/p9.png><img src=gone.png>"),
		readStart: async () => new Uint8Array(),
	};
}
