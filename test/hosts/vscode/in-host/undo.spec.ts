// What one undo takes back while files are saved by themselves, and while somebody types into the document.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
	ConfigurationTarget,
	commands,
	extensions,
	languages,
	Selection,
	type TextDocument,
	Uri,
	WorkspaceEdit,
	window,
	workspace,
} from "vscode";
import { until } from "./until.js";

const page = pageOf("star.png");
const complete =
	/^<img src="star\.png" width="\d+" height="\d+" alt="[^"]+">\n/;

function pageOf(reference: string): string {
	return `<img src="${reference}">\n`;
}

suite("one undo", () => {
	const root = workspace.workspaceFolders?.[0]?.uri.fsPath ?? "";

	suiteSetup(async () => {
		await extensions.getExtension("musa.musa-vscode")?.activate();
	});
	teardown(() => commands.executeCommand("workbench.action.closeAllEditors"));

	async function openPage(folder: string, text = page): Promise<TextDocument> {
		const path = join(root, folder, "index.html");
		mkdirSync(join(root, folder), { recursive: true });
		writeFileSync(path, text);
		const editor = await window.showTextDocument(Uri.file(path));
		await until("the underline", () =>
			languages
				.getDiagnostics(editor.document.uri)
				.some(({ source }) => source === "Musa"),
		);
		editor.selection = new Selection(0, 12, 0, 12);
		return editor.document;
	}

	test("takes back picture and tag where files are saved by themselves", async () => {
		const settings = workspace.getConfiguration("files");
		await settings.update("autoSave", "afterDelay", ConfigurationTarget.Global);
		await settings.update("autoSaveDelay", 50, ConfigurationTarget.Global);
		try {
			const document = await openPage("saved");
			const path = document.uri.fsPath;
			await commands.executeCommand("musa.generateHere");
			assert.match(document.getText(), complete);
			await until("the tag on the disk", () =>
				complete.test(readFileSync(path, "utf8")),
			);
			await until("the document to be saved", () => !document.isDirty);
			await commands.executeCommand("undo");
			await until(
				"the picture to go",
				() => !existsSync(join(root, "saved/star.png")),
			);
			assert.equal(document.getText(), page);
			await until(
				"the old text on the disk",
				() => readFileSync(path, "utf8") === page,
			);
		} finally {
			for (const name of ["autoSave", "autoSaveDelay"])
				await settings.update(name, undefined, ConfigurationTarget.Global);
		}
	});

	// As people type; each round meets the write at another moment.
	for (const pauseMs of [160, 200, 230, 270])
		test(`takes back picture and tag at once though somebody typed all the while, every ${pauseMs} ms`, async () => {
			const document = await openPage(`typed-${pauseMs}`);
			const picture = join(root, `typed-${pauseMs}/star.png`);
			let isOver = false;
			let typed = 0;
			const typing = (async () => {
				while (!isOver) {
					const editor = window.activeTextEditor;
					const end = document.lineAt(document.lineCount - 1).range.end;
					const isIn = await editor?.edit((edit) => edit.insert(end, "x"));
					if (isIn) typed++;
					await new Promise((resolve) => setTimeout(resolve, pauseMs));
				}
			})();
			await commands.executeCommand("musa.generateHere");
			isOver = true;
			await typing;
			assert.match(document.getText(), complete);
			assert.equal(document.getText().match(/x/g)?.length, typed);
			assert.ok(existsSync(picture));
			// What was typed after it goes first.
			for (let steps = 0; complete.test(document.getText()); steps++) {
				assert.ok(existsSync(picture), `the picture went ${steps} steps early`);
				assert.ok(steps < typed + 2);
				await commands.executeCommand("undo");
			}
			await until("the picture to go", () => !existsSync(picture));
			assert.ok(document.getText().startsWith(page));
		});

	suite("of a picture in a folder", () => {
		const reference = "img/deep/star.png";

		async function draw(folder: string, name: string): Promise<string> {
			await openPage(folder, pageOf(name));
			await commands.executeCommand("musa.generateHere");
			const picture = join(root, folder, name);
			assert.ok(existsSync(picture));
			return picture;
		}
		async function undo(picture: string): Promise<void> {
			await commands.executeCommand("undo");
			await until("the picture to go", () => !existsSync(picture));
		}

		test("takes the folders that came with it", async () => {
			await undo(await draw("new", reference));
			await until(
				"the folders to go",
				() => !existsSync(join(root, "new/img")),
			);
			await commands.executeCommand("redo");
			await until("the picture again", () =>
				existsSync(join(root, "new", reference)),
			);
		});

		test("leaves a folder that was there, and one that has something else by now", async () => {
			mkdirSync(join(root, "old/img"), { recursive: true });
			await undo(await draw("old", reference));
			await until(
				"the new folder to go",
				() => !existsSync(join(root, "old/img/deep")),
			);
			assert.ok(existsSync(join(root, "old/img")));
			const picture = await draw("used", reference);
			writeFileSync(join(picture, "../mine.txt"), "mine");
			await undo(picture);
			// What comes after the undo in the same order has been done by then.
			await undo(await draw("after", reference));
			await until(
				"the folders to go",
				() => !existsSync(join(root, "after/img")),
			);
			assert.ok(existsSync(join(picture, "../mine.txt")));
		});

		test("takes a folder that another picture brought, once both are gone", async () => {
			const first = await draw("pair/one", "../img/one.png");
			const second = await draw("pair/two", "../img/two.png");
			await window.showTextDocument(
				Uri.file(join(root, "pair/one/index.html")),
			);
			await undo(first);
			assert.ok(existsSync(second));
			await window.showTextDocument(
				Uri.file(join(root, "pair/two/index.html")),
			);
			await undo(second);
			await until(
				"the folder to go",
				() => !existsSync(join(root, "pair/img")),
			);
		});

		test("is not what deletes: who deletes the picture keeps its folder", async () => {
			const picture = await draw("deleted", reference);
			const edit = new WorkspaceEdit();
			edit.deleteFile(Uri.file(picture));
			assert.ok(await workspace.applyEdit(edit));
			await until("the picture to go", () => !existsSync(picture));
			await undo(await draw("behind", reference));
			await until(
				"the folders to go",
				() => !existsSync(join(root, "behind/img")),
			);
			assert.ok(existsSync(join(picture, "..")));
		});
	});
});
