// Menus of the explorer and first steps in the window of a real VS Code, in a folder of which no document was opened yet.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { flatPng } from "../../support/flat-png.js";
import {
	PATIENT,
	useWindow,
	WAIT,
} from "../../support/vscode-host/use-window.js";
import {
	chooseFromMenu,
	findDialog,
	openExplorerMenu,
	runCommand,
	unfold,
} from "../../support/vscode-host/workbench.js";

const own = useWindow(
	{
		"index.html": `<!doctype html>
<title>Sky Travel</title>
<img src="img/hill.png" alt="a green hill" width="96" height="64">
`,
		"img/boat.png": flatPng(96, 64),
	},
	{ settings: { "workbench.colorTheme": "Default Light Modern" } },
);
const bytesOf = (path: string): Buffer =>
	readFileSync(join(own.code.folder, path));

/** Chooses from the menu of a file or folder in the explorer. */
async function choose(row: string, title: string): Promise<void> {
	const item = await openExplorerMenu(own.page, row, title);
	await own.code.shoot(`menu-${row.replace(/\W/g, "-")}`);
	await chooseFromMenu(item);
}

/** Answers the box that asks for words. */
async function answer(words: string): Promise<void> {
	const input = own.page.locator(".quick-input-widget input").first();
	await input.waitFor();
	await input.fill(words);
	await own.page.keyboard.press("Enter");
}

/** Presses the button of a first step and waits until the step counts as done. */
async function takeStep(title: string, button: string): Promise<void> {
	const step = own.page.locator(".getting-started-step", { hasText: title });
	const press = step.getByRole("button", { name: button });
	// Only one is open at a time; a click while the page is drawn anew may be lost.
	await expect
		.poll(async () => {
			if (!(await press.isVisible())) await step.click();
			return press.isVisible();
		}, WAIT)
		.toBe(true);
	await press.click();
	await step.locator(".codicon-getting-started-step-checked").waitFor(WAIT);
}

describe("in the window of VS Code", PATIENT, () => {
	test("the first steps open, each one's button does what it says, and it counts as done", async () => {
		own.code.watch("walkthrough");
		const { page } = own;
		await runCommand(page, "Musa: Get Started");
		const steps = page.locator(".getting-started-step");
		await expect.poll(() => steps.count(), WAIT).toBe(3);
		await takeStep("See what is missing", "Search Again");
		await page
			.getByRole("button", { name: "Musa: missing images: 1" })
			.waitFor(WAIT);
		await takeStep("Press the light bulb", "Generate All in the Workspace");
		await expect
			.poll(() => own.code.sizeOf("img/hill.png"), WAIT)
			.toEqual([96, 64]);
		await takeStep("It stays on your computer", "Show Log");
		await page.locator(".part.panel .output-view").waitFor(WAIT);
		await own.code.shoot("light-walkthrough");
		await runCommand(page, "View: Close Editor");
		await runCommand(page, "View: Hide Panel");
	});

	test("the menu of a folder makes a new picture in it", async () => {
		own.code.watch("menu-folder");
		await choose("img", "Generate Image Here…");
		await answer("a green leaf");
		await own.page
			.locator(".quick-input-list .monaco-list-row", { hasText: "128 × 128" })
			.click();
		await expect
			.poll(() => own.code.sizeOf("img/a-green-leaf.png"), WAIT)
			.toEqual([128, 128]);
	});

	test("the menu of a picture makes another version beside it", async () => {
		own.code.watch("menu-vary");
		await unfold(own.page, "img", "a-green-leaf.png");
		await choose("a-green-leaf.png", "Vary Picture");
		// The recipe in the file holds no words unless the settings say so.
		await answer("a green leaf");
		await expect
			.poll(() => own.code.sizeOf("img/a-green-leaf-1.png"), WAIT)
			.toEqual([128, 128]);
		expect(bytesOf("img/a-green-leaf-1.png")).not.toEqual(
			bytesOf("img/a-green-leaf.png"),
		);
	});

	test("the menu of a picture replaces it after asking, and brings the old one back", async () => {
		own.code.watch("menu-replace");
		const now = (): Buffer => bytesOf("img/boat.png");
		const before = now();
		await choose("boat.png", "Replace Picture…");
		await answer("a red boat");
		const dialog = await findDialog(own.page);
		await own.code.shoot("replace-dialog");
		await dialog.locator(".monaco-button", { hasText: "Replace" }).click();
		await expect.poll(() => now().equals(before), WAIT).toBe(false);
		await expect
			.poll(() => own.code.sizeOf("img/boat.png"), WAIT)
			.toEqual([96, 64]);
		await choose("boat.png", "Restore Replaced Picture");
		await expect.poll(() => now().equals(before), WAIT).toBe(true);
	});
});
