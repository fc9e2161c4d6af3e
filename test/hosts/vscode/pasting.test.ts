// Pictures that come into code in the window of a real VS Code: from the clipboard, from another program, from the explorer.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { flatPng } from "../../support/flat-png.js";
import {
	PATIENT,
	useWindow,
	WAIT,
} from "../../support/vscode-host/use-window.js";
import { openFile } from "../../support/vscode-host/workbench.js";

const own = useWindow(
	{
		"index.html": `<!doctype html>
<title>Sky Travel</title>
<img src="hill.png" width="60" height="40" alt="a hill">

`,
		"notes.md": "# Notes\n\n",
		"boat.png": flatPng(96, 64),
	},
	{ settings: { "workbench.colorTheme": "Default Light Modern" } },
);
const outside = mkdtempSync(join(tmpdir(), "musa-outside-"));
afterAll(() => rmSync(outside, { recursive: true, force: true }));

const textOf = (path: string): string =>
	readFileSync(join(own.code.folder, path), "utf8");
const bytesOf = (path: string): Uint8Array =>
	new Uint8Array(readFileSync(join(own.code.folder, path)));

/** Saves the document that has the focus, once it knows of its change; what it says then. */
async function save(path: string): Promise<string> {
	await own.page.locator(".tab.active.dirty").waitFor(WAIT);
	await own.page.keyboard.press("Control+S");
	await own.page.locator(".tab.active:not(.dirty)").waitFor(WAIT);
	return textOf(path);
}

/** Where a line of the editor ends on the screen. */
async function placeOf(line: string): Promise<{ x: number; y: number }> {
	const box = await own.page
		.locator(".editor-instance .view-line", { hasText: line })
		.boundingBox();
	if (box === null) throw new Error(`no line shows ${line}`);
	// As wide as the editor: right of the text is its end.
	return {
		x: Math.round(box.x + box.width / 2),
		y: Math.round(box.y + box.height / 2),
	};
}

/** Puts a picture into the clipboard of the system. */
async function copyPicture(bytes: Uint8Array): Promise<void> {
	await own.page
		.context()
		.grantPermissions(["clipboard-read", "clipboard-write"]);
	await own.page.evaluate(
		async (content) =>
			navigator.clipboard.write([
				new ClipboardItem({
					"image/png": new Blob([new Uint8Array(content)], {
						type: "image/png",
					}),
				}),
			]),
		[...bytes],
	);
}

/** Drops a file of another program, with the key that drops into the document instead of opening the file. */
async function dropFile(
	path: string,
	{ x, y }: { x: number; y: number },
): Promise<void> {
	const session = await own.page.context().newCDPSession(own.page);
	const SHIFT = 8;
	for (const type of ["dragEnter", "dragOver", "dragOver", "drop"] as const)
		await session.send("Input.dispatchDragEvent", {
			type,
			x,
			y,
			modifiers: SHIFT,
			data: { items: [], files: [path], dragOperationsMask: 1 },
		});
	await session.detach();
}

describe("in the window of VS Code", PATIENT, () => {
	test("a picture of the clipboard becomes a file and the code that shows it; one undo takes both back", async () => {
		own.code.watch("paste");
		await openFile(own.page, "index.html");
		// Before that nobody takes pictures.
		await own.code.squiggles().first().waitFor(WAIT);
		await copyPicture(flatPng(80, 40));
		await own.page.locator(".view-line", { hasText: "title" }).click();
		await own.page.keyboard.press("Control+End");
		await own.page.keyboard.press("Control+V");
		await expect
			.poll(() => own.code.sizeOf("image.png"), WAIT)
			.toEqual([80, 40]);
		const code = '<img src="image.png" width="80" height="40" alt="Image">';
		await own.page.getByText(code).waitFor(WAIT);
		expect(await save("index.html")).toContain(code);
		await own.code.shoot("light-pasted");
		await own.page.keyboard.press("Control+Z");
		await expect.poll(() => own.code.isThere("image.png"), WAIT).toBe(false);
		expect(await save("index.html")).not.toContain(code);
	});

	test("a picture of another program that is dropped into Markdown becomes a file and its line", async () => {
		own.code.watch("drop");
		const file = join(outside, "old map.png");
		const bytes = flatPng(80, 40);
		writeFileSync(file, bytes);
		await openFile(own.page, "notes.md");
		await dropFile(file, await placeOf("Notes"));
		await expect
			.poll(() => own.code.sizeOf("old-map.png"), WAIT)
			.toEqual([80, 40]);
		expect(bytesOf("old-map.png")).toEqual(bytes);
		await own.page.getByText("![Old map](old-map.png)").waitFor(WAIT);
		expect(await save("notes.md")).toContain("![Old map](old-map.png)");
	});

	test("a picture of the explorer is only named, with its size", async () => {
		own.code.watch("drag");
		await openFile(own.page, "index.html");
		const { x, y } = await placeOf("title");
		await own.page
			.locator(".explorer-folders-view .monaco-list-row", {
				hasText: "boat.png",
			})
			.hover();
		await own.page.mouse.down();
		await own.page.keyboard.down("Shift");
		await own.page.mouse.move(x, y, { steps: 10 });
		await own.page.mouse.up();
		await own.page.keyboard.up("Shift");
		const code = '<img src="boat.png" width="96" height="64" alt="Boat">';
		await own.page.getByText(code).waitFor(WAIT);
		expect(await save("index.html")).toContain(code);
	});
});
