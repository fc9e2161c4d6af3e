// Source that is cut off, damaged or plain noise, in every language: no error, no hang.
import { readdirSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { extractReferences } from "./languages/extract.js";
import { languageOf } from "./languages/language.js";
import { readSiteFile } from "./testing/site-file.js";

const folder = new URL("../fixtures/", import.meta.url);
const documents = readdirSync(folder).flatMap((name) =>
	[...readSiteFile(new URL(name, folder))].flatMap(([path, content]) =>
		typeof content === "string" && languageOf(path) !== undefined
			? [{ path, content }]
			: [],
	),
);
const paths = [
	"a.html",
	"a.css",
	"a.scss",
	"a.less",
	"a.md",
	"a.mdx",
	"a.js",
	"a.tsx",
	"a.vue",
	"a.svelte",
	"a.astro",
	"a.webmanifest",
];
// Of the processor's time, so that a loaded machine changes nothing: far too short for a pattern that backtracks.
const patienceMs = 4000;

function read(path: string, text: string): void {
	const language = languageOf(path);
	if (language === undefined) throw new Error(`no language for ${path}`);
	const start = process.cpuUsage();
	const { references } = extractReferences(text, language, path);
	const { user } = process.cpuUsage(start);
	expect(user / 1000).toBeLessThan(patienceMs);
	for (const { start: from, end } of references) {
		expect(from).toBeGreaterThanOrEqual(0);
		expect(end).toBeLessThanOrEqual(text.length);
		expect(from).toBeLessThanOrEqual(end);
	}
}

describe("reading never throws and never hangs", () => {
	test("on documents cut off anywhere", () => {
		fc.assert(
			fc.property(
				fc.constantFrom(...documents),
				fc.double({ min: 0, max: 1, noNaN: true }),
				fc.constantFrom("", "/a.png", '"', "{", "<img src='a.png", "`${"),
				({ path, content }, share, tail) =>
					read(
						path,
						content.slice(0, Math.floor(content.length * share)) + tail,
					),
			),
			{ numRuns: 300 },
		);
	});

	test("on documents with pieces moved, doubled and replaced", () => {
		fc.assert(
			fc.property(
				fc.constantFrom(...documents),
				fc.array(
					fc.tuple(fc.nat(2000), fc.nat(60), fc.string({ maxLength: 12 })),
					{ maxLength: 6 },
				),
				({ path, content }, edits) => {
					let text = content;
					for (const [at, length, insert] of edits) {
						const from = at % (text.length + 1);
						text = text.slice(0, from) + insert + text.slice(from + length);
					}
					read(path, text);
				},
			),
			{ numRuns: 300 },
		);
	});

	test("on noise made of what parsers trip over", () => {
		const piece = fc.constantFrom(
			...["<!--", "-->", "{{", "}}", "{%", "%}", "$", "`", "'", '"', "---\n"],
			...["```\n", "![a](b.png)", "url(c.svg)", "/*", "*/", "//", "\n", "=>"],
			...["<script>", "</script>", "<style>", "(", ")", "{", "}", "[", "]"],
			...["\\", "<?php", "<%", "&#", "\u0000", "\ud800", '<img src="a.png"'],
			...['import x from "./y.png";', 'srcset="a.png 1x, b.png"'],
		);
		fc.assert(
			fc.property(
				fc.constantFrom(...paths),
				fc.array(piece, { maxLength: 120 }),
				(path, pieces) => read(path, pieces.join("")),
			),
			{ numRuns: 400 },
		);
	});

	test("on one piece repeated many times", () => {
		const pieces = [
			"{{",
			"{% ",
			"<a ",
			"![a](",
			"url(",
			"<img src=a.png ",
			'"',
			"{",
			"[",
			"`${",
			"<%",
			"> ",
			"a.png, ",
		];
		for (const path of paths)
			for (const piece of pieces) read(path, `${piece.repeat(4000)}a.png`);
	});
});
