import { commands, type ExtensionContext, window } from "vscode";

/** Called by VS Code when the first of our commands is used. */
export function activate(context: ExtensionContext): void {
	const { version } = context.extension.packageJSON as { version: string };
	const showVersion = commands.registerCommand("musa.showVersion", () =>
		window.showInformationMessage(
			`Musa ${version}. This version cannot draw in VS Code yet.`,
		),
	);
	context.subscriptions.push(showVersion);
}
