import assert from "node:assert/strict";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
	commands,
	type Diagnostic,
	extensions,
	languages,
	Selection,
	Uri,
	window,
	workspace,
} from "vscode";
import { until } from "./until.js";

suite("a missing image", () => {
	const root = workspace.workspaceFolders?.[0]?.uri.fsPath ?? "";
	const file = (path: string): Uri => Uri.file(join(root, path));

	suiteSetup(async () => {
		await extensions.getExtension("musa.musa-vscode")?.activate();
	});
	teardown(() => commands.executeCommand("workbench.action.closeAllEditors"));

	async function openPage(name: string, text: string): Promise<void> {
		mkdirSync(join(root, name, ".."), { recursive: true });
		writeFileSync(join(root, name), text);
		await window.showTextDocument(file(name));
	}
	const problems = (name: string): Diagnostic[] =>
		languages
			.getDiagnostics(file(name))
			.filter(({ source }) => source === "Musa");

	test("gets the attributes that its tag lacks in the same step", async () => {
		await openPage("b/index.html", '<img src="star.webp">\n');
		await until("the underline", () => problems("b/index.html").length > 0);
		window.activeTextEditor!.selection = new Selection(0, 12, 0, 12);
		await commands.executeCommand("musa.generateHere");
		assert.ok(existsSync(join(root, "b/star.webp")));
		const document = window.activeTextEditor!.document;
		assert.match(
			document.getText(),
			/^<img src="star\.webp" width="\d+" height="\d+" alt="[^"]+">\n$/,
		);
		await commands.executeCommand("undo");
		await until("the file to go", () => !existsSync(join(root, "b/star.webp")));
		assert.equal(document.getText(), '<img src="star.webp">\n');
	});
});
