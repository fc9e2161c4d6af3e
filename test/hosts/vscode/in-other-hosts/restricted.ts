// Runs in the extension host of a window in Restricted Mode, on a folder whose settings ask for more than they may.
import {
	commands,
	extensions,
	lm,
	Selection,
	Uri,
	window,
	workspace,
} from "vscode";
import { expectSame, runChecks, sleep, untilUnderlined } from "./run-checks.js";

const root = workspace.workspaceFolders?.[0]?.uri ?? Uri.file("/");
const page = Uri.joinPath(root, "index.html");

/** Called by VS Code. */
export function run(): Promise<void> {
	return runChecks({
		"a folder that nobody trusts is searched": async () => {
			expectSame(workspace.isTrusted, false);
			await extensions.getExtension("musa.musa-vscode")?.activate();
			const editor = await window.showTextDocument(page);
			editor.selection = new Selection(0, 12, 0, 12);
			const found = await untilUnderlined(page);
			expectSame(
				found.map(({ message }) => /[\w/]+\.png/.exec(message)?.[0]),
				["img/hero.png"],
			);
		},
		"in Restricted Mode no quick fix draws, and neither command nor tool writes":
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
				// Each explains itself in a message, which nobody closes here.
				for (const command of ["musa.generateHere", "musa.fillFile"])
					void commands.executeCommand(command).then(undefined, () => {});
				const refusal = await Promise.resolve(
					lm.invokeTool("musa_fill_missing_images", {
						input: {},
						toolInvocationToken: undefined,
					}),
				).then(
					() => "none",
					(error: Error) => error.message,
				);
				expectSame(/not trusted/.test(refusal), true);
				await sleep(3000);
				const files = await workspace.fs.readDirectory(
					Uri.joinPath(root, "img"),
				);
				expectSame(
					files.map(([name]) => name),
					["there.png"],
				);
			},
		"in Restricted Mode the folder's settings decide nothing that is written or computed":
			async () => {
				const settings = workspace.getConfiguration("musa", page);
				expectSame(settings.get("output.recipe"), "file");
				expectSame(settings.get("output.embedPrompt"), false);
				// What only changes the words on the screen may come from anywhere.
				expectSame(settings.get("codeLens.enabled"), false);
			},
	});
}
