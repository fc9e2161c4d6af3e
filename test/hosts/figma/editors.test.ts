// The built code.js in FigJam and in Slides, as strict as the typings tell.
import { afterEach, expect, test } from "vitest";
import { makePng } from "../../support/fake-figma/make-png.js";
import {
	openSandbox,
	type Sandbox,
} from "../../support/fake-figma/open-sandbox.js";

let figma: Sandbox | undefined;
afterEach(() => {
	figma?.dispose();
	figma = undefined;
});
const open = async (editor: "figjam" | "slides"): Promise<Sandbox> => {
	figma = await openSandbox("local", editor);
	figma.start();
	return figma;
};
const place = (sandbox: Sandbox, nodeId: string | null) => {
	const nodeIds = nodeId === null ? [] : [nodeId];
	sandbox.ask("begin-action", { actionId: 1, nodeIds });
	const reply = sandbox.ask("place-image", {
		...{ actionId: 1, nodeId, prompt: "a leaf", recipe: "{}" },
		png: makePng(8, 8, 1),
		size: { width: 200, height: 100 },
	});
	sandbox.ask("end-action", { actionId: 1 });
	return reply;
};

test.each(["figjam", "slides"] as const)(
	"in %s the panel opens, without palettes where the editor has none, and a shape is filled",
	async (editor) => {
		const sandbox = await open(editor);
		const id = sandbox.addNode({ name: "Picture" });
		sandbox.call("select", [id]);
		const { slots } = sandbox.ask("open-panel", null);
		expect(slots).toMatchObject([{ nodeId: id, name: "Picture" }]);
		expect(slots[0]?.problem).toBeUndefined();
		expect(sandbox.ask("read-palettes", null)).toEqual([]);
		expect(sandbox.ask("read-history", null)).toEqual([]);
		expect(place(sandbox, id)).toMatchObject({ state: "placed" });
		expect(sandbox.readNode(id)?.fills).toHaveLength(2);
	},
);

test.each(["STICKY", "SHAPE_WITH_TEXT", "CONNECTOR"])(
	"in FigJam a %s gets a plain sentence and stays as it is",
	async (type) => {
		const sandbox = await open("figjam");
		const id = sandbox.addNode({ type, name: "Note" });
		const before = sandbox.readNode(id);
		sandbox.call("select", [id]);
		const { slots } = sandbox.ask("open-panel", null);
		expect(slots[0]?.problem).toMatch(/Select/);
		expect(place(sandbox, id)).toMatchObject({ state: "refused" });
		expect(sandbox.readNode(id)).toEqual(before);
	},
);

test("in FigJam a new picture lies at the centre of the view", async () => {
	const sandbox = await open("figjam");
	const reply = place(sandbox, null);
	if (reply.state !== "placed") throw new Error(reply.sentence);
	expect(sandbox.readNode(reply.nodeId)).toMatchObject({
		...{ x: 900, y: 450, width: 200, height: 100 },
		parent: "0:1",
	});
});

test("in Slides a new picture lies in the middle of the slide that is shown; a slide itself can be filled", async () => {
	const sandbox = await open("slides");
	const grid = sandbox.addNode({ type: "SLIDE_GRID", name: "Grid" });
	const slide = sandbox.addNode({
		...{ type: "SLIDE", name: "1", parent: grid, width: 1920, height: 1080 },
	});
	const reply = place(sandbox, null);
	if (reply.state !== "placed") throw new Error(reply.sentence);
	expect(sandbox.readNode(reply.nodeId)).toMatchObject({
		...{ x: 860, y: 490, parent: slide },
	});
	sandbox.call("select", [slide, grid]);
	const { slots } = sandbox.ask("open-panel", null);
	expect(slots.map(({ problem }) => problem === undefined)).toEqual([
		true,
		false,
	]);
	expect(place(sandbox, slide)).toMatchObject({ state: "placed" });
});
