// Entry of the edition with services in the extension host of a desktop or a server.
import { type ExtensionContext, extensions, l10n, window } from "vscode";
import { startExtension } from "../start-extension.js";
import { makeRoutedEdition } from "./routed-edition.js";

const LOCAL_ID = "musa.musa-vscode";

/** Called by VS Code when a document or a folder that may name images is opened, or a command is used. */
export function activate(context: ExtensionContext): void {
	if (extensions.getExtension(LOCAL_ID) === undefined) {
		startExtension(context, makeRoutedEdition(context));
		return;
	}
	// Both have the same commands and views; the one that sends nothing goes first.
	void window.showWarningMessage(
		l10n.t(
			"Musa is installed twice: without and with services. Only the one without works; uninstall or disable it to use the other.",
		),
	);
}
