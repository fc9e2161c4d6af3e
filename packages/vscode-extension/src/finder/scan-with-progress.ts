import type { ScanReport } from "@musa/finder";
import { l10n, ProgressLocation, window } from "vscode";
import type { WorkspaceFinder } from "./workspace-finder.js";

/** Scans a folder, and says in the status bar how far it is. @throws AbortError */
export async function scanWithProgress(
	name: string,
	finder: WorkspaceFinder,
	signal: AbortSignal,
): Promise<ScanReport> {
	const title = l10n.t("Musa looks for missing images in {0}", name);
	return window.withProgress(
		{ location: ProgressLocation.Window, title },
		(progress) =>
			finder.scan(signal, ({ done, total }) =>
				progress.report({
					message: total === undefined ? `${done}` : `${done} / ${total}`,
				}),
			),
	);
}
