// Another extension, which calls a tool as an agent does: with arguments of its own and nobody's trust.
const { readFileSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const { commands, lm, workspace } = require("vscode");

exports.activate = ({ subscriptions }) => {
	subscriptions.push(
		commands.registerCommand("test.callTool", async () => {
			const folder = workspace.workspaceFolders[0].uri.fsPath;
			const order = JSON.parse(readFileSync(join(folder, "call.json"), "utf8"));
			const answer = await lm
				.invokeTool(order.name, {
					input: order.input,
					toolInvocationToken: undefined,
				})
				.then(
					({ content }) => content.map(({ value }) => value ?? "").join("\n"),
					(error) => `refused: ${error.message}`,
				);
			writeFileSync(join(folder, "answer.txt"), answer);
		}),
	);
};
