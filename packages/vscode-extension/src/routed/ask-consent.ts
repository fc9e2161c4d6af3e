// The screen before anything leaves: a page of its own that shows exactly what would be sent. The press on it is answered here.
import { openRpcServer } from "@musa/core";
import {
	type ExtensionContext,
	l10n,
	Uri,
	ViewColumn,
	type WebviewPanel,
	window,
} from "vscode";
import type { SheetWire } from "../messages.js";
import type { SheetView } from "../records.js";
import { makeViewHtml } from "../views/view-html.js";

let open: WebviewPanel | undefined;

/**
 * Shows a sheet; closing it keeps everything here. One is open at a time: a new one takes the place of the old.
 *
 * @param onSend  runs inside the answer to the user's own press: mints the token
 * @returns what `onSend` made; undefined if all stays here
 */
export function askConsent<T>(
	{ extensionUri }: ExtensionContext,
	sheet: SheetView,
	onSend: () => T,
): Promise<T | undefined> {
	open?.dispose();
	const folder = Uri.joinPath(extensionUri, "webview");
	const title = l10n.t("Musa: Send to {0}?", sheet.host);
	const panel = window.createWebviewPanel(
		"musa.sheet",
		title,
		ViewColumn.Active,
		{ enableScripts: true, localResourceRoots: [folder] },
	);
	open = panel;
	return new Promise((resolve) => {
		let made: T | undefined;
		let isAnswered = false;
		const server = openRpcServer<SheetWire>(
			{
				post: (message) => void panel.webview.postMessage(message),
				listen(handler) {
					const listening = panel.webview.onDidReceiveMessage(handler);
					return () => listening.dispose();
				},
			},
			{
				"open-sheet": () => sheet,
				"answer-sheet"(_signal, { payloadSha256 }) {
					// Only what was shown can be agreed to, and only once.
					if (!isAnswered && payloadSha256 === sheet.payloadSha256)
						made = onSend();
					isAnswered = true;
					setTimeout(() => panel.dispose());
					return null;
				},
			},
		);
		panel.onDidDispose(() => {
			if (open === panel) open = undefined;
			server.close();
			resolve(made);
		});
		panel.webview.html = makeViewHtml(panel.webview, {
			...{ kind: "sheet", title },
			script: Uri.joinPath(folder, "sheet.js"),
		});
	});
}
