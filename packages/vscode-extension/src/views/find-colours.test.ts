import { expect, test } from "vitest";
import { findColours } from "./find-colours.js";

test.each([
	["custom properties", ":root{--brand:#639;--ink: #112233}"],
	["Sass variables", "$brand: #663399;\n$ink: #112233;"],
	["Less variables", "@brand: #663399;\n@ink:#112233;"],
	["tokens of Tailwind", '{ brand: "#663399", ink: { 900: "#112233" } }'],
])("%s name colours", (_, text) => {
	expect(findColours(text)).toEqual(["#663399", "#112233"]);
});

test("rules use colours and name none; the same colour counts once", () => {
	expect(
		findColours("a{color:#fff;background:#000} :root{--x:#FFF;--y:#ffffff}"),
	).toEqual(["#ffffff"]);
});

test("identifiers and longer numbers are no colours", () => {
	expect(findColours("--a: url(#abc); --b: #12345; --c: #1234567")).toEqual([]);
});
