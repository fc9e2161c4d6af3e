import { expect, test } from "vitest";
import { locateNearest, locateReference } from "./locate-reference.js";

const text =
	"one\r\n<img src='a.png'>\r\n<img src='b/a.png'>\r\n\r\n<img src='a.png'>";

test("a reference is found where it was seen, whatever ends lines", () => {
	expect(
		locateReference(text, { line: 2, column: 11, reference: "a.png" }),
	).toEqual({
		start: 15,
		end: 20,
	});
	expect(
		locateReference(text, { line: 3, column: 11, reference: "a.png" }),
	).toBeUndefined();
	expect(
		locateReference(text, { line: 99, column: 1, reference: "a.png" }),
	).toBeUndefined();
});

test("a reference that moved is found at the nearest place, never as a part of another", () => {
	const span = locateNearest(text, { line: 4, column: 1, reference: "a.png" });
	expect(span?.start).toBe(text.lastIndexOf("a.png"));
	const early = locateNearest(text, { line: 1, column: 1, reference: "a.png" });
	expect(early?.start).toBe(text.indexOf("a.png"));
	expect(
		locateNearest("<img src='b/a.png'>", {
			line: 1,
			column: 1,
			reference: "a.png",
		}),
	).toBeUndefined();
	expect(
		locateNearest("gone", { line: 1, column: 1, reference: "a.png" }),
	).toBeUndefined();
});
