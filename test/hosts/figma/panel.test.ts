// Journeys through the built plugin: ui.html in Chromium, code.js in QuickJS, a strict document behind it.
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
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
import {
	type Panel,
	STRICT_POLICY,
} from "../../support/fake-figma/open-panel.js";
import {
	usePanels,
	useSharedPanel,
} from "../../support/fake-figma/use-panels.js";
import { ROOT } from "../../support/packs.js";

const PATIENT = { timeout: 300_000 };
const PLUGIN = join(ROOT, "packages/figma-plugin");
// Headless Chromium tells about a blob worker that the policy forbids; the panel goes on with data:.
const EXPECTED_COMPLAINT = /Creating a worker from 'blob:/;

const open = usePanels({ expectedComplaint: EXPECTED_COMPLAINT });
describe("in every frame of Figma's", PATIENT, () => {
	test.each([
		["data", undefined, "in a worker"],
		["srcdoc", undefined, "in a worker"],
		["data", STRICT_POLICY, "in a worker (started from data:)"],
		["srcdoc", STRICT_POLICY, "in a worker (started from data:)"],
	] as const)(
		"%s with the policy %s the panel draws %s",
		async (shape, policy, words) => {
			const opened = await open({
				shape,
				...(policy && { policy }),
				arrange: addLayers("Card"),
			});
			await opened.frame.fill("#prompt", "a red heart");
			await isDraftInLayer(opened);
			await opened.frame.click("#musa-tab-about");
			await expect
				.poll(() => opened.frame.locator(".facts").textContent(), WAIT)
				.toContain(words);
		},
	);

	test("without any worker the panel draws in itself, in slices", async () => {
		const opened = await open({
			arrange: addLayers("Card"),
			initScript: "delete globalThis.Worker",
		});
		await opened.frame.fill("#prompt", "a red heart");
		await isDraftInLayer(opened);
		expect(await opened.frame.evaluate(() => typeof Worker)).toBe("undefined");
	});
});

describe("journeys", PATIENT, () => {
	// Opening takes longest: they share a panel, and each begins with a document of its own.
	const openShared = useSharedPanel();
	const begin = async (...names: string[]): Promise<Panel> => {
		const shared = await openShared();
		await clear(shared);
		addLayers(...names)(shared.figma);
		return shared;
	};

	test("type, see the draft in the layer, choose another, Escape: exactly the old fill", async () => {
		const opened = await begin("Card");
		const before = nodesOf(opened);
		await opened.frame.fill("#prompt", "a red heart");
		await isDraftInLayer(opened);
		await expect
			.poll(
				() =>
					opened.frame.locator(".musa-thumb canvas:not(.musa-empty)").count(),
				WAIT,
			)
			.toBe(4);
		const first = picturesOf(opened)[0]?.fills;
		await opened.frame.locator(".musa-thumb").nth(2).click();
		await expect
			.poll(() => picturesOf(opened)[0]?.fills, WAIT)
			.not.toEqual(first);
		await opened.frame.press("#prompt", "Escape");
		await expect.poll(() => nodesOf(opened), WAIT).toEqual(before);
	});

	test("scrubbing between seeds and round the hues redraws the layer", async () => {
		const opened = await begin("Card");
		await opened.frame.fill("#prompt", "a red heart");
		await isDraftInLayer(opened);
		const seen = new Set<string>();
		const look = () => JSON.stringify(picturesOf(opened)[0]?.fills);
		for (const label of ["Vary", "Hue"]) {
			seen.add(look());
			await opened.frame.getByLabel(label, { exact: true }).fill("60");
			await expect.poll(() => seen.has(look()), WAIT).toBe(false);
		}
	});

	test("a dragged slider puts the picture into a large layer before it is enlarged, then whole", async () => {
		const opened = await begin();
		const { figma, frame } = opened;
		const large = figma.addNode({ name: "Large", width: 200, height: 200 });
		figma.call("select", [large]);
		await frame.fill("#prompt", "a red heart");
		await isDraftInLayer(opened);
		const widths: number[] = [];
		const { deliver } = figma;
		figma.deliver = (packed) => {
			deliver(packed);
			if (!JSON.stringify(packed).includes('"place-image"')) return;
			const [node] = picturesOf(opened);
			if (node) widths.push(readPicture(opened, node).width);
		};
		await frame.getByLabel("Vary", { exact: true }).fill("35");
		await expect.poll(() => widths, WAIT).toEqual([128, 256]);
		// Another colour needs no model, so there is nothing to show before.
		await frame.getByLabel("Hue", { exact: true }).fill("35");
		await expect.poll(() => widths, WAIT).toEqual([128, 256, 256]);
		figma.deliver = deliver;
	});

	test("Enter fills three layers as one undo step, each with its recipe and its own seed", async () => {
		const opened = await begin("One", "Two", "Three");
		const before = nodesOf(opened);
		const steps = opened.figma.call<number>("countUndoSteps");
		await opened.frame.fill("#prompt", "a blue umbrella");
		await isDraftInLayer(opened);
		await opened.frame.press("#prompt", "Enter");
		await says(opened, /Filled 3 layers/);
		const filled = nodesOf(opened);
		expect(new Set(filled.map(({ fills }) => fills[1]?.imageHash)).size).toBe(
			3,
		);
		for (const { data } of filled)
			expect(JSON.parse(Object.values(data)[0])).toMatchObject({
				prompt: "a blue umbrella",
				size: { width: 128, height: 128 },
			});
		expect(opened.figma.call("countUndoSteps")).toBe(steps + 1);
		opened.figma.call("undo");
		expect(nodesOf(opened)).toEqual(before);
	});

	test("nothing selected: a new rectangle with the prompt as its name", async () => {
		const opened = await begin();
		await opened.frame.fill("#prompt", "a leaf");
		await opened.frame.press("#prompt", "Enter");
		await says(opened, /Done/);
		expect(picturesOf(opened)).toMatchObject([{ name: "a leaf" }]);
	});

	test("a prompt for each layer", async () => {
		const opened = await begin("One", "Two");
		await opened.frame.fill("#prompt", "a leaf");
		await opened.frame.getByLabel("A prompt for each layer").check();
		await opened.frame.getByLabel("Prompt for Two").fill("a tree");
		await fillButton(opened).click();
		await says(opened, /Filled 2/);
		const prompts = nodesOf(opened).map(
			({ data }) => JSON.parse(Object.values(data)[0]).prompt,
		);
		expect(prompts).toEqual(["a leaf", "a tree"]);
	});

	test("a Quick Action with a prompt opens the panel and fills the selection", async () => {
		const opened = await open({
			arrange: addLayers("Card"),
			command: "fill",
			parameters: { prompt: "a leaf" },
		});
		await says(opened, /Done/);
		const [card] = picturesOf(opened);
		expect(JSON.parse(Object.values(card?.data ?? {})[0] ?? "")).toMatchObject({
			prompt: "a leaf",
		});
	});

	test("a layer deleted midway: its picture is in the tray and can be placed again", async () => {
		const opened = await begin("One", "Two");
		const [, two] = nodesOf(opened);
		// Gone between the begin and the picture, wherever the drawing is.
		const { deliver } = opened.figma;
		opened.figma.deliver = (packed) => {
			if (
				JSON.stringify(packed).includes('"place-image"') &&
				two &&
				opened.figma.readNode(two.id)
			) {
				opened.figma.call("removeNode", two.id);
			}
			deliver(packed);
		};
		await opened.frame.getByLabel("Show drafts in the layer").uncheck();
		await opened.frame.fill("#prompt", "a leaf");
		await opened.frame.press("#prompt", "Enter");
		await says(opened, /Filled 1 of 2/);
		opened.figma.deliver = deliver;
		await opened.frame
			.getByRole("button", { name: "Place", exact: true })
			.first()
			.click();
		await says(opened, /Done/);
		expect(await opened.frame.locator("[aria-label=Tray]").count()).toBe(0);
	});

	test("Cancel keeps what is placed and leaves the rest", async () => {
		const names = Array.from({ length: 30 }, (_, i) => `Layer ${i}`);
		const opened = await begin(...names);
		await opened.frame.fill("#prompt", "a leaf");
		await fillButton(opened).click();
		await expect.poll(() => picturesOf(opened).length, WAIT).toBeGreaterThan(2);
		await opened.frame.getByRole("button", { name: "Cancel" }).click();
		await says(opened, /Cancelled\. Filled \d+ of 30/);
		const count = Number(
			/Filled (\d+)/.exec((await status(opened).textContent()) ?? "")?.[1],
		);
		expect(picturesOf(opened)).toHaveLength(count);
		expect(count).toBeLessThan(30);
	});

	test("closing midway leaves no draft behind", async () => {
		const opened = await open({ arrange: addLayers("Card") });
		const before = nodesOf(opened);
		await opened.frame.fill("#prompt", "a leaf");
		await isDraftInLayer(opened);
		opened.figma.call("close");
		expect(nodesOf(opened)).toEqual(before);
	});

	test("Change: from layer to layer each starts from its own picture, and where nothing may change it stays", async () => {
		const opened = await begin("One", "Two");
		const { figma, frame } = opened;
		await frame.getByLabel("A prompt for each layer").check();
		await frame.getByLabel("Prompt for One").fill("a red heart");
		await frame.getByLabel("Prompt for Two").fill("a blue umbrella");
		await fillButton(opened).click();
		await says(opened, /Filled 2/);
		await frame.getByLabel("A prompt for each layer").uncheck();
		const readAll = () =>
			nodesOf(opened).map((node) => readPicture(opened, node).pixels);
		const before = readAll();
		const difference = (
			a: ArrayLike<number> = [],
			b: ArrayLike<number> = [],
		): number =>
			Array.from(a).reduce(
				(sum, value, i) => sum + Math.abs(value - (b[i] ?? 0)),
				0,
			);
		const apart = difference(before[0], before[1]);
		const ids = nodesOf(opened).map(({ id }) => id);
		for (const [selected, words] of [
			[[ids[0]], /Done/],
			[[ids[1]], /Done/],
			[ids, /Filled 2/],
		] as const) {
			figma.call("select", selected);
			await frame.fill("#prompt", "a leaf");
			await frame.getByLabel("Change", { exact: true }).fill("0");
			await frame.press("#prompt", "Enter");
			await says(opened, words);
			await frame.fill("#prompt", "");
			for (const [i, pixels] of readAll().entries())
				expect(difference(pixels, before[i])).toBeLessThan(apart / 4);
		}
		// A new picture is as far away as another one.
		figma.call("select", [ids[0]]);
		await frame.getByLabel("Change", { exact: true }).fill("100");
		await frame.fill("#prompt", "a leaf");
		await frame.press("#prompt", "Enter");
		await says(opened, /Done/);
		expect(difference(readAll()[0], before[0])).toBeGreaterThan(apart / 4);
	});

	test("placeholders are found, their prompts edited, and all filled", async () => {
		const opened = await begin();
		const { figma } = opened;
		const card = figma.addNode({ type: "FRAME", name: "Card", fills: [] });
		figma.addNode({ name: "avatar", parent: card });
		figma.addNode({ name: "Rectangle 3", parent: card });
		const text = { type: "TEXT", characters: "Fresh oranges", parent: card };
		figma.addNode(text);
		figma.call("run", "find-placeholders");
		await expect
			.poll(() => opened.frame.locator(".list .item").count(), WAIT)
			.toBe(2);
		const prompt = opened.frame.getByLabel("Prompt for Rectangle 3");
		expect(await prompt.inputValue()).toBe("fresh oranges");
		await prompt.fill("a basket");
		await fillButton(opened).click();
		await says(opened, /Filled 2/);
		expect(picturesOf(opened)).toHaveLength(2);
	});

	test("history: search, star, delete, use again; relaunch buttons regenerate, edit and vary", async () => {
		const opened = await begin("Card");
		await opened.frame.fill("#prompt", "a fern");
		await opened.frame.press("#prompt", "Enter");
		await says(opened, /Done/);
		const first = picturesOf(opened)[0]?.fills;
		opened.figma.call("select", [nodesOf(opened)[0]?.id]);
		opened.figma.call("run", "regenerate");
		await expect
			.poll(() => picturesOf(opened)[0]?.fills, WAIT)
			.not.toEqual(first);
		await says(opened, /Done/);
		await opened.frame.click("#musa-tab-history");
		const count = () => opened.frame.locator(".list .item").count();
		await opened.frame.getByLabel("Search").fill("xylophone");
		await expect.poll(count, WAIT).toBe(0);
		await opened.frame.getByLabel("Search").fill("FERN");
		await expect.poll(count, WAIT).toBe(2);
		await opened.frame
			.getByRole("button", { name: "Star a fern" })
			.first()
			.click();
		await expect
			.poll(
				() => opened.frame.locator(".list [aria-pressed=true]").count(),
				WAIT,
			)
			.toBe(1);
		await opened.frame
			.getByRole("button", { name: "Delete a fern from the list" })
			.last()
			.click();
		await expect.poll(count, WAIT).toBe(1);
		await opened.frame
			.getByRole("button", { name: "Edit a fern" })
			.first()
			.click();
		const prompt = () => opened.frame.inputValue("#prompt");
		await expect.poll(prompt, WAIT).toBe("a fern");
		for (const command of ["edit-prompt", "vary"]) {
			await opened.frame.fill("#prompt", "");
			opened.figma.call("run", command);
			await expect.poll(prompt, WAIT).toBe("a fern");
			const vary = opened.frame.getByLabel("Vary", { exact: true });
			expect(await vary.inputValue()).toBe(command === "vary" ? "25" : "0");
		}
	});
});

describe("bad input", PATIENT, () => {
	test.each([
		[
			"musa-model",
			"damaged",
			(html: string) => html.replace(/(id="musa-model">.{200})..../, "$1AAAA"),
		],
		[
			"musa-runtime",
			"missing",
			(html: string) => html.replace('musa-runtime">', 'gone">'),
		],
		[
			"musa-model",
			"cut off",
			(html: string) => html.replace('"musa-model-3"', '"gone"'),
		],
	])(
		"%s %s: a plain sentence, and the document is untouched",
		async (_, __, changeHtml) => {
			const opened = await open({ changeHtml, arrange: addLayers("Card") });
			const before = nodesOf(opened);
			await opened.frame.fill("#prompt", "a leaf");
			await opened.frame.press("#prompt", "Enter");
			await says(opened, /damaged|missing|published|incomplete|could not/i);
			expect(nodesOf(opened)).toEqual(before);
			expect(await opened.frame.locator(".app").count()).toBe(1);
		},
	);

	test("no WebAssembly: a plain sentence", async () => {
		const opened = await open({ initScript: "delete globalThis.WebAssembly" });
		await says(opened, /not available/);
	});

	test("a prompt of 1 MB is refused in plain words, and a shorter one works", async () => {
		const opened = await open({ arrange: addLayers("Card") });
		await opened.frame.fill("#prompt", "x".repeat(1_000_000));
		await says(opened, /limit is 2000/);
		await opened.frame.fill("#prompt", "a leaf");
		await isDraftInLayer(opened);
	});

	test("a worker that dies midway: a plain sentence, then it works again", async () => {
		const opened = await open({
			arrange: addLayers("Card"),
			initScript: `
				const Real = globalThis.Worker;
				if (Real) globalThis.Worker = class extends Real {
					constructor(...given) { super(...given); globalThis.lastWorker = this; }
				};`,
		});
		await opened.frame.fill("#prompt", "a leaf");
		await isDraftInLayer(opened);
		await opened.frame.evaluate(() => {
			const { lastWorker } = globalThis as unknown as { lastWorker: Worker };
			lastWorker.dispatchEvent(
				new ErrorEvent("error", { message: "out of memory" }),
			);
		});
		await opened.frame.fill("#prompt", "a tree");
		await opened.frame.press("#prompt", "Enter");
		await says(opened, /Done|stopped answering/);
		await opened.frame.press("#prompt", "Enter");
		await says(opened, /Done/);
	});
});

describe("the built files", () => {
	test("one page of at most 16 MB that names no address to load", () => {
		const html = readFileSync(join(PLUGIN, "dist/ui.html"), "utf8");
		expect(statSync(join(PLUGIN, "dist/ui.html")).size).toBeLessThan(
			16_000_000,
		);
		expect(html).not.toMatch(/<(script|link|img|iframe)[^>]+(src|href)=/);
	});

	test("the local edition may use no network, and every command of the manifest is known", () => {
		const manifest = JSON.parse(
			readFileSync(join(PLUGIN, "manifest.json"), "utf8"),
		);
		expect(manifest.networkAccess.allowedDomains).toEqual(["none"]);
		expect(manifest.documentAccess).toBe("dynamic-page");
		const code = readFileSync(join(PLUGIN, manifest.main), "utf8");
		for (const { command } of [...manifest.menu, ...manifest.relaunchButtons])
			expect(code).toContain(`"${command}"`);
	});
});
