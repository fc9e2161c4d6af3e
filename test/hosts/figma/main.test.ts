// The built code.js in QuickJS beside a strict Figma in memory: what happens in the document.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { PlaceImageReply } from "../../../packages/figma-plugin/src/messages.js";
import { makePng } from "../../support/fake-figma/make-png.js";
import {
	openSandbox,
	type Sandbox,
} from "../../support/fake-figma/open-sandbox.js";

const grey = {
	type: "SOLID",
	color: { r: 0.85, g: 0.85, b: 0.85 },
	visible: true,
	opacity: 1,
	blendMode: "NORMAL",
};
const recipe = JSON.stringify({ prompt: "a red heart", seed: 7 });

let figma: Sandbox;
let actionId = 0;
beforeEach(async () => {
	figma = await openSandbox();
	figma.start();
});
afterEach(() => figma.dispose());

const fillsOf = (id: string) => figma.readNode(id)?.fills as object[];
const begin = (...nodeIds: string[]): number => {
	figma.ask("begin-action", { actionId: ++actionId, nodeIds });
	return actionId;
};
const place = (
	nodeId: string | null,
	{
		shade = 1,
		isDraft = false,
		made = recipe,
		png = makePng(8, 8, shade),
	} = {},
): PlaceImageReply =>
	figma.ask("place-image", {
		actionId,
		nodeId,
		png,
		size: { width: 64, height: 48 },
		prompt: "a red heart",
		recipe: isDraft ? null : made,
	});
const end = (): null => figma.ask("end-action", { actionId });

describe("opening", () => {
	test("the panel opens at once, in the theme's colours, and says nothing on the console", () => {
		expect(figma.call<object[]>("readShown")[0]).toMatchObject({
			width: 320,
			themeColors: true,
		});
		expect(figma.call("readLog")).toEqual([]);
	});

	test("the panel hears settings, selection and why it was started", () => {
		const id = figma.addNode({ name: "Card", width: 30, height: 20 });
		figma.call("select", [id]);
		figma.call("run", "fill", { prompt: "a leaf" });
		expect(figma.ask("open-panel", null)).toEqual({
			slots: [
				{
					...{ nodeId: id, name: "Card", hasPicture: false },
					size: { width: 30, height: 20 },
				},
			],
			moreCount: 0,
			command: { name: "fill", prompt: "a leaf" },
		});
	});

	test.each([null, 5, { panel: {} }, { panel: { width: 1e9, height: 3 } }])(
		"damaged settings %j count as none",
		(value) => {
			figma.call("writeStorage", "settings", value);
			expect(figma.ask("open-panel", null).settings).toBeUndefined();
		},
	);

	test("settings are kept, and a full storage is told", () => {
		const settings = {
			panel: { width: 400, height: 700 },
			style: "flat",
			scale: 2,
			isDraftInLayer: true,
		} as const;
		expect(figma.ask("save-settings", settings)).toEqual({ isSaved: true });
		expect(figma.ask("open-panel", null).settings).toEqual(settings);
		figma.call("script", { isStorageFull: true });
		expect(figma.ask("save-settings", settings)).toEqual({ isSaved: false });
	});

	test("a storage that cannot be read counts as empty", () => {
		figma.call("script", { isStorageBroken: true });
		expect(figma.ask("open-panel", null).settings).toBeUndefined();
	});

	test("dragging resizes the panel and remembers nothing", () => {
		figma.ask("resize-panel", { width: 400, height: 700 });
		expect(figma.call<object[]>("readShown").at(-1)).toEqual({
			width: 400,
			height: 700,
		});
		expect(figma.call("readStorage", "settings")).toBeNull();
	});

	test("Quick Actions suggest prompts of this file, then examples, by what was typed", () => {
		const suggest = (query: string): string[] =>
			figma.call<string[]>("suggest", "prompt", query);
		expect(suggest("")).toContain("red heart");
		expect(suggest("UMB")).toEqual(["blue umbrella"]);
		expect(suggest("xylophone")).toEqual([]);
		const id = figma.addNode({});
		begin(id);
		place(id, { made: JSON.stringify({ prompt: "a velvet umbrella" }) });
		place(id, { made: "{" });
		end();
		expect(suggest("umb")).toEqual(["a velvet umbrella", "blue umbrella"]);
	});

	test("the panel hears when styles of the file change", () => {
		figma.call("changeStyles", []);
		expect(figma.events).toEqual([]);
		figma.ask("open-panel", null);
		figma.call("changeStyles", []);
		expect(figma.events).toMatchObject([{ event: "styles-changed" }]);
	});

	test("messages of others are not answered", () => {
		for (const packed of [
			null,
			1,
			"x",
			{},
			{ musa: 1, type: "request", id: 1, method: "toString", params: null },
		])
			figma.deliver(packed);
		expect(figma.events).toEqual([]);
	});
});

describe("which layers can be filled", () => {
	const problems: [string, Parameters<Sandbox["addNode"]>[0], RegExp][] = [
		["text", { type: "TEXT" }, /stays text/],
		["an empty group", { type: "GROUP" }, /group has no fill/],
		["a slice", { type: "SLICE" }, /no fill/],
		["a locked layer", { locked: true }, /locked/],
		["mixed fills", { type: "VECTOR", fills: "mixed" }, /fills of their own/],
		["a line", { type: "LINE", height: 0 }, /no area/],
	];
	test.each(problems)("%s is refused in plain words", (_, state, words) => {
		const id = figma.addNode(state);
		const before = figma.readNode(id);
		figma.call("select", [id]);
		expect(figma.ask("open-panel", null).slots[0]?.problem).toMatch(words);
		begin(id);
		expect(place(id)).toMatchObject({ state: "refused" });
		end();
		expect(figma.readNode(id)).toEqual(before);
	});

	test("a layer inside a locked frame is locked too", () => {
		const frame = figma.addNode({ type: "FRAME", locked: true });
		const id = figma.addNode({ parent: frame });
		figma.call("select", [id]);
		expect(figma.ask("open-panel", null).slots[0]?.problem).toMatch(/locked/);
	});

	test("what is selected is told as it is now, and so is a layer's size", () => {
		const id = figma.addNode({ width: 30, height: 20 });
		figma.call("select", [id]);
		figma.call("editNode", id, { width: 300, locked: true });
		expect(figma.ask("read-selection", null).slots).toMatchObject([
			{
				size: { width: 300, height: 20 },
				problem: expect.stringMatching(/locked/),
			},
		]);
		const size = () => figma.ask("read-size", { nodeId: id });
		expect(size()).toEqual({ width: 300, height: 20 });
		figma.call("removeNode", id);
		expect(size()).toBeNull();
	});

	test("an invisible part of an instance can be filled, also after a search for placeholders", () => {
		const instance = figma.addNode({ type: "INSTANCE" });
		const part = figma.addNode({ parent: instance, visible: false });
		figma.ask("find-placeholders", { scope: "page" });
		figma.call("select", [part]);
		expect(figma.ask("read-selection", null).slots).toMatchObject([
			{ nodeId: part, note: expect.stringMatching(/Hidden/) },
		]);
		begin(part);
		expect(place(part)).toMatchObject({ state: "placed" });
	});

	test("a group stands for the shapes inside it, not for its text", () => {
		const group = figma.addNode({ type: "GROUP" });
		const inner = figma.addNode({ type: "GROUP", parent: group });
		const shapes = [
			figma.addNode({ parent: group }),
			figma.addNode({ type: "ELLIPSE", parent: inner }),
		];
		figma.addNode({ type: "TEXT", parent: group });
		figma.call("select", [group]);
		const { slots } = figma.ask("open-panel", null);
		expect(slots.map(({ nodeId }) => nodeId)).toEqual([...shapes].reverse());
	});

	test("a huge layer, a hidden one and a component come with a note", () => {
		const ids = [
			figma.addNode({ width: 20_000, height: 10 }),
			figma.addNode({ visible: false }),
			figma.addNode({ type: "COMPONENT" }),
		];
		figma.call("select", ids);
		const { slots } = figma.ask("open-panel", null);
		expect(slots.map(({ note }) => note)).toEqual([
			expect.stringMatching(/4096/),
			expect.stringMatching(/Hidden/),
			expect.stringMatching(/instances/),
		]);
	});

	test("of a very large selection 100 layers are taken, and the others are counted", () => {
		const ids = Array.from({ length: 150 }, () => figma.addNode({}));
		figma.call("select", ids);
		const { slots, moreCount } = figma.ask("open-panel", null);
		expect(slots).toHaveLength(100);
		expect(moreCount).toBe(50);
	});

	test("a turned layer says so and keeps its turn and its own size", () => {
		const id = figma.addNode({ rotation: -30, width: 40, height: 20 });
		figma.call("select", [id]);
		const [slot] = figma.ask("open-panel", null).slots;
		expect(slot?.note).toMatch(/30°/);
		expect(slot?.size).toEqual({ width: 40, height: 20 });
		begin(id);
		expect(place(id).state).toBe("placed");
		end();
		expect(figma.readNode(id)).toMatchObject({ rotation: -30, width: 40 });
	});
});

describe("placing", () => {
	test("a picture lies on top of the other fills, and everything else stays", () => {
		const id = figma.addNode({
			name: "Card",
			cornerRadius: 12,
			effects: [{ type: "BLUR" }],
		});
		const before = figma.readNode(id);
		begin(id);
		expect(place(id)).toEqual({ state: "placed", nodeId: id });
		end();
		const after = figma.readNode(id);
		expect(after?.fills).toEqual([
			grey,
			expect.objectContaining({ type: "IMAGE", scaleMode: "FILL" }),
		]);
		expect({ ...after, fills: 0, data: 0, relaunch: 0 }).toEqual({
			...before,
			fills: 0,
			data: 0,
			relaunch: 0,
		});
		expect(after?.data).toEqual({ "musa/recipe": recipe });
		expect(Object.keys(after?.relaunch ?? {})).toEqual([
			"regenerate",
			"edit-prompt",
			"vary",
		]);
	});

	test("a picture takes the place of the one that is seen, and lies like it", () => {
		const imageHash = figma.call<string>("addImage", 300, 200);
		const old = {
			type: "IMAGE",
			scaleMode: "CROP",
			imageHash,
			imageTransform: [
				[0.5, 0, 0.1],
				[0, 0.5, 0.2],
			],
			opacity: 0.5,
			blendMode: "MULTIPLY",
			visible: true,
			filters: { contrast: 0.2 },
		};
		const hidden = {
			...old,
			visible: false,
			imageTransform: [
				[1, 0, 0],
				[0, 1, 0],
			],
		};
		const id = figma.addNode({ fills: [grey, old, hidden] });
		begin(id);
		place(id);
		end();
		const fills = fillsOf(id);
		expect(fills).toEqual([
			expect.objectContaining(grey),
			expect.objectContaining({
				...old,
				imageHash: expect.not.stringMatching(imageHash),
			}),
			expect.objectContaining(hidden),
		]);
	});

	test("patterns among the fills are written the slower way", () => {
		const id = figma.addNode({
			fills: [{ type: "PATTERN", sourceNodeId: "1:1" }],
		});
		begin(id);
		expect(place(id).state).toBe("placed");
		expect(fillsOf(id)).toHaveLength(2);
	});

	test("without a layer a new rectangle appears at the centre of the view and is selected", () => {
		begin();
		const reply = place(null);
		end();
		const id = reply.state === "placed" ? reply.nodeId : "";
		expect(figma.readNode(id)).toMatchObject({
			name: "a red heart",
			x: 968,
			y: 476,
			width: 64,
			height: 48,
		});
		expect(figma.call("readSelection")).toEqual([id]);
		figma.call("undo");
		expect(figma.readNode(id)).toBeNull();
	});

	test("three layers are one undo step", () => {
		const ids = [1, 2, 3].map(() => figma.addNode({}));
		figma.call("commit");
		const before = figma.call("readNodes");
		const steps = figma.call<number>("countUndoSteps");
		begin(...ids);
		for (const id of ids) place(id);
		end();
		expect(figma.call("countUndoSteps")).toBe(steps + 1);
		figma.call("undo");
		expect(figma.call("readNodes")).toEqual(before);
	});

	test("a layer that was deleted meanwhile is told, and nothing is made", () => {
		const id = figma.addNode({});
		begin(id);
		figma.call("removeNode", id);
		const before = figma.call("readNodes");
		expect(place(id)).toMatchObject({
			state: "gone",
			sentence: expect.stringMatching(/tray/),
		});
		end();
		expect(figma.call("readNodes")).toEqual(before);
	});

	test("a fill that somebody changed meanwhile is left as it is", () => {
		const id = figma.addNode({});
		begin(id);
		figma.call("editNode", id, { fills: [] });
		expect(place(id)).toMatchObject({ state: "changed" });
		end();
		expect(fillsOf(id)).toEqual([]);
	});

	test.each([
		["no picture at all", Uint8Array.from([1, 2, 3])],
		["nothing", new Uint8Array(0)],
		["too large a picture", makePng(4097, 1, 1)],
	])("%s is refused and the layer stays", (_, png) => {
		const id = figma.addNode({});
		begin(id);
		expect(place(id, { png })).toMatchObject({ state: "refused" });
		end();
		expect(fillsOf(id)).toEqual([grey]);
	});

	test("Figma's own refusal is told in plain words", () => {
		const id = figma.addNode({ type: "SECTION" });
		begin(id);
		expect(place(id)).toMatchObject({
			state: "refused",
			sentence: expect.stringMatching(/does not let/),
		});
	});

	test("an action that is over takes no more pictures", () => {
		const id = figma.addNode({});
		begin(id);
		end();
		expect(place(id)).toMatchObject({ state: "refused" });
		expect(fillsOf(id)).toEqual([grey]);
	});
});

describe("drafts", () => {
	test("leave exactly the old fill and no undo step when they are dropped", () => {
		const id = figma.addNode({});
		figma.call("commit");
		const before = figma.readNode(id);
		const steps = figma.call("countUndoSteps");
		begin(id);
		place(id, { isDraft: true, shade: 1 });
		place(id, { isDraft: true, shade: 2 });
		expect(fillsOf(id)).toHaveLength(2);
		end();
		expect(figma.readNode(id)).toEqual(before);
		expect(figma.call("countUndoSteps")).toBe(steps);
	});

	test("do not stand in for the layer's own picture when that is read", () => {
		const id = figma.addNode({});
		figma.call("select", [id]);
		expect(figma.ask("read-picture", { nodeId: id })).toBeNull();
		begin(id);
		place(id, { isDraft: true, shade: 1 });
		expect(figma.ask("read-picture", { nodeId: id })).toBeNull();
		expect(figma.ask("read-selection", null).slots[0]?.hasPicture).toBe(false);
		place(id, { shade: 2 });
		end();
		expect(figma.ask("open-panel", null).slots[0]?.hasPicture).toBe(true);
		begin(id);
		place(id, { isDraft: true, shade: 3 });
		expect(figma.ask("read-picture", { nodeId: id })).toEqual(makePng(8, 8, 2));
		end();
		expect(figma.ask("read-picture", { nodeId: "9:9" })).toBeNull();
	});

	test("become one undo step with the picture that is kept", () => {
		const id = figma.addNode({});
		figma.call("commit");
		begin(id);
		place(id, { isDraft: true, shade: 1 });
		place(id, { shade: 2 });
		end();
		expect(fillsOf(id)).toHaveLength(2);
		figma.call("undo");
		expect(fillsOf(id)).toEqual([grey]);
	});

	test("are taken back when the plugin closes, and what was placed stays", () => {
		const [draft, kept] = [figma.addNode({}), figma.addNode({})];
		begin(draft, kept);
		place(draft, { isDraft: true });
		place(kept);
		figma.call("close");
		expect(fillsOf(draft)).toEqual([grey]);
		expect(fillsOf(kept)).toHaveLength(2);
	});

	test.each(["dropped", "closed"])(
		"give a layer its style back when they are %s, and without the style its fills",
		(how) => {
			const blue = { type: "SOLID", color: { r: 0, g: 0, b: 1 } };
			figma.call("changeStyles", [
				{ id: "S:1", paints: [blue] },
				{ id: "S:2", paints: [blue] },
			]);
			const styled = { fills: [{ ...grey, ...blue }] };
			const [kept, orphan, filled] = ["S:1", "S:2", "S:1"].map((fillStyleId) =>
				figma.addNode({ ...styled, fillStyleId }),
			) as [string, string, string];
			const before = figma.readNode(kept);
			begin(kept, orphan, filled);
			for (const id of [kept, orphan]) place(id, { isDraft: true });
			place(filled);
			expect(figma.readNode(kept)?.fillStyleId).toBe("");
			figma.call("changeStyles", [{ id: "S:1", paints: [blue] }]);
			if (how === "closed") figma.call("close");
			else end();
			expect(figma.readNode(kept)).toEqual(before);
			expect(figma.readNode(orphan)).toMatchObject({
				...styled,
				fillStyleId: "",
			});
			expect(fillsOf(filled)).toHaveLength(2);
			expect(figma.readNode(filled)?.fillStyleId).toBe("");
		},
	);

	test("are left alone when somebody changed the fill on top of them", () => {
		const id = figma.addNode({});
		begin(id);
		place(id, { isDraft: true });
		figma.call("editNode", id, { fills: [{ ...grey, opacity: 0.5 }] });
		end();
		expect(fillsOf(id)).toEqual([{ ...grey, opacity: 0.5 }]);
	});
});

describe("history", () => {
	test("lists what was made, the newest first; entries can be starred and deleted", () => {
		const ids = [
			figma.addNode({ name: "One" }),
			figma.addNode({ name: "Two" }),
		];
		begin(...ids);
		for (const id of ids) place(id);
		end();
		const [two, one] = figma.ask("read-history", null);
		expect([two?.layerName, one?.layerName]).toEqual(["Two", "One"]);
		const imageHash = one?.imageHash ?? "";
		expect(figma.ask("read-image", { imageHash })).toBeInstanceOf(Uint8Array);
		expect(figma.ask("read-image", { imageHash: "gone" })).toBeNull();
		const id = one?.id ?? "";
		expect(figma.ask("change-history", { id, act: "star" })[1]?.isStarred).toBe(
			true,
		);
		expect(figma.ask("change-history", { id, act: "delete" })).toHaveLength(1);
	});

	test("takes a layer with a name of 1 MB", () => {
		const id = figma.addNode({ name: "x".repeat(1_000_000) });
		begin(id);
		place(id);
		expect(figma.ask("read-history", null)).toHaveLength(1);
	});

	test("of some 150 pictures with long prompts all are listed", () => {
		const id = figma.addNode({});
		begin(id);
		const made = JSON.stringify({ prompt: "長".repeat(1000) });
		for (let i = 0; i < 140; i++) place(id, { made });
		const entries = figma.ask("read-history", null);
		expect(entries).toHaveLength(140);
		expect(new Set(entries.map((each) => each.id)).size).toBe(140);
	});

	test("stays under the limit of an entry; the starred survive", () => {
		const id = figma.addNode({});
		begin(id);
		place(id);
		const [first] = figma.ask("read-history", null);
		figma.ask("change-history", { id: first?.id ?? "", act: "star" });
		const longRecipe = JSON.stringify({ prompt: "x".repeat(1000) });
		for (let i = 0; i < 200; i++) place(id, { made: longRecipe });
		end();
		const entries = figma.ask("read-history", null);
		expect(entries.length).toBeGreaterThan(100);
		expect(entries.length).toBeLessThan(200);
		expect(entries.at(-1)).toMatchObject({ id: first?.id, isStarred: true });
	});

	test.each(["", "{", "5", "[1,null]"])(
		"damaged history %j reads as empty",
		(text) => {
			figma.call("editNode", "0:0", { data: { "musa/history": text } });
			expect(figma.ask("read-history", null)).toEqual([]);
		},
	);
});
