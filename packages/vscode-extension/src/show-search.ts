import { Disposable, l10n, StatusBarAlignment, window } from "vscode";
import type { Searches } from "./finder/searches.js";

/** Says in the status bar how far the search for missing images is; selecting it ends the search, or begins another. */
export function showSearch(searches: Searches): Disposable {
	const item = window.createStatusBarItem(
		"musa.search",
		StatusBarAlignment.Left,
		50,
	);
	item.name = l10n.t("Musa: search for missing images");
	const show = (text: string, label: string, command: string): void => {
		item.text = text;
		item.tooltip = label;
		item.accessibilityInformation = { label, role: "button" };
		item.command = command;
		item.show();
	};
	const update = (): void => {
		const { current, wasCancelled } = searches;
		if (current) {
			const { folder, done, total } = current;
			show(
				`$(sync~spin) Musa: ${total === undefined ? done : `${done} / ${total}`}`,
				l10n.t(
					"Musa looks for missing images in {0}. Select to cancel.",
					folder,
				),
				"musa.cancelSearch",
			);
		} else if (wasCancelled)
			show(
				"$(search-stop) Musa",
				l10n.t(
					"The search for missing images was cancelled: what it had not read yet does not show. Select to search again.",
				),
				"musa.rescan",
			);
		else item.hide();
	};
	update();
	return Disposable.from(item, searches.onDidChange(update));
}
