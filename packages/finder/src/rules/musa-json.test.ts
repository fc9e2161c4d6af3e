import { describe, expect, test } from "vitest";
import { parseMusaJson } from "./musa-json.js";
import { makeRuleBook, scaledPath } from "./rules-for.js";

function bookOf(json: object) {
	const parsed = parseMusaJson(JSON.stringify(json));
	if ("problems" in parsed) throw new Error(JSON.stringify(parsed.problems));
	return makeRuleBook(parsed.rules);
}

describe("musa.json", () => {
	test("gives each image the common rules and those of every entry that names it, the last one winning", () => {
		const book = bookOf({
			style: "flat",
			output: { maxBytes: 100, scales: [1, 2] },
			images: [
				{ files: "icons/**", style: "outline", output: { maxBytes: 50 } },
				{ files: ["icons/a.png", "/b.png"], prompt: "a fox", width: 64 },
			],
		});
		expect(book.rulesFor("img/x.png")).toMatchObject({ style: "flat" });
		expect(book.rulesFor("icons/a.png")).toEqual({
			...{ style: "outline", prompt: "a fox", width: 64 },
			output: { maxBytes: 50, scales: [1, 2] },
		});
		expect(book.declared).toEqual(["icons/a.png", "b.png"]);
	});

	test("leaves out what ignore names", () => {
		const book = bookOf({ ignore: ["drafts/", "*.tmp.png"] });
		expect(book.isIgnored("drafts/a.html")).toBe(true);
		expect(book.isIgnored("img/a.tmp.png")).toBe(true);
		expect(book.isIgnored("img/a.png")).toBe(false);
	});

	test("may hold comments", () => {
		const text = '{\n\t// ours\n\t"style": "flat",\n}';
		expect(parseMusaJson(text)).toMatchObject({ rules: { style: "flat" } });
	});

	test.each([
		["{", 1, /not a JSON object/],
		["[]", 1, /not a JSON object/],
		['{\n"colour": 1\n}', 2, /"colour" is no field/],
		['{\n\n"palette": ["red"]}', 3, /"palette\[0\]" must be a colour/],
		['{"seed": -1}', 1, /"seed" must be a whole number/],
		['{"output": {"maxBytes": 0}}', 1, /"maxBytes" must be a whole number/],
		['{"output": {"formats": ["tga"]}}', 1, /must be png/],
		['{"output": {"scales": [9]}}', 1, /from 1 to 4/],
		['{"images": [\n{"prompt": "x"}]}', 2, /"files" is missing/],
		['{"images": {"a": 1}}', 1, /"images" must be a list/],
		['{"images": [\n{"files": "../b.png"}]}', 2, /must stay in the folder/],
		['{"images": [{"files": ["a", "a/../../b"]}]}', 1, /must stay in/],
		['{"style": ""}', 1, /"style" must be a text/],
		['{"__proto__": 1}', 1, /no field/],
	])("%j is refused with its line", (text, line, message) => {
		expect(parseMusaJson(text)).toEqual({
			problems: [{ line, message: expect.stringMatching(message) }],
		});
	});

	test("tells every mistake at once", () => {
		const parsed = parseMusaJson('{"seed": 1.5,\n"width": "9"}');
		expect(parsed).toMatchObject({ problems: [{ line: 1 }, { line: 2 }] });
	});
});

test("the file of a density lies beside the first", () => {
	expect(scaledPath("img/a.min.png", 2)).toBe("img/a.min@2x.png");
	expect(scaledPath("img/a.png", 1)).toBe("img/a.png");
});
