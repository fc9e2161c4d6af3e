// Documents read again while somebody types in them say what they would say if they were read for the first time.
import { readdirSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readSiteFile } from "../testing/site-file.js";
import { extractReferences } from "./extract.js";
import { languageOf } from "./language.js";
import { makePieceReader, type Piece } from "./pieces.js";

const folder = new URL("../../fixtures/", import.meta.url);
const fixtures = readdirSync(folder).flatMap((name) => [
	...readSiteFile(new URL(name, folder)),
]);
// More than is read at once, and no more than it takes.
const ENOUGH = 6000;

/** All fixtures of a kind one after the other, long enough to be read piece by piece. */
function longDocument(pattern: RegExp, more: string): string {
	let text = fixtures
		.filter(([path]) => pattern.test(path))
		.map(([, content]) => (typeof content === "string" ? content : ""))
		.join("\n")
		.slice(0, ENOUGH / 2);
	for (let i = 0; more !== "" && text.length < ENOUGH; i++)
		text += `\n${more.replaceAll("#", String(i))}`;
	return text;
}

const documents: Readonly<Record<string, string>> = {
	"a.tsx": longDocument(
		/\.[jt]sx$/,
		`import a# from "./a#.png";\nexport function B#() {\n\treturn <main><h1>Part #</h1><img src={a#} alt="of #" /><img src="/b#.png" /></main>;\n}\nconst c# = { image: \`/c#.png\` };`,
	),
	"a.ts": longDocument(
		/\.[cm]?[jt]s$/,
		`const a# = new URL("./a#.png", import.meta.url);\nconst b# = '<img src="/b#.png">'\n;[a#].map(x => x)`,
	),
	"a.css": longDocument(
		/\.css$/,
		`.a# { width: #px; background: url("a#.png") }\n/* b# */\n@media (width > #px) { .c# { background: url(c#.png) } }`,
	),
	"a.scss": longDocument(
		/\.scss$/,
		`.a# { &:hover { background: url("a#.png"); } } // b#\n$c#: "c#";`,
	),
	"a.less": longDocument(
		/\.less$/,
		`.a# { .b(); background: url("a#.png"); }\n@c#: #px;`,
	),
	"a.vue": `<template>\n<img src="/a.png">\n</template>\n<script setup lang="ts">\n${longDocument(/\.ts$/, "const a# = '/a#.png';")}\n</script>\n<style>\n${longDocument(/\.css$/, ".a# { background: url(a#.png) }")}\n</style>`,
	// Its parts are remembered however short it is.
	"a.md": longDocument(/\.md$/, "").slice(0, 2500),
};
const typed = [
	...["/*", "*/", "//", "`", '"', "'", "{", "}", "(", ")", ";", "\n", " "],
	...["<", ">", "<h1>New</h1>", "</", "=", ":", "$a: '/x';", "@a: '/x';", "x"],
	...[`url("new.png")`, `import n from "./new.png";\n`, "\nexport ", "async "],
	...[
		".png",
		"=> ",
		"?",
		"\\",
		"#{$a}/v.png",
		`"/new.png"\n`,
		"as ",
		"if (x) ",
	],
];

function read(path: string, text: string) {
	const language = languageOf(path);
	if (language === undefined) throw new Error(`no language for ${path}`);
	const { references, stylesheets, selectorSizes, base } = extractReferences(
		text,
		language,
		path,
	);
	return { references, stylesheets, sizes: [...selectorSizes], base };
}

/** Reads as many other documents as are remembered. */
function forget(): void {
	for (const letter of "abcd") {
		const comment = `/*${letter.repeat(ENOUGH)}*/`;
		for (const path of ["a.tsx", "a.ts"])
			read(path, `${comment} x = "./${letter}.png";`);
		for (const path of ["a.css", "a.scss", "a.less"])
			read(path, `${comment} .a { background: url(${letter}.png) }`);
	}
	read("a.md", "![a](a.png)");
}

const edit = fc.record({
	at: fc.double({ min: 0, max: 1, noNaN: true }),
	removed: fc.oneof(fc.constant(0), fc.nat(3), fc.nat(300)),
	inserted: fc.constantFrom("", ...typed),
});

describe("a document read again says what it would say if it were new", () => {
	test.each(Object.keys(documents))("%s", (path) => {
		fc.assert(
			fc.property(fc.array(edit, { minLength: 1, maxLength: 5 }), (edits) => {
				let text = documents[path] ?? "";
				const texts = edits.map(({ at, removed, inserted }) => {
					const from = Math.floor(at * text.length);
					text = text.slice(0, from) + inserted + text.slice(from + removed);
					return text;
				});
				read(path, documents[path] ?? "");
				const again = texts.map((now) => read(path, now));
				const anew = texts.map((now) => {
					forget();
					return read(path, now);
				});
				expect(again).toEqual(anew);
			}),
			{ numRuns: 25 },
		);
	});
});

test("a comment opened in a long line hides the rest of it", () => {
	const parts = Array.from({ length: 300 }, (_, i) => `a${i} = "/a${i}.png"; `);
	read("a.ts", parts.join(""));
	const { references } = read("a.ts", parts.with(100, "// ").join(""));
	expect(references.map(({ text }) => text)).toEqual(
		parts.slice(0, 100).map((_, i) => `/a${i}.png`),
	);
});

describe("a text read again after a change", () => {
	/** Pieces are lines; one that opens a bracket goes on to the line that closes it, and must find it. */
	const readLines = (text: string): Piece<string>[] | undefined =>
		/\[[^\]]*$/.test(text)
			? undefined
			: [...text.matchAll(/[^\n[]*\[[^\]]*\]|[^\n]+/g)].map(
					({ 0: line, index }) => ({
						start: index,
						end: index + line.length,
						value: line,
					}),
				);
	const lines = Array.from({ length: 400 }, (_, i) =>
		i === 300 ? "the end ]" : `line ${i}`,
	);

	test("is read around the change only", () => {
		const seen: string[] = [];
		const reader = makePieceReader((text) => {
			seen.push(text);
			return readLines(text);
		});
		reader(lines.join("\n"));
		const changed = lines.with(200, "another line").join("\n");
		expect(reader(changed)).toEqual(readLines(changed));
		expect(seen[1]).toBe("line 199\nanother line\nline 201");
	});

	test("is read whole when what was opened reaches farther", () => {
		const reader = makePieceReader((text) => readLines(text));
		reader(lines.join("\n"));
		const changed = lines.with(200, "open [ ").join("\n");
		expect(reader(changed)).toEqual(readLines(changed));
	});

	test("is read whole when its pieces depend on each other", () => {
		const parts: boolean[] = [];
		const reader = makePieceReader(
			(text, isPart) => {
				parts.push(isPart);
				return readLines(text);
			},
			(line) => line !== "line 7",
		);
		reader(lines.join("\n"));
		reader(lines.with(200, "another line").join("\n"));
		expect(parts).toEqual([false, false]);
	});
});
