// What the status bar offers.
import { commands, l10n, type QuickPickItem, window } from "vscode";
import { isOpenState } from "../jobs/job-queue.js";
import type { Services } from "../services.js";

interface MenuItem extends QuickPickItem {
	readonly command: string;
}

/** Offers what can be done now. */
export async function showMenu({ findings, jobs }: Services): Promise<void> {
	const own = window.activeTextEditor
		? findings.inDocument(window.activeTextEditor.document.uri).length
		: 0;
	const all = findings.list().length;
	const open = jobs.list().filter(({ state }) => isOpenState(state)).length;
	const items: MenuItem[] = [
		...(open > 0
			? [
					{
						label: `$(stop-circle) ${l10n.t("Cancel pictures under way ({0})", open)}`,
						command: "musa.cancelAll",
					},
				]
			: []),
		...(own > 0
			? [
					{
						label: `$(sparkle) ${l10n.t("Draw all in this file ({0})", own)}`,
						command: "musa.fillFile",
					},
				]
			: []),
		...(all > 0
			? [
					{
						label: `$(sparkle) ${l10n.t("Draw all in the workspace ({0})", all)}`,
						command: "musa.fillWorkspace",
					},
				]
			: []),
		{
			label: `$(new-file) ${l10n.t("New picture…")}`,
			command: "musa.generateInFolder",
		},
		{ label: `$(refresh) ${l10n.t("Search again")}`, command: "musa.rescan" },
		{ label: `$(output) ${l10n.t("Show log")}`, command: "musa.showLog" },
	];
	const item = await window.showQuickPick(items, { title: "Musa" });
	if (item !== undefined) await commands.executeCommand(item.command);
}
