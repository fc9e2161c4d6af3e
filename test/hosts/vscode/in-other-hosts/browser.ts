// Runs in the worker of a page, as on vscode.dev, where the extension's entry for browsers is loaded.
import { commands, extensions, Uri, window, workspace } from "vscode";
import { expectSame, runChecks, sleep, untilUnderlined } from "./run-checks.js";

const root = workspace.workspaceFolders?.[0]?.uri ?? Uri.file("/");
const page = Uri.joinPath(root, "index.html");

/** Called by VS Code. */
export function run(): Promise<void> {
	return runChecks({
		"the entry for browsers starts without Node and registers every command":
			async () => {
				expectSame("WorkerGlobalScope" in globalThis, true);
				const extension = extensions.getExtension("musa.musa-vscode");
				await extension?.activate();
				const registered = new Set(await commands.getCommands(true));
				const promised: { command: string }[] =
					extension?.packageJSON.contributes.commands ?? [];
				expectSame(promised.length > 0, true);
				expectSame(
					promised.filter(({ command }) => !registered.has(command)),
					[],
				);
			},
		"in a browser what is missing is underlined, and nothing else":
			async () => {
				await window.showTextDocument(page);
				const found = await untilUnderlined(page);
				expectSame(
					found.map(({ message }) => /[\w/]+\.png/.exec(message)?.[0]),
					["img/hero.png"],
				);
			},
		"in a browser no quick fix draws, and asking for one writes nothing":
			async () => {
				const [problem] = await untilUnderlined(page);
				const actions = await commands.executeCommand<{ title: string }[]>(
					"vscode.executeCodeActionProvider",
					page,
					problem?.range,
				);
				expectSame(
					actions.filter(({ title }) => /generate/i.test(title)),
					[],
				);
				// It explains itself in a message, which nobody closes here.
				void commands.executeCommand("musa.generateHere");
				await sleep(2000);
				const files = await workspace.fs.readDirectory(
					Uri.joinPath(root, "img"),
				);
				expectSame(
					files.map(([name]) => name),
					["there.png"],
				);
			},
	});
}
