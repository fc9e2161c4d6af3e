// Entry where there is no Node, as on vscode.dev: finds and shows what is missing; drawing needs a desktop or a server.
import { commands, type ExtensionContext, env, l10n, window } from "vscode";
import { registerEditorFeatures } from "./editor/register-editor-features.js";
import { openEditorFinder } from "./finder/editor-finder.js";
import { watchFindings } from "./finder/findings.js";

/** Called by VS Code when a document or a folder that may name images is opened, or a command is used. */
export function activate(context: ExtensionContext): void {
	const log = window.createOutputChannel("Musa", { log: true });
	const findings = watchFindings(({ uri }) => openEditorFinder(uri), log);
	const here: Readonly<Record<string, () => unknown>> = {
		"musa.rescan": () => findings.rescan(),
		"musa.cancelSearch": () => findings.searches.cancel(),
		"musa.showLog": () => log.show(),
		"musa.openWalkthrough": () =>
			commands.executeCommand(
				"workbench.action.openWalkthrough",
				`${context.extension.id}#start`,
			),
	};
	const declared: readonly { readonly command: string }[] =
		context.extension.packageJSON.contributes.commands;
	context.subscriptions.push(
		log,
		findings,
		...registerEditorFeatures(findings, () => false),
		...declared.map(({ command }) =>
			commands.registerCommand(command, here[command] ?? explain),
		),
		// Else they would wait for a page for ever.
		...["musa.panel", "musa.workspace"].map((id) =>
			window.registerWebviewViewProvider(id, {
				resolveWebviewView({ webview }) {
					webview.html = `<!doctype html><html lang="${env.language}"><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'"><title>Musa</title><p>${explanation()}</p></html>`;
				},
			}),
		),
	);
}

function explanation(): string {
	return l10n.t(
		"In the browser Musa only finds missing images. To draw them, open this folder in VS Code on a desktop or a server.",
	);
}

async function explain(): Promise<void> {
	await window.showInformationMessage(explanation());
}
