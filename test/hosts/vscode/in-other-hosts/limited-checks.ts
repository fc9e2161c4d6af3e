// What holds wherever the extension finds and draws nothing.
import { commands, Uri, window, workspace } from "vscode";
import { expectSame, sleep, untilUnderlined } from "./run-checks.js";

/** The folder that is open. */
export const root = workspace.workspaceFolders?.[0]?.uri ?? Uri.file("/");

/** Its page, which names one image that is missing and one that is there. */
export const page = Uri.joinPath(root, "index.html");

/** Only what is missing is underlined. */
export async function checkUnderlined(): Promise<void> {
	await window.showTextDocument(page);
	const found = await untilUnderlined(page);
	expectSame(
		found.map(({ message }) => /[\w/]+\.png/.exec(message)?.[0]),
		["img/hero.png"],
	);
}

/** No quick fix draws, and what is tried writes nothing. */
export async function checkNothingIsDrawn(
	attempt: () => Promise<void> | void,
): Promise<void> {
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
	await attempt();
	// Longer than it takes to draw where drawing is possible.
	await sleep(3000);
	const files = await workspace.fs.readDirectory(Uri.joinPath(root, "img"));
	expectSame(
		files.map(([name]) => name),
		["there.png"],
	);
}

/** Runs a command that explains itself in a message, which nobody closes here. */
export function runUnanswered(command: string): void {
	void commands.executeCommand(command).then(undefined, () => undefined);
}
