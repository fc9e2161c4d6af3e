// The built panel when things do not go as planned: nothing that was drawn is lost, nothing blocks, everything is told.
import { beforeAll, expect, test } from "vitest";
import {
	addLayers,
	clear,
	fillButton,
	isDraftInLayer,
	nodesOf,
	picturesOf,
	readPicture,
	says,
	status,
	WAIT,
} from "../../support/fake-figma/journey.js";
import type { Panel } from "../../support/fake-figma/open-panel.js";
import { useSharedPanel } from "../../support/fake-figma/use-panels.js";

const PATIENT = { timeout: 600_000 };

const open = useSharedPanel({
	options: {
		initScript: `
			const Real = globalThis.Worker;
			globalThis.Worker = class extends Real {
				constructor(...given) { super(...given); globalThis.lastWorker = this; }
			};`,
	},
});
let panel: Panel;
beforeAll(async () => {
	panel = await open();
}, 120_000);

const begin = async (...names: string[]): Promise<Panel> => {
	await clear(panel);
	addLayers(...names)(panel.figma);
	return panel;
};
const recipeOf = (id: string) =>
	panel.figma.readNode(id)?.data["musa/recipe"] ?? "";

test(
	"a picture in the tray is placed as it was drawn, at its full size",
	PATIENT,
	async () => {
		const { frame, figma } = await begin("One");
		const [one] = nodesOf(panel);
		await frame.getByLabel("Show drafts in the layer").uncheck();
		await frame.fill("#prompt", "a leaf");
		// Somebody repaints the layer while the picture is drawn.
		const { deliver } = figma;
		figma.deliver = (packed) => {
			if (JSON.stringify(packed).includes('"place-image"') && one)
				figma.call("editNode", one.id, { fills: [] });
			deliver(packed);
		};
		await frame.press("#prompt", "Enter");
		await says(panel, /changed meanwhile/);
		figma.deliver = deliver;
		expect(nodesOf(panel)[0]?.fills).toEqual([]);
		const small = figma.addNode({ name: "Small", width: 8, height: 8 });
		figma.call("select", [small]);
		// What the tray holds needs no drawing: it must not ask the model.
		await frame.evaluate(() => {
			(globalThis as unknown as { lastWorker: Worker }).lastWorker.postMessage =
				() => {
					throw new Error("the tray asked the model");
				};
		});
		await frame
			.getByRole("button", { name: "Place", exact: true })
			.first()
			.click();
		await says(panel, /Done/);
		expect(JSON.parse(recipeOf(small)).size).toEqual({
			width: 128,
			height: 128,
		});
		expect(await frame.locator("[aria-label=Tray]").count()).toBe(0);
		await frame.evaluate(() => {
			delete (
				globalThis as unknown as { lastWorker: { postMessage?: unknown } }
			).lastWorker.postMessage;
		});
	},
);

test(
	"a worker that dies while layers are filled: what is placed stays, and Fill works again",
	PATIENT,
	async () => {
		const { frame } = await begin(
			...Array.from({ length: 8 }, (_, i) => `Layer ${i}`),
		);
		await frame.getByLabel("Show drafts in the layer").uncheck();
		// Between two pictures a new worker would take over, and nobody would notice.
		await frame.evaluate(() => {
			const { lastWorker } = globalThis as unknown as { lastWorker: Worker };
			const post = lastWorker.postMessage.bind(lastWorker);
			lastWorker.postMessage = (
				message: { method?: string },
				given?: object,
			) => {
				post(message, given);
				const label = document.querySelector(".status")?.textContent ?? "";
				if (message.method !== "generate") return;
				if (!/Drawing [2-7] of 8/.test(label)) return;
				lastWorker.terminate();
				lastWorker.dispatchEvent(new ErrorEvent("error", { message: "dead" }));
			};
		});
		await frame.fill("#prompt", "a star");
		await frame.press("#prompt", "Enter");
		await says(panel, /Filled [1-7] of 8 layers\. ./);
		expect(picturesOf(panel).length).toBeGreaterThan(0);
		await fillButton(panel).click();
		await says(panel, /Filled 8 layers/);
	},
);

test(
	"a layer that was resized while it is selected gets a picture of its new size",
	PATIENT,
	async () => {
		const { frame, figma, page } = await begin("Card");
		const [card] = nodesOf(panel);
		await frame.getByLabel("Show drafts in the layer").uncheck();
		await frame.fill("#prompt", "a yellow star");
		figma.call("editNode", card?.id, { width: 128, height: 32 });
		await page.mouse.move(400, 10);
		await page.mouse.move(10, 10);
		await expect
			.poll(() => frame.locator(".list .note").first().textContent(), WAIT)
			.toBe("128 × 32");
		// This one the panel hears of only when it draws.
		figma.call("editNode", card?.id, { width: 16, height: 64 });
		await frame.press("#prompt", "Enter");
		await says(panel, /Done/);
		expect(JSON.parse(recipeOf(card?.id ?? "")).size).toEqual({
			width: 32,
			height: 128,
		});
		const [filled] = nodesOf(panel);
		await frame.press("#prompt", "Escape");
		await says(panel, /^$/);
		expect(nodesOf(panel)[0]).toEqual(filled);
	},
);

test("Enter on a slider keeps the picture that is seen", PATIENT, async () => {
	const { frame } = await begin("Card");
	await frame.fill("#prompt", "a red heart");
	await isDraftInLayer(panel);
	const slider = frame.getByLabel("Vary", { exact: true });
	await slider.fill("40");
	await slider.press("Enter");
	await says(panel, /Done/);
	const [card] = nodesOf(panel);
	expect(JSON.parse(recipeOf(card?.id ?? "")).variation.strength).toBe(0.4);
});

test(
	"history: a recipe is copied, and a picture placed again without its prompt in the panel",
	PATIENT,
	async () => {
		const { frame, figma } = await begin("Card");
		await frame.fill("#prompt", "a green tree");
		await frame.press("#prompt", "Enter");
		await says(panel, /Done/);
		const [card] = nodesOf(panel);
		const recipe = recipeOf(card?.id ?? "");
		const other = figma.addNode({ name: "Other", width: 64, height: 64 });
		figma.call("select", [other]);
		await frame.fill("#prompt", "");
		await frame.click("#musa-tab-history");
		await frame.evaluate(() => {
			document.addEventListener("copy", () => {
				Object.assign(globalThis, { copied: getSelection()?.toString() });
			});
		});
		await frame
			.getByRole("button", { name: "Copy the recipe of a green tree" })
			.first()
			.click();
		await says(panel, /copied/);
		expect(
			await frame.evaluate(() => (globalThis as { copied?: string }).copied),
		).toBe(recipe);
		await frame
			.getByRole("button", { name: "Place again: a green tree" })
			.first()
			.click();
		await says(panel, /Done/);
		const { seed, prompt } = JSON.parse(recipe);
		expect(JSON.parse(recipeOf(other))).toMatchObject({ seed, prompt });
		expect(
			picturesOf(panel).map(({ fills }) => fills[1]?.imageHash),
		).toHaveLength(2);
	},
);

test(
	"many layers: the search says how far it is and can be cancelled",
	PATIENT,
	async () => {
		const { frame, figma } = await begin();
		await frame.click("#musa-tab-placeholders");
		await frame.getByRole("button", { name: "In the selection" }).click();
		await says(panel, /No shape or frame is selected/);
		figma.call("addMany", 2_000, { type: "ELLIPSE" });
		figma.isPaced = true;
		await frame.getByRole("button", { name: "Look on this page" }).click();
		await says(panel, /Look(ing|ed) at/);
		figma.tick();
		figma.tick();
		await says(panel, /Looked at [\d,]+ of 2,000 layers/);
		await frame.getByRole("button", { name: "Cancel" }).click();
		await expect.poll(() => figma.tick(), WAIT).toBeUndefined();
		await expect
			.poll(async () => {
				figma.tick();
				return status(panel).textContent();
			}, WAIT)
			.toMatch(/Cancelled: [\d,]+ placeholders among [\d,]+ layers so far/);
		figma.isPaced = false;
		await frame.getByRole("button", { name: "Look on this page" }).click();
		await says(panel, /2,000 placeholders among 2,000 layers; the first 100/);
		expect(await frame.locator(".list .item").count()).toBe(100);
	},
);

test.each(["regenerate", "edit-prompt", "vary"])(
	"%s without a recipe that can be read says so and leaves the layer alone",
	PATIENT,
	async (command) => {
		const { figma } = await begin();
		figma.call("run", command);
		await says(panel, /Select a layer that Musa has filled/);
		const data = { "musa/recipe": '{"prompt":' };
		const id = figma.addNode({ name: "Damaged", data });
		figma.call("select", [id]);
		const before = figma.readNode(id);
		figma.call("run", command);
		await says(panel, /recipe of this layer cannot be read/);
		expect(figma.readNode(id)).toEqual(before);
	},
);

test(
	"layers of 20,000 px are filled with pictures of 4096 px",
	PATIENT,
	async () => {
		const { frame, figma } = await begin();
		const wide = figma.addNode({ width: 20_000, height: 2_000 });
		const thin = figma.addNode({ width: 10, height: 20_000 });
		figma.call("select", [wide, thin]);
		await frame.fill("#prompt", "a yellow star");
		await frame.press("#prompt", "Enter");
		await says(panel, /Filled 2 layers/);
		const sizes = picturesOf(panel).map((each) => readPicture(panel, each));
		expect(sizes.map(({ width, height }) => [width, height])).toEqual([
			[4096, 410],
			[2, 4096],
		]);
	},
);

test("more layers than are filled at once are told", PATIENT, async () => {
	const names = Array.from({ length: 130 }, (_, i) => `Layer ${i}`);
	const { frame } = await begin(...names);
	await expect
		.poll(() => frame.locator(".musa-notice").allTextContents(), WAIT)
		.toEqual([expect.stringMatching(/first 100 of 130/)]);
});

test(
	"the panel's size follows the arrow keys and the mouse, and is remembered",
	PATIENT,
	async () => {
		const { frame, figma, page } = await begin();
		const handle = frame.getByRole("button", { name: /Panel size/ });
		await handle.press("ArrowRight");
		const readPanel = () =>
			figma.call<{ panel: object } | null>("readStorage", "settings")?.panel;
		await expect.poll(readPanel, WAIT).toEqual({ width: 340, height: 600 });
		const box = await handle.boundingBox();
		const [x, y] = [(box?.x ?? 0) + 8, (box?.y ?? 0) + 8];
		await page.mouse.move(x, y);
		await page.mouse.down();
		await page.mouse.move(x + 50, y + 30);
		await expect
			.poll(() => figma.call<object[]>("readShown").at(-1), WAIT)
			.toEqual({ width: 370, height: 630 });
		expect(readPanel()).toEqual({ width: 340, height: 600 });
		await page.mouse.up();
		await expect.poll(readPanel, WAIT).toEqual({ width: 370, height: 630 });
	},
);

test(
	"a full storage is told, and the setting holds until the panel closes",
	PATIENT,
	async () => {
		const { frame, figma } = await begin();
		figma.call("script", { isStorageFull: true });
		await frame.getByLabel("1x").check({ force: true });
		await says(panel, /storage takes no more/);
		expect(await frame.getByLabel("1x").isChecked()).toBe(true);
		figma.call("script", { isStorageFull: false });
		await frame.getByLabel("2x").check({ force: true });
	},
);

test(
	"palettes follow the file: a changed style at once, changed variables when the panel is entered",
	PATIENT,
	async () => {
		const { frame, figma, page } = await begin();
		const names = () =>
			frame.getByLabel("Palette").locator("option").allTextContents();
		const blue = { type: "SOLID", color: { r: 0, g: 0, b: 1 } };
		figma.call("changeStyles", [{ paints: [blue] }]);
		await expect.poll(names, WAIT).toContain("Colour styles");
		figma.call("script", {
			collections: [
				{ id: "c", name: "Brand", modes: [{ modeId: "m", name: "Light" }] },
			],
			variables: [
				{
					...{ id: "v", variableCollectionId: "c" },
					valuesByMode: { m: { r: 1, g: 0, b: 0 } },
				},
			],
		});
		expect(await names()).not.toContain("Brand");
		await page.mouse.move(400, 10);
		await page.mouse.move(10, 10);
		await expect.poll(names, WAIT).toContain("Brand");
	},
);
