// Entry of the edition with services in the extension host of a desktop or a server.
import {
	commands,
	type Extension,
	type ExtensionContext,
	extensions,
	l10n,
	window,
} from "vscode";
import { startExtension } from "../start-extension.js";
import { makeRoutedEdition } from "./routed-edition.js";

const LOCAL_ID = "musa.musa-vscode";

/** Called by VS Code when a document or a folder that may name images is opened, or a command is used. */
export function activate(context: ExtensionContext): void {
	const local = extensions.getExtension(LOCAL_ID);
	if (local === undefined) startExtension(context, makeRoutedEdition(context));
	else yieldTo(local, context);
}

/** Both have the same commands and views; the edition that sends nothing goes first, and this one only says so. */
function yieldTo(
	local: Extension<unknown>,
	{ extension, subscriptions }: ExtensionContext,
): void {
	const explain = async (): Promise<void> => {
		const show = l10n.t("Show Both");
		const choice = await window.showWarningMessage(
			l10n.t(
				"Musa is installed twice: without and with services. Only the one without works; uninstall or disable it to use the other.",
			),
			show,
		);
		if (choice === show)
			await commands.executeCommand(
				"workbench.extensions.search",
				"@installed musa",
			);
	};
	void explain();
	const shared = new Set(commandsOf(local));
	for (const id of commandsOf(extension))
		if (!shared.has(id))
			subscriptions.push(commands.registerCommand(id, explain));
}

function commandsOf({ packageJSON }: Extension<unknown>): readonly string[] {
	const { commands }: { commands: readonly { command: string }[] } =
		packageJSON.contributes;
	return commands.map(({ command }) => command);
}
