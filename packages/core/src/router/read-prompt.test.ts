import { expect, test } from "vitest";
import { englishSigns } from "./lexicon.js";
import { readPrompt } from "./read-prompt.js";

test("a phrase of any length is found whole, so its words are no signs of their own", () => {
	const { counts, evidence } = readPrompt("a fox in the style of retro");
	expect(evidence.style).toBe("in the style of");
	expect([counts.thing, counts.where, counts.of]).toEqual([1, 0, 0]);
	for (const [phrase, signs] of englishSigns) {
		const read = readPrompt(phrase);
		for (const sign of signs) expect(read.evidence[sign]).toBe(phrase);
	}
});

test.each([
	["a fox", "狐狸", 1],
	["a red fox", "一只红色的狐狸", 1],
	["a fox and a teapot", "狐狸和茶壶", 2],
	["a fox gives a teapot to a potato", "狐狸把茶壶交给土豆", 3],
	["fox, teapot, potato", "狐狸，茶壶，土豆", 3],
	["", "", 0],
])("%j and %j tell of as many things", (english, chinese, count) => {
	expect(readPrompt(english).runCount).toBe(count);
	expect(readPrompt(chinese).runCount).toBe(count);
});

test("'of' and 的 end a run in one of the two counts", () => {
	for (const prompt of ["the shadow of a teapot", "茶壶的把手"])
		expect(readPrompt(prompt)).toMatchObject({ joinedRunCount: 1 });
	expect(readPrompt("茶壶的把手").runCount).toBe(2);
});
