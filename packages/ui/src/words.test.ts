import { afterEach, expect, test } from "vitest";
import { setWords, t } from "./words.js";

afterEach(() => setWords({}));

test("what nobody translated stays English", () => {
	expect(t("Draw {0} of {1}", 3, "ten")).toBe("Draw 3 of ten");
});

test("a translation may put the values elsewhere", () => {
	setWords({ "Draw {0} of {1}": "Von {1} {0} zeichnen" });
	expect(t("Draw {0} of {1}", 3, "ten")).toBe("Von ten 3 zeichnen");
});

test("signs of a value are not read as a place for another", () => {
	expect(t("{0} {1}", "{1}", "$1")).toBe("{1} $1");
});
