// Draw view, Images view and tools in the window of a real VS Code: batches, a reload, themes, keys, agents.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { encodePng } from "@musa/core";
import type { Frame } from "playwright-core";
import { describe, expect, test } from "vitest";
import { ROOT } from "../../support/packs.js";
import { findViolations } from "../../support/vscode-host/find-violations.js";
import {
	openDraw,
	openImages,
	PATIENT,
	untilDrawn,
	useWindow,
	WAIT,
} from "../../support/vscode-host/use-window.js";
import {
	findDialog,
	findNotification,
	openFile,
	runCommand,
	untilFolderShows,
} from "../../support/vscode-host/workbench.js";

const LARGE = [1200, 900] as const;
const FIRST = ["star", "heart", "leaf", "house", "moon", "cat"];
const LATER = ["sun", "fish", "tree", "bird", "cloud", "flower"];

const pageOf = (names: readonly string[]): string =>
	names
		.map(
			(name) =>
				`<img src="img/${name}.png" alt="a ${name}" width="${LARGE[0]}" height="${LARGE[1]}">\n`,
		)
		.join("");
const flat = (width: number, height: number): Uint8Array =>
	encodePng({
		width,
		height,
		pixels: new Uint8ClampedArray(width * height * 4).map((_, i) => i % 251),
	});

const opened = useWindow(
	{
		"index.html": `<!doctype html>
<title>Sky Travel</title>
<h1>Sky Travel</h1>
${pageOf(FIRST)}<img src="https://placehold.co/300x200" alt="a blue fish" width="300" height="200">
<img src="img/ticket.png" alt="a ticket" width="400" height="300">
<img src="img/pin.png" alt="a map pin" width="32" height="32">
`,
		"img/ticket.png": flat(80, 60),
		"img/pin.png": flat(512, 512),
		"call.json": JSON.stringify({
			name: "musa_generate_image",
			input: {
				prompt: "a green *leaf*",
				path: "img/tool.png",
				width: 64,
				height: 48,
			},
		}),
	},
	{
		settings: { "workbench.colorTheme": "Default Dark Modern" },
		others: [join(ROOT, "test/support/vscode-host/tool-caller")],
	},
);

const wholeOnes = (names: readonly string[]): readonly string[] =>
	names.filter((name) => {
		const size = opened.code.sizeOf(`img/${name}.png`);
		return size?.[0] === LARGE[0] && size[1] === LARGE[1];
	});
const filesThere = (names: readonly string[]): readonly string[] =>
	names.filter((name) => opened.code.isThere(`img/${name}.png`));
const temporaries = (): readonly string[] =>
	readdirSync(join(opened.code.folder, "img")).filter((name) =>
		name.startsWith("."),
	);

describe("the views in VS Code", PATIENT, () => {
	test("a batch that is cancelled in the middle keeps what is whole and writes nothing more", async () => {
		opened.code.watch("batch");
		await openFile(opened.page, "index.html");
		await expect.poll(() => opened.code.squiggles().count(), WAIT).toBe(6);
		const images = await openImages(opened.page);
		for (const badge of ["Missing", "Placeholder", "Too small", "Too large"])
			await images.locator(".badge", { hasText: badge }).first().waitFor(WAIT);
		await opened.page.getByRole("button", { name: /Maximize Panel/ }).click();
		await images.locator(".badge", { hasText: "Too small" }).waitFor(WAIT);
		// The router has looked at every row that can be drawn.
		await expect
			.poll(() => images.locator(".row .musa-chip").count(), WAIT)
			.toBe(7);
		await opened.code.shoot("dark-images");
		await opened.page.getByRole("button", { name: /Restore Panel/ }).click();
		await images.getByLabel("Show").selectOption("missing");
		await images.getByRole("button", { name: "Draw 6", exact: true }).click();
		await expect.poll(() => filesThere(FIRST).length, WAIT).toBeGreaterThan(0);
		await images.getByRole("button", { name: /^Cancel( \d)?$/ }).click();
		await images
			.getByRole("button", { name: /^Draw( \d)?$/, exact: true })
			.waitFor(WAIT);
		const written = wholeOnes(FIRST);
		expect(written.length).toBeGreaterThan(0);
		expect(written.length).toBeLessThan(FIRST.length);
		expect(filesThere(FIRST)).toEqual(written);
		expect(temporaries()).toEqual([]);
		await expect
			.poll(() => opened.code.squiggles().count(), WAIT)
			.toBe(FIRST.length - written.length);
		await images
			.getByText(
				`${written.length} written, ${FIRST.length - written.length} cancelled`,
			)
			.waitFor(WAIT);
		expect(filesThere(FIRST)).toEqual(written);
	});

	test("a window that is reloaded in the middle of a batch draws the rest by itself", async () => {
		opened.code.watch("reload");
		opened.code.write("later.html", pageOf(LATER));
		const images = await openImages(opened.page);
		await images.getByLabel("Search").fill("later.html");
		await images
			.getByRole("button", { name: `Draw ${LATER.length}`, exact: true })
			.click(WAIT);
		await expect.poll(() => filesThere(LATER).length, WAIT).toBeGreaterThan(0);
		await opened.page.reload();
		await untilFolderShows(opened.page);
		await findNotification(
			opened.page,
			"What was under way when the window closed",
		);
		await expect.poll(() => wholeOnes(LATER), WAIT).toEqual(LATER);
		expect(temporaries()).toEqual([]);
	});

	test("a tool that an agent calls writes only after the user agreed to what it shows", async () => {
		opened.code.watch("tool");
		const answer = (): string | undefined =>
			opened.code.isThere("answer.txt")
				? readFileSync(join(opened.code.folder, "answer.txt"), "utf8")
				: undefined;
		await runCommand(opened.page, "Test: Call Tool");
		const dialog = await findDialog(opened.page);
		await dialog
			.getByText(
				'Draw "a green *leaf*" on this computer and write img/tool.png, 64 x 48 px?',
			)
			.waitFor(WAIT);
		await opened.code.shoot("dark-tool-confirmation");
		await opened.page.keyboard.press("Escape");
		await expect.poll(answer, WAIT).toMatch(/^refused: /);
		expect(opened.code.isThere("img/tool.png")).toBe(false);
		await runCommand(opened.page, "Test: Call Tool");
		await findDialog(opened.page);
		await opened.page.keyboard.press("Enter");
		await expect.poll(answer, WAIT).toMatch(/^Wrote img\/tool\.png/);
		expect(opened.code.sizeOf("img/tool.png")).toEqual([64, 48]);
	});

	test("keys alone draw a picture and write it", async () => {
		opened.code.watch("keys");
		const panel = await openDraw(opened.page);
		for (const [name, words] of [
			["Prompt", "a red heart"],
			["File", "img/keys.png"],
		] as const) {
			await tabTo(panel, name);
			await opened.page.keyboard.press("End");
			await opened.page.keyboard.press("Shift+Home");
			await opened.page.keyboard.type(words);
		}
		await tabTo(panel, "Keep");
		await opened.page.keyboard.press("Enter");
		await expect
			.poll(() => opened.code.sizeOf("img/keys.png"), WAIT)
			.toBeDefined();
	});

	test.each([
		["dark", "Default Dark Modern"],
		["light", "Default Light Modern"],
		["high-contrast", "Default High Contrast"],
		["high-contrast-light", "Default High Contrast Light"],
	])(
		"%s: axe finds nothing serious in the views, screenshots are written",
		async (name, theme) => {
			opened.code.watch(`theme-${name}`);
			opened.code.changeSettings({ "workbench.colorTheme": theme });
			const kind = name.startsWith("high")
				? "vscode-high-contrast"
				: `vscode-${name}`;
			const panel = await openDraw(opened.page);
			await panel.fill("#prompt", "a red heart");
			const images = await openImages(opened.page);
			for (const frame of [panel, images]) {
				await frame.locator(`body.${kind}`).waitFor(WAIT);
				await frame.locator(".musa-chip").first().waitFor(WAIT);
			}
			await panel.getByLabel("Draft: a red heart").waitFor(WAIT);
			await untilDrawn(panel);
			await opened.code.shoot(`${name}-views`);
			for (const [frame, place] of [
				[panel, "sideBar"],
				[images, "panel"],
			] as const) {
				// A view is transparent; what lies behind it is the workbench's, which axe can't see from inside.
				await frame.evaluate((name) => {
					document.body.style.background = `var(--vscode-${name}-background)`;
				}, place);
				expect(await findViolations(frame)).toEqual([]);
			}
		},
	);
});

/** Presses Tab until the field or button of that name has the focus. */
async function tabTo(frame: Frame, name: string): Promise<void> {
	const isThere = (): Promise<boolean> =>
		frame.evaluate((wanted) => {
			const { activeElement } = document;
			const label =
				activeElement?.getAttribute("aria-label") ??
				(activeElement as HTMLInputElement | null)?.labels?.[0]?.textContent ??
				activeElement?.textContent;
			return label?.trim() === wanted;
		}, name);
	for (let i = 0; i < 60; i++) {
		if (await isThere()) return;
		await opened.page.keyboard.press("Tab");
	}
	throw new Error(`the Tab key does not lead to ${name}`);
}
