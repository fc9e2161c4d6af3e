// Journeys through the window of a real VS Code with the packed extension installed, as a user makes them.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { decodePng } from "@musa/core";
import type { Frame } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import {
	openDraw,
	PATIENT,
	undoUntilGone,
	untilDrawn,
	useWindow,
	WAIT,
} from "../../support/vscode-host/use-window.js";
import { openFile, runCommand } from "../../support/vscode-host/workbench.js";

const opened = useWindow(
	{
		"index.html": `<!doctype html>
<title>Sky Travel</title>
<h1>Sky Travel</h1>
<img src="img/hero.png" alt="Mountains at dawn" width="600" height="300">
<img src="img/heart.png" alt="a red heart" width="256" height="256">
<img src="https://placehold.co/300x200" alt="a blue fish" width="300" height="200">
`,
		"css/style.css":
			":root { --brand: #663399; --accent: #ffcc00; --ink: #112233; }\n",
	},
	{ settings: { "workbench.colorTheme": "Default Light Modern" } },
);

/** Puts the cursor on a reference and chooses from its light bulb; the menu closes by itself when findings change. */
async function chooseQuickFix(name: string, title: string): Promise<void> {
	for (let tries = 0; ; tries++) {
		await opened.page.keyboard.press("Escape");
		await opened.page.locator(".view-line", { hasText: name }).click();
		await opened.page.keyboard.press("Home");
		for (let i = 0; i < 14; i++) await opened.page.keyboard.press("ArrowRight");
		await opened.page.keyboard.press("Control+.");
		const fix = opened.page.locator(".action-widget .monaco-list-row", {
			hasText: title,
		});
		try {
			await fix.waitFor({ timeout: 10_000 });
			await opened.code.shoot("light-quick-fix");
			await fix.click({ timeout: 5000 });
			return;
		} catch (error) {
			if (tries === 10) throw error;
		}
	}
}

const draftSignature = (panel: Frame): Promise<string> =>
	panel
		.locator(".draft canvas:not(.musa-empty)")
		.first()
		.evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());

// The same seeds, and so the same pictures, each time screenshots are taken.
const SEEDS = `{
	const draw = crypto.getRandomValues.bind(crypto);
	let last = 1;
	crypto.getRandomValues = (numbers) =>
		numbers instanceof Uint32Array && numbers.length === 1
			? numbers.fill(++last)
			: draw(numbers);
}`;

describe("in the window of VS Code", PATIENT, () => {
	// In views, which open later.
	beforeAll(() => opened.page.addInitScript(SEEDS));

	test("the quick fix under a squiggle writes the file in its size; undo takes it back", async () => {
		opened.code.watch("quick-fix");
		await openFile(opened.page, "index.html");
		await expect.poll(() => opened.code.squiggles().count(), WAIT).toBe(2);
		await chooseQuickFix("hero.png", "Generate hero.png here (600 × 300 px)");
		await expect
			.poll(() => opened.code.sizeOf("img/hero.png"), WAIT)
			.toEqual([600, 300]);
		await expect.poll(() => opened.code.squiggles().count(), WAIT).toBe(1);
		await undoUntilGone(opened.code, "img/hero.png");
		await expect.poll(() => opened.code.squiggles().count(), WAIT).toBe(2);
	});

	test("the hover shows a draft, and the picture that is made after it is the one that was seen", async () => {
		opened.code.watch("hover");
		const hover = opened.page.locator(".monaco-hover:visible");
		const draft = hover.locator("img");
		await opened.page.keyboard.press("Escape");
		await opened.page.locator(".view-line", { hasText: "heart.png" }).click();
		await opened.page.keyboard.press("Home");
		for (let i = 0; i < 14; i++) await opened.page.keyboard.press("ArrowRight");
		await runCommand(opened.page, "Show or Focus Hover");
		await hover.getByText("Show a draft").click(WAIT);
		await draft.waitFor(WAIT);
		await opened.code.shoot("light-hover");
		const [, seen = ""] = ((await draft.getAttribute("src")) ?? "").split(",");
		await hover.getByText("Generate", { exact: true }).click();
		await expect
			.poll(() => opened.code.sizeOf("img/heart.png"), WAIT)
			.toEqual([256, 256]);
		const drawn = decodePng(
			readFileSync(join(opened.code.folder, "img/heart.png")),
		);
		expect(decodePng(Buffer.from(seen, "base64")).pixels).toEqual(drawn.pixels);
		await undoUntilGone(opened.code, "img/heart.png");
	});

	test("the panel drafts while one types; a variation that is kept becomes the file that is missing", async () => {
		opened.code.watch("panel");
		const panel = await openDraw(opened.page);
		await panel.fill("#prompt", "a red heart");
		const first = await draftSignature(panel);
		await panel
			.locator(".musa-thumb canvas:not(.musa-empty)")
			.nth(3)
			.waitFor(WAIT);
		await panel.locator(".musa-thumb").nth(1).click();
		await expect.poll(() => draftSignature(panel), WAIT).not.toBe(first);
		await panel
			.getByLabel("For", { exact: true })
			.selectOption({ label: "img/heart.png" });
		await expect
			.poll(() => panel.inputValue("#prompt"), WAIT)
			.toBe("a red heart");
		await panel.getByRole("button", { name: "Keep", exact: true }).click();
		await expect
			.poll(() => opened.code.sizeOf("img/heart.png"), WAIT)
			.toEqual([256, 256]);
		await panel.getByText("img/heart.png is written.").waitFor(WAIT);
		await untilDrawn(panel);
		await opened.code.shoot("light-draw", opened.page.locator(".part.sidebar"));
	});

	test("what is kept can be replaced after a look at both, and is in the history", async () => {
		opened.code.watch("replace");
		const panel = await openDraw(opened.page);
		await panel.getByLabel("Border between before and after").waitFor(WAIT);
		const before = readFileSync(join(opened.code.folder, "img/heart.png"));
		const red = await draftSignature(panel);
		await panel.getByLabel("Hue").fill("120");
		await expect.poll(() => draftSignature(panel), WAIT).not.toBe(red);
		await untilDrawn(panel);
		await opened.code.shoot(
			"light-before-after",
			opened.page.locator(".part.sidebar"),
		);
		await panel.getByRole("button", { name: "Replace…" }).click();
		await opened.page
			.locator(".monaco-dialog-box")
			.getByRole("button", { name: "Replace" })
			.click();
		await expect
			.poll(
				() =>
					before.equals(
						readFileSync(join(opened.code.folder, "img/heart.png")),
					) || opened.code.sizeOf("img/heart.png"),
				WAIT,
			)
			.toEqual([256, 256]);
		await panel.click("#musa-tab-history");
		await expect.poll(() => panel.locator(".item").count(), WAIT).toBe(4);
		await panel.getByLabel("Search").fill("MOUNT");
		await expect.poll(() => panel.locator(".item").count(), WAIT).toBe(1);
		await panel.getByLabel("Search").fill("heart");
		await panel
			.getByRole("button", { name: "Star a red heart" })
			.first()
			.click();
		await panel.locator("[aria-pressed=true]").waitFor(WAIT);
		await panel
			.getByRole("button", { name: "Use again: a red heart" })
			.last()
			.click();
		await expect
			.poll(() => panel.getByLabel("Hue").inputValue(), WAIT)
			.toBe("0");
	});

	test("a view that is closed and opened again shows what it was about", async () => {
		opened.code.watch("restore");
		const panel = await openDraw(opened.page);
		await panel.fill("#prompt", "a green leaf");
		await panel.getByLabel("Vary").fill("40");
		await untilDrawn(panel);
		// The view's own clock: what it saves a moment after a change is on its way before this ends.
		await panel.evaluate(() => new Promise((done) => setTimeout(done, 1000)));
		await runCommand(opened.page, "View: Show Explorer");
		await expect.poll(() => panel.isDetached(), WAIT).toBe(true);
		const again = await openDraw(opened.page);
		await expect
			.poll(() => again.inputValue("#prompt"), WAIT)
			.toBe("a green leaf");
		expect(await again.getByLabel("Vary").inputValue()).toBe("40");
		await draftSignature(again);
	});
});
