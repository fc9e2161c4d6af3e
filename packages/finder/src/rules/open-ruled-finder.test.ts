import { expect, test } from "vitest";
import { memoryFiles } from "../testing/site-file.js";
import { openRuledFinder } from "./open-ruled-finder.js";

const { signal } = new AbortController();
const page =
	'<img src="a.png" alt="heart"><img src="b.webp"><img src="https://placehold.co/300x200">';

async function open(rules: string) {
	const texts = { "index.html": page, "old/index.html": page };
	return openRuledFinder(
		signal,
		memoryFiles(new Map(Object.entries({ ...texts, "musa.json": rules }))),
	);
}

test("missing images are as musa.json wants them, however they are asked for", async () => {
	const finder = await open(
		'{"ignore": ["old/"], "seed": 3, "output": {"formats": ["png"]}, "images": [{"files": "a.png", "prompt": "star", "width": 40}]}',
	);
	const wanted = [
		{ target: "a.png", prompt: "star", width: 40, seed: 3 },
		{ target: "b.webp", seed: 3, refusal: expect.stringContaining("png") },
	];
	expect((await finder.scan(signal)).missing).toMatchObject(wanted);
	expect(await finder.rescan("index.html", page)).toMatchObject(wanted);
	expect(await finder.rescan("old/index.html", page)).toEqual([]);
	expect(await finder.check(signal)).toMatchObject(wanted);
	const poor = await finder.checkPresent(signal);
	expect(poor.map(({ file }) => file)).toEqual(["index.html"]);
});

test("a musa.json with mistakes demands nothing and is told", async () => {
	const finder = await open('{\n"seed": -1, "ignore": ["old/"]}');
	const { missing, skipped } = await finder.scan(signal);
	expect(missing).toHaveLength(4);
	expect(skipped).toEqual([
		{ file: "musa.json", reason: expect.stringMatching(/^line 2: "seed"/) },
	]);
});
