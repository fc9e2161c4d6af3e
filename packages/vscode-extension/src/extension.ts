// Entry of the local edition in the extension host of a desktop or a server.
import type { ExtensionContext } from "vscode";
import { makeLocalEdition } from "./local-edition.js";
import { startExtension } from "./start-extension.js";

/** Called by VS Code when a document or a folder that may name images is opened, or a command is used. */
export function activate(context: ExtensionContext): void {
	startExtension(context, makeLocalEdition());
}
