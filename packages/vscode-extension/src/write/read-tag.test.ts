import fc from "fast-check";
import { expect, test } from "vitest";
import { readTagAt } from "./read-tag.js";

test("a tag tells its attributes, with braces, quotes and names of frameworks", () => {
	const text = `<a><img :width="w" src={"a.png"} bind:alt='x > y' hidden data-x={{ a: "}" }}/>`;
	const tag = readTagAt(text, text.indexOf("a.png"));
	expect(tag?.name).toBe("img");
	expect(tag?.attributes.map(({ name }) => name)).toEqual([
		"width",
		"src",
		"alt",
		"hidden",
		"data-x",
	]);
	expect(tag?.hasSpread).toBe(false);
});

test("a place outside of any tag has none", () => {
	expect(readTagAt("<p>a.png</p>", 4)).toBeUndefined();
	expect(readTagAt("a < b && a.png > c", 9)).toBeUndefined();
	expect(readTagAt("", 0)).toBeUndefined();
});

test("whatever the text, reading ends and attributes lie inside it", () => {
	const part = fc.constantFrom(
		"<",
		"img",
		" ",
		">",
		'"',
		"'",
		"{",
		"}",
		"=",
		"/",
		"a",
		"\n",
		"`",
		"src",
	);
	fc.assert(
		fc.property(fc.array(part, { maxLength: 40 }), fc.nat(80), (parts, at) => {
			const text = parts.join("");
			for (const { start, end } of readTagAt(text, Math.min(at, text.length))
				?.attributes ?? []) {
				expect(start).toBeLessThan(end);
				expect(end).toBeLessThanOrEqual(text.length);
			}
		}),
	);
});
