import fc from "fast-check";
import { expect, test } from "vitest";
import { makeFileName } from "./file-name.js";

test.each([
	["a red heart", "a-red-heart"],
	["  Fox, icon!  ", "fox-icon"],
	["ein grünes Haus", "ein-grünes-haus"],
	["赤いハート", "赤いハート"],
	["❤️", "picture"],
	["CON", "con-picture"],
	["../../etc/passwd", "etc-passwd"],
])("the prompt %j gives the file name %j", (prompt, name) => {
	expect(makeFileName(prompt)).toBe(name);
});

test("whatever the prompt, the name is short and has no path in it", () => {
	fc.assert(
		fc.property(fc.string({ unit: "binary", maxLength: 300 }), (prompt) => {
			const name = makeFileName(prompt);
			expect(name).toMatch(/^[\p{L}\p{M}\p{N}]+(-[\p{L}\p{M}\p{N}]+)*$/u);
			expect([...name].length).toBeLessThanOrEqual(64);
		}),
	);
});
