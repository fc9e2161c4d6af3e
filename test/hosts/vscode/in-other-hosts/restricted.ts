// Runs in the extension host of a window in Restricted Mode, on a folder whose settings ask for more than they may.
import { extensions, lm, Selection, window, workspace } from "vscode";
import {
	checkNothingIsDrawn,
	checkUnderlined,
	page,
	runUnanswered,
} from "./limited-checks.js";
import { expectSame, runChecks } from "./run-checks.js";

/** Called by VS Code. */
export function run(): Promise<void> {
	return runChecks({
		"a folder that nobody trusts is searched": async () => {
			expectSame(workspace.isTrusted, false);
			await extensions.getExtension("musa.musa-vscode")?.activate();
			await checkUnderlined();
		},
		"in Restricted Mode no quick fix draws, and neither command nor tool writes":
			() => checkNothingIsDrawn(tryEverything),
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

async function tryEverything(): Promise<void> {
	const editor = await window.showTextDocument(page);
	editor.selection = new Selection(0, 12, 0, 12);
	for (const command of ["musa.generateHere", "musa.fillFile"])
		runUnanswered(command);
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
}
