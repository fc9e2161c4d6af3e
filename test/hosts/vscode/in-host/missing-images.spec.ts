import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { decodePng } from "@musa/core";
import {
	type CodeAction,
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

const page = `<!doctype html>
<html>
<body>
<h1>Hills</h1>
<img src="img/hero.png" alt="red heart" width="1200" height="600">
</body>
</html>
`;

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

	test("is underlined, drawn by the quick fix at its size, and taken back by one undo", async () => {
		await openPage("a/index.html", page);
		const [problem] = await until("the underline", () => {
			const found = problems("a/index.html");
			return found.length > 0 ? found : undefined;
		});
		assert.match(problem.message, /a\/img\/hero\.png \(1200 × 600 px\)/);
		const actions = await commands.executeCommand<CodeAction[]>(
			"vscode.executeCodeActionProvider",
			file("a/index.html"),
			problem.range,
		);
		const action = actions.find(({ title }) =>
			/^Generate hero\.png here/.test(title),
		);
		assert.ok(action?.command, actions.map(({ title }) => title).join());
		await commands.executeCommand(
			action.command.command,
			...(action.command.arguments ?? []),
		);
		const target = join(root, "a/img/hero.png");
		const image = decodePng(new Uint8Array(readFileSync(target)));
		assert.deepEqual([image.width, image.height], [1200, 600]);
		await until("no underline", () => problems("a/index.html").length === 0);
		const document = window.activeTextEditor?.document;
		assert.equal(document?.getText(), page);
		await commands.executeCommand("undo");
		await until("the file to go", () => !existsSync(target));
		await until(
			"the underline again",
			() => problems("a/index.html").length > 0,
		);
		assert.equal(document?.getText(), page);
	});

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

	test("whose name was taken meanwhile goes beside, and the reference follows", async () => {
		await openPage(
			"c/index.html",
			'<img src="moon.png" alt="moon" width="64" height="64">\n',
		);
		await until("the underline", () => problems("c/index.html").length > 0);
		const document = window.activeTextEditor!.document;
		const running = commands.executeCommand<{
			result: { writtenPath: string; sentence: string };
		}>("musa.generateHere");
		writeFileSync(join(root, "c/moon.png"), "mine");
		const { result } = await running;
		assert.equal(result.writtenPath, "c/moon-1.png");
		assert.match(result.sentence, /was there already/);
		assert.equal(readFileSync(join(root, "c/moon.png"), "utf8"), "mine");
		assert.match(document.getText(), /src="moon-1\.png"/);
	});
});
