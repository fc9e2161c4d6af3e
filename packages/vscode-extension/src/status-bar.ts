import {
	Disposable,
	l10n,
	StatusBarAlignment,
	window,
	workspace,
} from "vscode";
import { isOpenState } from "./jobs/job-queue.js";
import type { Services } from "./services.js";

/** Shows how many images are missing, and what is being drawn. */
export function showStatus({ findings, jobs }: Services): Disposable {
	const item = window.createStatusBarItem(
		"musa.status",
		StatusBarAlignment.Right,
		50,
	);
	item.name = "Musa";
	item.command = "musa.showMenu";
	const update = (): void => {
		const open = jobs.list().filter(({ state }) => isOpenState(state));
		const active = open.find(({ state }) => state !== "waiting");
		const missing = new Set(
			findings.list().map(({ folder, target }) => `${folder}\n${target}`),
		).size;
		if (open.length > 0) {
			const name = active?.target.split("/").at(-1) ?? "";
			item.text = `$(sync~spin) ${open.length > 1 ? l10n.t("{0} ({1} to go)", name, open.length) : name}`;
			item.tooltip = l10n.t(
				"Musa is drawing. Select to see more, or to cancel.",
			);
			item.accessibilityInformation = {
				label: l10n.t("Musa is drawing pictures ({0})", open.length),
				role: "button",
			};
		} else if (missing > 0) {
			item.text = `$(sparkle) ${missing}`;
			item.tooltip = l10n.t("Missing images: {0}", missing);
			item.accessibilityInformation = {
				label: l10n.t("Musa: missing images: {0}", missing),
				role: "button",
			};
		}
		if (open.length > 0 || missing > 0) item.show();
		else item.hide();
	};
	update();
	return Disposable.from(
		item,
		findings.onDidChange(update),
		new Disposable(jobs.onChange(update)),
		workspace.onDidChangeWorkspaceFolders(update),
	);
}
