import { randomBytes } from "node:crypto";
import { env, l10n, type Uri, type Webview } from "vscode";

/**
 * The page of a view: one script of the extension, and nothing from anywhere else.
 *
 * @param canDraw  whether the page may compute in a worker that it makes itself; nor can that load anything
 */
export function makeViewHtml(
	webview: Webview,
	{
		script,
		kind,
		title,
		canDraw = false,
	}: {
		readonly script: Uri;
		readonly kind: string;
		readonly title: string;
		readonly canDraw?: boolean;
	},
): string {
	const nonce = randomBytes(16).toString("base64");
	// The look comes by constructed sheets, pictures as pixels: neither needs a source.
	const drawing = canDraw ? " 'wasm-unsafe-eval'; worker-src blob:" : "";
	const policy = `default-src 'none'; script-src 'nonce-${nonce}'${drawing}`;
	return `<!doctype html>
<html lang="${escapeText(env.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeText(title)}</title>
</head>
<body>
<div id="view" data-kind="${kind}" data-words="${escapeText(JSON.stringify(l10n.bundle ?? {}))}"></div>
<script nonce="${nonce}" src="${webview.asWebviewUri(script)}"></script>
</body>
</html>
`;
}

function escapeText(text: string): string {
	return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
