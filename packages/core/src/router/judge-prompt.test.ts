import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { judgePrompt, type PromptVerdict } from "./judge-prompt.js";
import { parseRouterModel } from "./router-model.js";

const folder = new URL("../../../../models/router/", import.meta.url);
const bytes = new Uint8Array(
	readFileSync(new URL("router.safetensors", folder)),
);
const model = parseRouterModel(bytes);
const judge = (prompt: string): PromptVerdict => judgePrompt(prompt, model);

test("the weights are the published ones, small, and every set of prompts in them has a licence", () => {
	const card = JSON.parse(readFileSync(new URL("router.json", folder), "utf8"));
	expect(card.file).toEqual({
		path: "router.safetensors",
		bytes: bytes.length,
		sha256: createHash("sha256").update(bytes).digest("hex"),
	});
	expect(bytes.length).toBeLessThanOrEqual(300_000);
	for (const { licence, credit } of card.trainingData)
		expect([licence, credit].every((text) => text.length > 2)).toBe(true);
});

describe("one thing with at most a colour, a material or a style is for the embedded model", () => {
	test.each([
		...["a red heart", "fox icon", "a wooden chair", "watercolor cat"],
		...[
			"a photo of a blue bench",
			"minimalist logo of a fox",
			"sunset background",
		],
		...["一只红色的狐狸", "狐狸图标", "一把木制椅子", "水彩猫", "蓝色渐变背景"],
		...["三明治", "漂亮的狐狸", "四叶草图标", "一件蓝色的和服", "比萨"],
		...["a fox in the style of pixel art", "company logo", "公司标志"],
	])("%s", (prompt) => {
		const { score, language } = judge(prompt);
		expect(score).toBeLessThan(0.5);
		expect(language).toBe(/^[a-z ]+$/.test(prompt) ? "en" : "zh");
	});
});

describe("an icon's name demands nothing that its words are signs of elsewhere", () => {
	test.each([
		...["menu icon", "label icon", "newspaper icon", "first aid kit icon"],
		...["empty cart icon", "no entry icon", "mirror icon", "message icon"],
		...["标签图标", "文本图标", "404 page icon", "404 illustration"],
	])("%s", (prompt) => {
		const { score, demands, kind, reasons } = judge(prompt);
		expect(score).toBeLessThan(0.5);
		expect([demands, kind, reasons]).toEqual([
			[],
			"object",
			["names one thing"],
		]);
	});

	test.each([
		['icon that says "Menu"', "text"],
		["icon of the Eiffel tower", "named-entity"],
		["7 arrow icons", "count"],
		["error 404 poster with 7 robots", "count"],
	])("but %s does", (prompt, demand) => {
		expect(judge(prompt).demands).toContain(demand);
	});
});

test.each(["rocket 🚀", "rocket", "quokka ❤️", "lemon."])(
	"%s is English",
	(prompt) => {
		expect(judge(prompt).language).toBe("en");
	},
);

describe("what needs more is seen, with its reason", () => {
	test.each([
		['a sign that says "Entropy"', "text", "needs legible text: 'Entropy'"],
		["seven cats", "count", "needs an exact count: 'seven'"],
		["a photo of 12 apples", "count", "needs an exact count: '12'"],
		["a dog to the left of a cat", "spatial-relations", "'to the left'"],
		["a red car and a blue bench", "attribute-binding", "'red'"],
		["a comic strip in four panels about a fox", "panels", "several pictures"],
		["a street in Venice with a gondola", "named-entity", "'venice'"],
		["a table without any plates on it", "negation", "'without'"],
		["a cat and its reflection in a lake", "perspective", "'reflection'"],
		["写着“静夜思”的招牌", "text", "'静夜思'"],
		["七只猫在沙发上", "count", "'七'"],
		["一只狗在猫的左边", "spatial-relations", "'左'"],
		["红色的狐狸和蓝色的猫在桌子上", "attribute-binding", "'红色'"],
		["红色的狐狸和蓝色的猫在桌子上", "spatial-relations", "'在桌子上'"],
		["土豆把胡萝卜交给兔子", "several-objects", "'交给'"],
		["a potato gives its carrot to a rabbit", "several-objects", "'gives'"],
		["狐狸躲在箱子里，兔子在找它", "spatial-relations", "'在箱子里'"],
		["a cat & a dog", "several-objects", "several things"],
	])("%s", (prompt, demand, reason) => {
		const verdict = judge(prompt);
		expect(verdict.score).toBeGreaterThan(0.5);
		expect(verdict.demands).toContain(demand);
		expect(verdict.reasons.join("; ")).toContain(reason);
	});
});

test.each([
	["a fox icon", "object"],
	["blue and white stripes pattern", "pattern"],
	["green gradient background", "background"],
	["soft gradient wallpaper", "background"],
	["purple gradient sphere", "object"],
	["a fox on a white background", "object"],
	["a photo of a bench", "photo"],
	['a poster that says "Everything must go this week"', "text-heavy"],
	["a storyboard about a fox", "sequence"],
	["two children playing in a park at night", "scene"],
])("%s is a picture of the kind %s", (prompt, kind) => {
	expect(judge(prompt).kind).toBe(kind);
});

test.each([
	...["ein rotes Herz auf grünem Grund", "un renard rouge à côté d'une maison"],
	...[
		"красное сердце",
		"赤い猫の絵",
		"빨간 고양이",
		"قلب أحمر",
		"หัวใจสีแดง",
		"!!!",
		"",
	],
	...["czerwone serce obok dużego drzewa", "kırmızı bir kalp ve üç kedi"],
])("of %j nothing is claimed with certainty", (prompt) => {
	const { language, score, reasons } = judge(prompt);
	expect(language).toBe("unknown");
	expect(score).toBeGreaterThanOrEqual(0.35);
	expect(score).toBeLessThanOrEqual(0.65);
	expect(reasons).not.toHaveLength(0);
});

test.each(["quokka", "kombucha", "quokka icon", "purple axolotl"])(
	"%s is a rare name, not a language that can't be judged; nothing is claimed with certainty",
	(prompt) => {
		const { language, score, reasons } = judge(prompt);
		expect(language).toBe("en");
		expect(reasons).toEqual(["names one thing"]);
		expect(score).toBeLessThan(0.5);
	},
);

test.each(["cœur", "corazón", "blå", "rotes Herz", "petit chat noir"])(
	"%j is not taken for English",
	(prompt) => {
		expect(judge(prompt).language).toBe("unknown");
	},
);

test("what is said around a wish is no part of it", () => {
	for (const prompt of ["a photo of a blue bench", "an image of a fox"])
		expect(judge(prompt).demands).toEqual([]);
	expect(judge("图中有一只狐狸").demands).toEqual([]);
});

test("the longer form of a wish is never easier", () => {
	const forms = [
		"a fox",
		"a red fox on a rock",
		"a red fox on a rock beside a blue lake",
		'a red fox on a rock beside a blue lake, holding a sign that says "Open", five birds above',
	];
	const scores = forms.map((prompt) => judge(prompt).score);
	expect(scores).toEqual([...scores].sort((a, b) => a - b));
});

test.each([
	["桌上的苹果比梨多", "more apples than pears on a table"],
	[
		"大的苹果是红色，小的是绿色",
		"the bigger apple is red, the smaller one green",
	],
	["杯子叠在木制的书上", "a cup stacked on a wooden book"],
	["另一只狐狸", "another fox"],
	["装饰用的茶壶图标", "a teapot icon for decoration"],
])("%s gets the verdict of its English form", (chinese, english) => {
	expect(judge(chinese).score >= 0.5).toBe(judge(english).score >= 0.5);
});

test("references and masks are reasons of their own", () => {
	const { reasons } = judgePrompt("a fox", model, {
		hasReferences: true,
		hasMask: true,
	});
	expect(reasons.slice(0, 2)).toEqual([
		"follows a reference picture",
		"changes only a masked part",
	]);
});

test("whatever the text, there is a verdict: at most three short reasons, nothing that steers a terminal", () => {
	const text = fc.oneof(
		fc.string({ unit: "binary", maxLength: 300 }),
		fc.string({ unit: "grapheme" }),
		fc.constantFrom("__proto__", "constructor toString", '"'.repeat(500)),
	);
	fc.assert(
		fc.property(text, (prompt) => {
			const { score, reasons, demands } = judge(prompt);
			expect(score >= 0 && score <= 1).toBe(true);
			expect(reasons.length).toBeLessThanOrEqual(3);
			expect(new Set(demands).size).toBe(demands.length);
			for (const reason of reasons) {
				expect(reason.length).toBeLessThan(120);
				expect(reason).not.toMatch(/[\p{Cc}\p{Cf}]/u);
			}
			expect(judge(prompt)).toEqual(judge(prompt));
		}),
	);
});

test("a megabyte of anything is judged too", () => {
	for (const unit of ["a", "猫", '"', "a fox and ", "\u0301", "'x "])
		expect(judge(unit.repeat(1e6 / unit.length)).score).toBeLessThanOrEqual(1);
});

test("damaged weights are refused", () => {
	for (const damage of [
		(copy: Uint8Array) => copy.subarray(0, copy.length - 1),
		(copy: Uint8Array) => copy.subarray(0, 5),
		(copy: Uint8Array) => copy.fill(0x7b, 8, 40),
		// Not-a-number in the calibration, the first tensor.
		(copy: Uint8Array) => {
			const start = 8 + new DataView(copy.buffer).getUint32(0, true);
			return copy.fill(0xff, start, start + 4);
		},
	])
		expect(() => parseRouterModel(damage(bytes.slice()))).toThrow(
			expect.objectContaining({ name: "ModelError" }),
		);
});
