import assert from "node:assert/strict";
import { commands, extensions } from "vscode";

suite("the extension", () => {
	const extension = extensions.getExtension("musa.musa-vscode");

	test("registers every command that its manifest promises", async () => {
		await extension?.activate();
		const registered = new Set(await commands.getCommands(true));
		const promised: { command: string }[] =
			extension?.packageJSON.contributes.commands;
		assert.ok(promised.length > 0);
		const missing = promised.filter(({ command }) => !registered.has(command));
		assert.deepEqual(missing, []);
	});
});
