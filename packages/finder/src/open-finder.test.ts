import { describe, expect, test } from "vitest";
import { openFinder, type ScanProgress } from "./open-finder.js";
import {
	memoryFiles,
	pictureHeader,
	type SiteFiles,
} from "./testing/site-file.js";

const { signal } = new AbortController();
const site = (
	entries: Readonly<Record<string, string | Uint8Array>>,
): SiteFiles => new Map(Object.entries(entries));

describe("a finder keeps up with single changes:", () => {
	test("a document is read again from the text that an editor has", async () => {
		const finder = await openFinder(
			signal,
			memoryFiles(site({ "a.html": "<img src=a.png>", "b.html": "" })),
		);
		await finder.scan(signal);
		const again = await finder.rescan("a.html", "\n  <img src=b.png>");
		expect(again).toMatchObject([
			{ target: "b.png", line: 2, column: 12, reference: "b.png" },
		]);
		expect(await finder.rescan("a.html", "")).toEqual([]);
		expect(await finder.rescan("new.html", "<img src=c.png>")).toHaveLength(1);
		expect(await finder.check(signal)).toMatchObject([{ target: "c.png" }]);
	});

	test("an image that comes is no longer missing, one that goes is", async () => {
		const finder = await openFinder(
			signal,
			memoryFiles(
				site({
					"a.html": "<img src=img/a.png><img src=img/b.png>",
					"img/b.png": "",
				}),
			),
		);
		await finder.scan(signal);
		finder.noteAdded("img/a.png");
		expect(await finder.check(signal)).toEqual([]);
		finder.noteRemoved("img");
		expect(await finder.check(signal)).toHaveLength(2);
		finder.noteRemoved("a.html");
		expect(await finder.check(signal)).toEqual([]);
	});

	test("progress reaches its end, and an aborted scan ends with AbortError", async () => {
		const files = memoryFiles(
			site(
				Object.fromEntries(
					Array.from({ length: 60 }, (_, i) => [
						`p${i}.html`,
						"<img src=x.png>",
					]),
				),
			),
		);
		const finder = await openFinder(signal, files);
		const seen: ScanProgress[] = [];
		const { missing, documentCount } = await finder.scan(signal, (progress) =>
			seen.push(progress),
		);
		expect(missing).toHaveLength(60);
		expect(documentCount).toBe(60);
		expect(seen.at(-1)).toEqual({ stage: "find-missing", done: 60, total: 60 });
		const stop = new AbortController();
		await expect(
			finder.scan(stop.signal, () => stop.abort()),
		).rejects.toMatchObject({ name: "AbortError" });
	});
});

describe("what is not the author's is not reported:", () => {
	const page = "<img src=/gone.png><img src=gone.png>";
	const cases: Readonly<Record<string, Readonly<Record<string, string>>>> = {
		"packages and caches": {
			"node_modules/a/index.html": page,
			".next/b.html": page,
		},
		"ignored documents": {
			".gitignore": "out/\n*.tmp.html\n",
			"out/a.html": page,
			"b.tmp.html": page,
		},
		"ignored images": { ".gitignore": "*.png\n", "a.html": page },
		"the output of a package": {
			"package.json": "{}",
			"dist/a.html": page,
			"build/b.html": page,
		},
		"libraries and minified files": {
			"vendor/a.html": page,
			"js/lib.min.js": 'import "./gone.png"',
		},
		"images in packages and of frameworks": {
			"a.js":
				'import a from "pkg/a.png"; import b from "~icons/x.svg"; import c from "@scope/p/c.png";',
			"b.html":
				"<img src=../node_modules/p/a.png><img src=/node_modules/x.png>",
			"node_modules/x.js": "",
		},
		"images in submodules that are not there": {
			".gitmodules": '[submodule "t"]\n\tpath = themes/t\n\turl = x\n',
			"themes/t/.git": "",
			"a.html": "<img src=themes/t/x.png>",
		},
	};
	for (const [name, texts] of Object.entries(cases))
		test(name, async () => {
			const finder = await openFinder(signal, memoryFiles(site(texts)));
			expect((await finder.scan(signal)).missing).toEqual([]);
		});

	test("a folder named dist is read where no package builds it", async () => {
		const finder = await openFinder(
			signal,
			memoryFiles(site({ "dist/a.html": "<img src=gone.png>" })),
		);
		expect((await finder.scan(signal)).missing).toHaveLength(1);
	});
});

test("a size that nothing states is that of the pictures beside", async () => {
	const finder = await openFinder(
		signal,
		memoryFiles(
			site({
				"a.html": "<img src=img/c.png><img src=img/d.png width=80>",
				"img/a.png": pictureHeader(640, 320),
				"img/b.png": pictureHeader(640, 320),
			}),
		),
	);
	expect((await finder.scan(signal)).missing).toMatchObject([
		{ width: 640, height: 320 },
		{ width: 80, height: 40 },
	]);
});

test("examples and tests are trusted less than pages", async () => {
	const finder = await openFinder(
		signal,
		memoryFiles(
			site({
				"README.md": "![x](path/to/image.png)",
				"tests/a.html": "<img src=a.png>",
				"a.html": "<img src=a.png>",
			}),
		),
	);
	const { missing } = await finder.scan(signal);
	const confidences = Object.fromEntries(
		missing.map(({ file, confidence }) => [file, confidence >= 0.5]),
	);
	expect(confidences).toEqual({
		"README.md": false,
		"a.html": true,
		"tests/a.html": false,
	});
});
