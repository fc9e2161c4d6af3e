// What the built code.js reads from a document: placeholders with drafted prompts, palettes.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
	openSandbox,
	type Sandbox,
} from "../../support/fake-figma/open-sandbox.js";

let figma: Sandbox;
beforeEach(async () => {
	figma = await openSandbox();
	figma.start();
});
afterEach(() => figma.dispose());

const find = (scope: "selection" | "page" = "page") =>
	figma.ask("find-placeholders", { scope });
const blue = { type: "SOLID", color: { r: 0, g: 0.3, b: 1 } };
const picture = (width: number, height: number, changes: object = {}) => ({
	type: "IMAGE",
	scaleMode: "FILL",
	imageHash: figma.call<string>("addImage", width, height),
	...changes,
});

describe("placeholders", () => {
	test("are layers with grey or empty fills, telling names, or poor pictures", () => {
		const expected: [string, RegExp][] = [
			[figma.addNode({ name: "A" }), /grey/],
			[figma.addNode({ name: "B", fills: [] }), /no fill/],
			[figma.addNode({ name: "avatar/large", fills: [blue] }), /name/],
			[figma.addNode({ name: "C", fills: [picture(40, 40)] }), /only 40 x 40/],
			[figma.addNode({ name: "D", type: "FRAME" }), /grey/],
			[
				figma.addNode({
					name: "E",
					width: 200,
					fills: [
						picture(200, 200, {
							scaleMode: "CROP",
							imageTransform: [
								[1, 0, 0],
								[0, 1, 0],
							],
						}),
					],
				}),
				/stretched/,
			],
		];
		const { placeholders, layerCount } = find();
		expect(layerCount).toBe(6);
		expect(placeholders.map(({ nodeId }) => nodeId)).toEqual(
			expected.map(([id]) => id),
		);
		for (const [i, [, reason]] of expected.entries())
			expect(placeholders[i]?.reason).toMatch(reason);
	});

	test("are not finished, hidden, locked, tiny or stroked layers, text, or what Musa made", () => {
		figma.addNode({ name: "finished", fills: [blue] });
		figma.addNode({ name: "photo", fills: [picture(400, 400)] });
		figma.addNode({ visible: false });
		figma.addNode({ locked: true });
		figma.addNode({ width: 8, height: 8 });
		figma.addNode({ fills: [], strokes: [blue] });
		figma.addNode({ type: "TEXT", characters: "image" });
		figma.addNode({ name: "image", data: { "musa/recipe": "{}" } });
		const hidden = figma.addNode({ type: "FRAME", visible: false });
		figma.addNode({ parent: hidden });
		const card = figma.addNode({ type: "FRAME" });
		figma.addNode({ parent: card, fills: [blue] });
		expect(find().placeholders).toEqual([]);
	});

	test.each([
		[{ name: "Rectangle 12" }, ["Frame 3", "Coffee to go"], [], "coffee to go"],
		[{ name: "image_01" }, ["Card"], ["Fresh Oranges"], "fresh oranges"],
		[{ name: "heroImage" }, [], [], "landscape background"],
		[{ name: "user-avatar" }, ["Team"], ["Ada"], "smiling face"],
		[{ name: "Red Umbrella" }, ["Weather"], ["Rain"], "red umbrella"],
		[{ name: "placeholder" }, ["Frame"], [], "leaf"],
	])("%j in %j beside %j is drafted as %j", (state, parents, texts, prompt) => {
		let parent = "0:1";
		for (const name of [...parents].reverse())
			parent = figma.addNode({ type: "FRAME", name, parent, fills: [blue] });
		figma.addNode({ ...state, parent });
		for (const characters of texts)
			figma.addNode({ type: "TEXT", characters, parent });
		expect(find().placeholders[0]?.prompt).toBe(prompt);
	});

	test.each([
		...["Platzhalter", "Bild", "Avatarbild", "Produktbild 2", "Teamfotos"],
		...[
			"Imagen 1",
			"imagem",
			"Immagine",
			"Fotografía",
			"Afbeelding",
			"Obrazek",
		],
		...["marcador de posición", "Espaço reservado", "espace réservé"],
		...[
			"изображение",
			"Заглушка",
			"Аватар",
			"图片",
			"产品图片",
			"占位",
			"头像",
		],
		...["画像", "プレースホルダー", "이미지 3", "görsel", "hình ảnh", "תמונה"],
		...["heroImage", "img01", "THUMB"],
	])("the name %s says that a picture belongs there", (name) => {
		figma.addNode({ name, fills: [blue] });
		expect(find().placeholders[0]?.reason).toMatch(/name/);
	});

	test.each([
		...["Bildschirm", "Abbildung", "imagine", "Imaginary", "Todos", "Photon"],
		...["占星", "写字", "Фотон", "Marcador"],
	])("the name %s says nothing of the kind", (name) => {
		figma.addNode({ name, fills: [blue] });
		expect(find().placeholders).toEqual([]);
	});

	test.each([
		["Platzhalter", "Rotes Auto", "rotes auto"],
		["Image", "Yellow star", "yellow star"],
		["Image", "Card", "leaf"],
		["autoLayout 3", "", "leaf"],
		["Avatarbild", "Ada", "smiling face"],
		["Rechteck 3", "Frische Orangen", "frische orangen"],
		["Imagen de perfil", "Ana", "smiling face"],
		["imagen", "manzana roja", "manzana roja"],
		["Hintergrund", "", "landscape background"],
		["изображение", "красная машина", "красная машина"],
		["图片 1", "红苹果", "红苹果"],
		["苹果图片", "今日优惠", "苹果"],
		["頭像", "小明", "smiling face"],
		["長方形 1", "カード", "leaf"],
		["プレースホルダー画像", "りんご", "りんご"],
		["이미지", "빨간 사과", "빨간 사과"],
		["占位", "很".repeat(200), "很".repeat(80)],
	])("%s beside “%s” is drafted as “%s”", (name, characters, prompt) => {
		const parent = figma.addNode({ type: "FRAME", fills: [blue] });
		figma.addNode({ name, parent });
		figma.addNode({ type: "TEXT", characters, parent });
		expect(find().placeholders[0]?.prompt).toBe(prompt);
	});

	test("each in one frame has the words of the text that is nearest to it, and none of hidden text", () => {
		const frame = figma.addNode({ type: "FRAME", fills: [blue] });
		const names = ["red apple", "green pear", "yellow lemon"];
		for (const [i, characters] of names.entries())
			figma.addNode({
				...{ type: "TEXT", characters, parent: frame },
				...{ x: 200 * i, y: 110, height: 20 },
			});
		figma.addNode({
			...{ type: "TEXT", characters: "draft", parent: frame },
			...{ visible: false, x: 200 },
		});
		for (const i of [2, 0, 1]) figma.addNode({ x: 200 * i, parent: frame });
		const group = figma.addNode({ type: "GROUP", parent: frame, x: 400 });
		figma.addNode({ parent: group, x: 5000 });
		expect(find().placeholders.map(({ prompt }) => prompt)).toEqual([
			...["yellow lemon", "red apple", "green pear", "yellow lemon"],
		]);
	});

	test("are looked for in the selection alone when that is asked", () => {
		figma.addNode({});
		const frame = figma.addNode({ type: "FRAME", fills: [blue] });
		const inside = figma.addNode({ parent: frame });
		figma.call("select", [frame]);
		expect(find("selection").placeholders.map(({ nodeId }) => nodeId)).toEqual([
			inside,
		]);
	});

	test("are counted in all of 10,000 layers, and 100 are listed", {
		timeout: 300_000,
	}, () => {
		figma.call("addMany", 9_999, {});
		figma.addNode({ fills: [blue] });
		const report = find();
		expect(report).toMatchObject({
			foundCount: 9_999,
			layerCount: 10_000,
			isCancelled: false,
		});
		expect(report.placeholders).toHaveLength(100);
	});

	test("are looked for in slices that tell how far they are, and the search can be ended", {
		timeout: 300_000,
	}, () => {
		figma.call("addMany", 10_000, {});
		figma.ask("open-panel", null);
		figma.isPaced = true;
		expect(() => find()).toThrow("no reply");
		for (let i = 0; i < 3; i++) figma.tick();
		const seen = figma.events.flatMap((message) =>
			message.type === "event" && message.event === "search-progress"
				? message.payload.lookedAt
				: [],
		);
		expect(seen.length).toBeGreaterThanOrEqual(3);
		expect(seen).toEqual(seen.toSorted((a, b) => a - b));
		expect(seen.at(-1)).toBeLessThan(10_000);
		figma.ask("cancel-search", null);
		const count = figma.events.length;
		for (let i = 0; i < 20; i++) figma.tick();
		expect(figma.events).toHaveLength(count);
	});

	test("of a search that is going on when the plugin closes nothing more is heard", () => {
		figma.call("addMany", 5_000, {});
		figma.isPaced = true;
		expect(() => find()).toThrow("no reply");
		figma.call("close");
		figma.isPaced = false;
		expect(() => figma.tick()).not.toThrow();
	});
});

describe("palettes", () => {
	test("are the modes of variables and the paint styles, aliases followed", () => {
		const red = { r: 1, g: 0, b: 0 };
		figma.call("script", {
			collections: [
				{
					id: "c1",
					name: "Brand",
					modes: [
						{ modeId: "m1", name: "Light" },
						{ modeId: "m2", name: "Dark" },
					],
				},
				{ id: "c2", name: "Empty", modes: [{ modeId: "m3", name: "Mode 1" }] },
			],
			variables: [
				{
					id: "v1",
					variableCollectionId: "c1",
					valuesByMode: { m1: red, m2: { r: 0, g: 0, b: 0.5, a: 1 } },
				},
				{
					id: "v2",
					variableCollectionId: "c1",
					valuesByMode: {
						m1: { type: "VARIABLE_ALIAS", id: "v1" },
						m2: { type: "VARIABLE_ALIAS", id: "v2" },
					},
				},
			],
			styles: [
				{ paints: [{ type: "SOLID", color: { r: 0, g: 1, b: 0 } }] },
				{ paints: [{ type: "GRADIENT_LINEAR" }] },
			],
		});
		expect(figma.ask("read-palettes", null)).toEqual([
			{ id: "c1/m1", name: "Brand, Light", colours: ["#ff0000"] },
			{ id: "c1/m2", name: "Brand, Dark", colours: ["#000080"] },
			{ id: "styles", name: "Colour styles", colours: ["#00ff00"] },
		]);
	});
});

describe("the sandbox", () => {
	test("refuses what Figma refuses, so these tests mean something", async () => {
		expect(() => figma.call("nonsense")).toThrow(/no nonsense/);
		const id = figma.addNode({});
		figma.call("removeNode", id);
		expect(figma.ask("show-node", { nodeId: id })).toEqual({ isFound: false });
		expect(() => figma.ask("begin-action", null as never)).toThrow(
			/could not do that/,
		);
	});

	test("asks no network for anything", () => {
		find();
		expect(figma.call("readLog")).toEqual([]);
	});
});
