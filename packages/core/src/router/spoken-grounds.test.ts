import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parseManifest } from "../models/manifest.js";
import { makeRegistry } from "../models/registry.js";
import { makePlan } from "./plan.js";
import { parseRequest } from "./request.js";
import { translateGround } from "./spoken-grounds.js";
import { openSpokenNames } from "./spoken-names.js";
import { triage } from "./triage.js";

const models = new URL("../../../../models/", import.meta.url);
const read = (path: string): Uint8Array =>
	new Uint8Array(readFileSync(new URL(path, models)));
const names = openSpokenNames(read("words/spoken-names.bin"));
const manifest = parseManifest(read("musa-xxs/manifest.json"));

describe("a ground is told in the words that the model learnt", () => {
	test.each([
		["蓝色渐变背景", "blue gradient background"],
		["浅蓝色渐变", "blue gradient background"],
		["ein blauer Farbverlauf", "blue gradient background"],
		["roter Hintergrund", "red gradient background"],
		["un fond bleu", "blue gradient background"],
		["un fondo azul degradado", "blue gradient background"],
		["sfondo verde", "green gradient background"],
		["fundo rosa", "pink gradient background"],
		["blauwe achtergrond", "blue gradient background"],
		["синий градиент", "blue gradient background"],
		["niebieskie tło", "blue gradient background"],
		["mavi arka plan", "blue gradient background"],
		["青い背景", "blue gradient background"],
		["파란색 배경", "blue gradient background"],
		["خلفية زرقاء", "blue gradient background"],
		["green background", "green gradient background"],
		["a soft yellow wallpaper", "yellow gradient background"],
		["red gradient", "red gradient background"],
		["синий узор", "blue pattern"],
		["नीली पृष्ठभूमि", "blue gradient background"],
	])("%s", (prompt, told) => {
		expect(translateGround(prompt, manifest, names)).toBe(told);
	});

	test.each([
		...["渐变球体", "背景中有一只猫", "ein Hund vor rotem Hintergrund", "fox"],
		...[
			"blue gradient background",
			"un chat noir",
			"blue pattern",
			"",
			"背".repeat(200),
		],
	])("but not %.20s", (prompt) => {
		expect(translateGround(prompt, manifest, names)).toBeUndefined();
	});
});

test("a plan draws it so that it fills its frame, and says so", () => {
	const plan = (prompt: string) => {
		const size = { width: 64, height: 64 };
		const request = parseRequest({ prompt, size }, makeRegistry([manifest]));
		const context = { manifest, device: "wasm", names } as const;
		return makePlan(request, triage(request, manifest), context);
	};
	expect(plan("蓝色渐变背景")).toMatchObject({
		kind: "background",
		fit: "cover",
		modelPrompt: "blue gradient background",
		reasons: ['Drawn as "blue gradient background".', "It fills its frame."],
	});
	expect(plan("蓝色的猫").kind).toBe("object");
	expect(plan("blue gradient background")).not.toHaveProperty("modelPrompt");
	expect(plan("green wallpaper")).toMatchObject({
		kind: "background",
		modelPrompt: "green gradient background",
	});
});
