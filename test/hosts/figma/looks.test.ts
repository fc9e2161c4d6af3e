// How the built panel looks in both themes, and who can use it. The pictures it writes are those of the plugin's README:
// npm run screenshots -w @musa/figma-plugin takes them and puts them there.
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
	addLayers,
	isDraftInLayer,
	picturesOf,
	says,
	WAIT,
} from "../../support/fake-figma/journey.js";
import type {
	Panel,
	PanelOptions,
} from "../../support/fake-figma/open-panel.js";
import type { Sandbox } from "../../support/fake-figma/open-sandbox.js";
import { setUpService } from "../../support/fake-figma/services.js";
import { usePanels } from "../../support/fake-figma/use-panels.js";
import { ROOT } from "../../support/packs.js";

const PATIENT = { timeout: 600_000 };
const SHOTS = join(ROOT, "test/.output/figma");
const { resolve } = createRequire(import.meta.url);
const AXE = readFileSync(resolve("axe-core/axe.min.js"), "utf8");
// Figma loads this typeface for every plugin.
const INTER = [400, 500, 600].map((weight) => ({
	weight: String(weight),
	file: readFileSync(
		resolve(`@fontsource/inter/files/inter-latin-${weight}-normal.woff2`),
	).toString("base64"),
}));

mkdirSync(SHOTS, { recursive: true });
const openPanel = usePanels({
	options: {
		pixelRatio: 2,
		// The same seeds, and so the same pictures, each time they are taken.
		initScript: `
			let last = 101;
			crypto.getRandomValues = (numbers) => numbers.fill(++last);`,
	},
});
const open = async (options: PanelOptions): Promise<Panel> => {
	const panel = await openPanel(options);
	const { frame } = panel;
	await frame.addScriptTag({ content: AXE });
	await frame.evaluate(async (faces) => {
		for (const { weight, file } of faces) {
			const bytes = Uint8Array.from(atob(file), (c) => c.charCodeAt(0));
			const face = new FontFace("Inter", bytes, { weight });
			document.fonts.add(await face.load());
		}
	}, INTER);
	return panel;
};

interface Violation {
	readonly id: string;
	readonly impact: string;
	readonly nodes: readonly { readonly html: string }[];
}

/** Takes a picture of what is seen, and lets axe look at it. */
async function show({ page, frame }: Panel, name: string): Promise<void> {
	// A focus ring or a pointer that the journey left behind is none of the look.
	await page.mouse.move(0, 0);
	await page.screenshot({ path: join(SHOTS, `${name}.png`) });
	const violations = await frame.evaluate(async () => {
		const { axe } = globalThis as unknown as {
			axe: { run: () => Promise<{ violations: Violation[] }> };
		};
		return (await axe.run()).violations;
	});
	expect(
		violations
			.filter(({ impact }) => /serious|critical/.test(impact))
			.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`),
	).toEqual([]);
}

const brand = (figma: Sandbox): void => {
	const colours = ["#ffffff", "#1b2a4e", "#e4572e", "#f3a712", "#2e86ab"];
	figma.call("script", {
		styles: colours.map((hex) => ({
			paints: [
				{
					type: "SOLID",
					color: Object.fromEntries(
						["r", "g", "b"].map((name, i) => [
							name,
							Number.parseInt(hex.slice(1 + 2 * i, 3 + 2 * i), 16) / 255,
						]),
					),
				},
			],
		})),
	});
};
const areAllDrawn = ({ frame }: Panel): Promise<void> =>
	expect
		.poll(
			() => frame.locator(".musa-thumb canvas:not(.musa-empty)").count(),
			WAIT,
		)
		.toBe(4);

/** A page of a shop: cards whose pictures are missing. */
function addShop(figma: Sandbox): void {
	const goods = ["Fresh oranges", "Blue umbrella", "Three people at a desk"];
	for (const title of goods) {
		const card = figma.addNode({ type: "FRAME", name: "Card", fills: [] });
		const place = { width: 160, height: 120, parent: card };
		figma.addNode({ name: "Image", ...place });
		const text = { type: "TEXT", name: "Title", characters: title };
		figma.addNode({ ...text, parent: card });
	}
	figma.addNode({ type: "ELLIPSE", name: "avatar", width: 64, height: 64 });
}

test.each(["light", "dark"] as const)(
	"%s: drafts, a palette, placeholders, history and the device; axe finds nothing serious",
	PATIENT,
	async (theme) => {
		const opened = await open({
			theme,
			arrange(figma) {
				addLayers("Avatar", "Hero")(figma);
				const text = figma.addNode({ type: "TEXT", name: "Title" });
				const ids = figma.call<string[]>("readSelection");
				figma.call("select", [...ids, text]);
				brand(figma);
			},
		});
		const { frame, figma } = opened;
		for (const prompt of ["a hamburger", "a house"]) {
			await frame.fill("#prompt", prompt);
			await frame.press("#prompt", "Enter");
			await says(opened, /Filled 2/);
		}
		await frame.getByLabel("Palette").selectOption("styles");
		await frame.fill("#prompt", "a rocket");
		await expect
			.poll(() => frame.locator(".musa-swatches").textContent(), WAIT)
			.toMatch(/ΔE \d+\.\d/);
		await areAllDrawn(opened);
		await show(opened, `${theme}-fill`);
		await frame.press("#prompt", "Escape");
		addShop(figma);
		await frame.click("#musa-tab-placeholders");
		await frame.getByRole("button", { name: "Look on this page" }).click();
		await says(opened, /4 placeholders/);
		await expect
			.poll(() => frame.locator(".slot-route").allTextContents(), WAIT)
			.toEqual(expect.arrayContaining([expect.stringMatching(/^On this/)]));
		await show(opened, `${theme}-placeholders`);
		await frame.click("#musa-tab-history");
		await frame.getByRole("button", { name: /^Star/ }).first().click();
		await frame.locator("[aria-pressed=true]").waitFor();
		await show(opened, `${theme}-history`);
		await frame.click("#musa-tab-about");
		await show(opened, `${theme}-about`);
	},
);

test.each(["light", "dark"] as const)(
	"%s: the routed edition's offer, sheet and settings; axe finds nothing serious",
	PATIENT,
	async (theme) => {
		const opened = await open({
			theme,
			edition: "routed",
			arrange(figma) {
				addLayers("Hero")(figma);
				// The service is never asked here.
				const baseUrl = "https://api.openai.com/v1";
				setUpService(figma, { baseUrl, key: "k" }, { isPrivate: false });
			},
		});
		const { frame } = opened;
		await frame.fill("#prompt", "a red heart beside the word “Love”");
		await isDraftInLayer(opened);
		await areAllDrawn(opened);
		await frame.locator("details.musa-route > summary").click();
		await show(opened, `${theme}-offer`);
		await frame.getByRole("button", { name: "Send with consent…" }).click();
		await frame.locator("dialog.musa-sheet").waitFor();
		await show(opened, `${theme}-sheet`);
		await frame.getByRole("button", { name: /^Keep it/ }).click();
		await says(opened, /Nothing was sent/);
		await frame.click("#musa-tab-settings");
		await show(opened, `${theme}-settings`);
	},
);

test(
	"the keyboard alone reaches prompt, tabs and buttons, with a ring to see",
	PATIENT,
	async () => {
		const { frame } = await open({ arrange: addLayers("Card") });
		const focused = () =>
			frame.evaluate(() => document.activeElement?.id ?? "");
		await frame.press("#musa-tab-fill", "ArrowRight");
		expect(await focused()).toBe("musa-tab-placeholders");
		await frame.press("#musa-tab-placeholders", "ArrowLeft");
		await frame.press("#musa-tab-fill", "Tab");
		await frame.press(":focus", "Tab");
		expect(await focused()).toBe("prompt");
		const outline = await frame.evaluate(
			() =>
				getComputedStyle(document.activeElement ?? document.body).outlineStyle,
		);
		expect(outline).toBe("solid");
	},
);

test(
	"progress and outcome are told to screen readers; nothing moves for who wants it so",
	PATIENT,
	async () => {
		const opened = await open({ arrange: addLayers("One", "Two", "Three") });
		const { frame } = opened;
		await frame.evaluate(() => {
			const line = document.querySelector(".status[aria-live=polite]");
			const heard: string[] = [];
			Object.assign(globalThis, { heard });
			if (line)
				new MutationObserver(() => heard.push(line.textContent ?? "")).observe(
					line,
					{ characterData: true, childList: true, subtree: true },
				);
		});
		await frame.fill("#prompt", "a leaf");
		await frame.press("#prompt", "Enter");
		await says(opened, /Filled 3/);
		const readHeard = () =>
			frame.evaluate(
				() => (globalThis as unknown as { heard: string[] }).heard,
			);
		await expect
			.poll(async () => (await readHeard()).at(-1), { timeout: 20_000 })
			.toBe("Filled 3 layers.");
		expect(await readHeard()).toContain("Drawing 2 of 3");
		expect(picturesOf(opened)).toHaveLength(3);
		const moving = await frame.evaluate(
			() =>
				[...document.querySelectorAll("*")].filter((each) => {
					const { transitionDuration, animationName } = getComputedStyle(each);
					return transitionDuration !== "0s" || animationName !== "none";
				}).length,
		);
		expect(moving).toBe(0);
	},
);
