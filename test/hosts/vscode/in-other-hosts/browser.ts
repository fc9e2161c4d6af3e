// Runs in the worker of a page, as on vscode.dev, where the extension's entry for browsers is loaded.
import { commands, extensions } from "vscode";
import {
	checkNothingIsDrawn,
	checkUnderlined,
	runUnanswered,
} from "./limited-checks.js";
import { expectSame, runChecks } from "./run-checks.js";

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
			checkUnderlined,
		"in a browser no quick fix draws, and asking for one writes nothing": () =>
			checkNothingIsDrawn(() => runUnanswered("musa.generateHere")),
	});
}
