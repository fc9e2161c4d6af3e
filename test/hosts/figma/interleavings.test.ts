// A user edits while pictures are on their way, in 200 orders: nothing of the user's is overwritten, no picture is lost.
import { expect, test } from "vitest";
import { makePng } from "../../support/fake-figma/make-png.js";
import {
	openSandbox,
	type Sandbox,
} from "../../support/fake-figma/open-sandbox.js";

const SEED_COUNT = 200;
const SEEDS_PER_DOCUMENT = 20;
const ACTS_PER_SEED = 40;

/** What must be true of one layer. */
interface Expected {
	/** Its fill when no draft is open: the user's last, or the picture that was placed. */
	fills: string;
	isDraft: boolean;
	/** Somebody changed the fill since the open action last knew it. */
	isTouched: boolean;
	isInAction: boolean;
	isLocked: boolean;
}

function makeRandom(seed: number): (count: number) => number {
	let state = seed + 1;
	return (count) => {
		// Lehmer's generator is random enough to shuffle acts.
		state = (state * 48271) % 0x7fffffff;
		return state % count;
	};
}

const fillsOf = (figma: Sandbox, id: string): string | undefined => {
	const node = figma.readNode(id);
	if (!node) return undefined;
	const paints = node.fills as readonly object[];
	// The order of a paint's fields means nothing.
	return JSON.stringify(
		paints.map((paint) =>
			Object.entries(paint).sort(([a], [b]) => (a < b ? -1 : 1)),
		),
	);
};
const solid = (opacity: number): object => ({
	type: "SOLID",
	color: { r: 0, g: 0, b: 1 },
	opacity,
	visible: true,
	blendMode: "NORMAL",
});

function playOne(figma: Sandbox, seed: number): number {
	const random = makeRandom(seed);
	const layers = new Map<string, Expected>();
	for (let i = 0; i < 5; i++) {
		const id = figma.addNode({});
		layers.set(id, {
			fills: fillsOf(figma, id) ?? "",
			isDraft: false,
			isTouched: false,
			isInAction: false,
			isLocked: false,
		});
	}
	figma.call("commit");
	const ids = [...layers.keys()];
	let actionId: number | undefined;
	let keptCount = 0;

	const place = (id: string, layer: Expected, isFinal: boolean): void => {
		const before = fillsOf(figma, id);
		const reply = figma.ask("place-image", {
			actionId: actionId ?? -1,
			nodeId: id,
			png: makePng(2, 2, random(250)),
			size: { width: 9, height: 9 },
			prompt: "a leaf",
			recipe: isFinal ? "{}" : null,
		});
		const mayPlace =
			before !== undefined &&
			layer.isInAction &&
			!layer.isTouched &&
			!layer.isLocked;
		expect(reply.state === "placed").toBe(mayPlace);
		if (reply.state !== "placed") {
			// The sender keeps the picture and hears why; the layer is as it was.
			expect(reply.sentence).not.toBe("");
			expect(fillsOf(figma, id)).toBe(before);
			keptCount++;
			return;
		}
		expect(fillsOf(figma, id)).toContain("IMAGE");
		layer.isDraft = !isFinal;
		if (isFinal) layer.fills = fillsOf(figma, id) ?? "";
	};
	const end = (): void => {
		figma.ask("end-action", { actionId: actionId ?? -1 });
		actionId = undefined;
		for (const [id, layer] of layers) {
			if (figma.readNode(id)) expect(fillsOf(figma, id)).toBe(layer.fills);
			layer.isDraft = false;
			layer.isInAction = false;
			layer.isTouched = false;
		}
	};
	const edit = (id: string, changes: object): void => {
		figma.call("editNode", id, changes);
	};

	for (let step = 0; step < ACTS_PER_SEED; step++) {
		const id = ids[random(ids.length)] ?? "";
		const layer = layers.get(id);
		if (!layer) continue;
		const act = random(12);
		if (act <= 1) {
			if (actionId !== undefined) end();
			actionId = 1000 * seed + step + 1;
			const begun = ids.filter(() => random(3) > 0);
			figma.ask("begin-action", { actionId, nodeIds: begun });
			for (const each of begun) {
				const known = layers.get(each);
				if (!known) continue;
				known.isTouched = false;
				known.isInAction = !known.isLocked && !!figma.readNode(each);
			}
		} else if (act <= 5) place(id, layer, act === 5);
		else if (act <= 7) {
			const opacity = 0.001 * (1 + random(900));
			edit(id, { fills: [solid(opacity)] });
			if (!figma.readNode(id)) continue;
			layer.fills = fillsOf(figma, id) ?? "";
			layer.isTouched = true;
			layer.isDraft = false;
		} else if (act === 8) {
			layer.isLocked = !layer.isLocked;
			edit(id, { locked: layer.isLocked });
		} else if (act === 9) edit(id, { x: random(100) });
		else if (act === 10) {
			if (random(4) === 0) figma.call("removeNode", id);
		} else if (actionId !== undefined) end();
	}
	if (actionId !== undefined) end();
	return keptCount;
}

test(`${SEED_COUNT} orders of edits and pictures`, {
	timeout: 300_000,
}, async () => {
	let keptCount = 0;
	for (let first = 0; first < SEED_COUNT; first += SEEDS_PER_DOCUMENT) {
		const figma = await openSandbox();
		figma.start();
		for (let seed = first; seed < first + SEEDS_PER_DOCUMENT; seed++)
			keptCount += playOne(figma, seed);
		expect(figma.call("readLog")).toEqual([]);
		figma.dispose();
	}
	// The orders are worth something only if layers were in the way often.
	expect(keptCount).toBeGreaterThan(100);
});

test("closing at any moment leaves no draft and everything of the user's", {
	timeout: 300_000,
}, async () => {
	for (let seed = 0; seed < 20; seed++) {
		const random = makeRandom(seed);
		const figma = await openSandbox();
		figma.start();
		const ids = [1, 2, 3, 4].map(() => figma.addNode({}));
		const expected = new Map(ids.map((id) => [id, fillsOf(figma, id)]));
		figma.ask("begin-action", { actionId: 1, nodeIds: ids });
		for (let step = random(12); step > 0; step--) {
			const id = ids[random(4)] ?? "";
			const isEdit = random(3) === 0;
			const isFinal = random(3) === 0;
			if (isEdit)
				figma.call("editNode", id, {
					fills: [solid(step / 100)],
				});
			else {
				const { state } = figma.ask("place-image", {
					actionId: 1,
					nodeId: id,
					png: makePng(2, 2, step),
					size: { width: 9, height: 9 },
					prompt: "a leaf",
					recipe: isFinal ? "{}" : null,
				});
				if (state !== "placed" || !isFinal) continue;
			}
			expected.set(id, fillsOf(figma, id));
		}
		figma.call("close");
		for (const id of ids) expect(fillsOf(figma, id)).toBe(expected.get(id));
		figma.dispose();
	}
});
