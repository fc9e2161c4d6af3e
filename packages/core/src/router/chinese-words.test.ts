import { expect, test } from "vitest";
import { chineseCompounds, readChineseCount } from "./chinese-words.js";
import { readPrompt } from "./read-prompt.js";

test.each([
	["七只猫", ["many"], "七", 2],
	["十二个月饼", ["many"], "十二", 3],
	["两张桌子", ["three"], "两", 2],
	["一朵花", ["thing"], "一", 2],
	["一群羊", ["plenty"], "一", 2],
	["这只狗", ["thing"], "这", 2],
	["另一个苹果", ["compare"], "另一", 3],
	["每个孩子", ["compare"], "每", 2],
	["好七巧板", undefined],
	["个", undefined],
] as const)(
	"%s counts as %j",
	(text, signs, shown?: string, length?: number) => {
		const found = readChineseCount(Array.from(text), 0);
		expect(found).toEqual(signs && { signs, shown, length });
	},
);

test.each([
	"七巧板",
	"十字路口",
	"四叶草",
	"八爪鱼",
	"三明治",
	"千层面",
	"百叶窗",
])("%s counts nothing", (word) => {
	const { three, many, plenty, thing } = readPrompt(word).counts;
	expect([three, many, plenty, thing]).toEqual([0, 0, 0, 0]);
});

test.each([
	["比萨", "compare"],
	["和服", "join"],
	["漂亮的狐狸", "verb"],
	["不锈钢水壶", "negation"],
	["拉链", "verb"],
] as const)(
	"the characters of %s are no sign of their own: %s",
	(word, sign) => {
		expect(readPrompt(word).counts[sign]).toBe(0);
	},
);

test("no compound is one character, which would hide a sign everywhere", () => {
	expect(chineseCompounds.filter((word) => word.length < 2)).toEqual([]);
	expect(new Set(chineseCompounds).size).toBe(chineseCompounds.length);
});

test("words that every object has are no determiners", () => {
	expect(readChineseCount(["constructor", "个"], 0)).toBeUndefined();
});
