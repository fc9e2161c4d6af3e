// Every command that package.json names. What they do loads when it is used.
import { commands, type Disposable, l10n, Uri, window } from "vscode";
import type { Finding } from "../records.js";
import type { Services } from "../services.js";

/** Registers the commands. */
export function registerCommands(services: Services): Disposable[] {
	const { findings, log, jobs } = services;
	const handlers: Readonly<Record<string, (argument: unknown) => unknown>> = {
		"musa.generateHere": (argument) =>
			withFinding(services, argument, async (finding) =>
				(await import("./fill.js")).fillOne(services, finding),
			),
		"musa.choosePrompt": (argument) =>
			withFinding(services, argument, async (finding) =>
				(await import("./fill.js")).fillWithPrompt(services, finding),
			),
		"musa.fillFile": async (argument) => {
			const uri = toUri(argument) ?? window.activeTextEditor?.document.uri;
			const own = uri === undefined ? [] : findings.inDocument(uri);
			return fillMany(
				services,
				own,
				l10n.t("No image is missing in this file."),
			);
		},
		"musa.fillWorkspace": () =>
			fillMany(
				services,
				findings.list(),
				l10n.t("No image is missing in this workspace."),
			),
		"musa.generateInFolder": async (argument) =>
			(await import("./files.js")).generateInFolder(services, toUri(argument)),
		"musa.vary": async (argument) =>
			(await import("./files.js")).vary(services, toUri(argument)),
		"musa.replace": async (argument) =>
			(await import("./files.js")).replace(services, toUri(argument)),
		"musa.restoreReplaced": async (argument) =>
			(await import("./files.js")).restoreReplaced(services, toUri(argument)),
		"musa.previewDraft": (argument) =>
			withFinding(services, argument, async (finding) =>
				(await import("./preview-draft.js")).previewDraft(services, finding),
			),
		"musa.rescan": () => findings.rescan(),
		"musa.cancelSearch": () => findings.searches.cancel(),
		"musa.cancelAll": () => jobs.cancel("all"),
		"musa.showLog": () => log.show(),
		"musa.showMenu": async () =>
			(await import("./show-menu.js")).showMenu(services),
		"musa.openWalkthrough": () =>
			commands.executeCommand(
				"workbench.action.openWalkthrough",
				`${services.context.extension.id}#start`,
			),
	};
	return Object.entries(handlers).map(([id, run]) =>
		commands.registerCommand(id, run),
	);
}

async function fillMany(
	services: Services,
	findings: readonly Finding[],
	none: string,
): Promise<unknown> {
	if (findings.length > 0)
		return (await import("./fill.js")).fillMany(services, findings);
	// Whoever runs the command does not wait for a reader.
	void window.showInformationMessage(none);
	return undefined;
}

/** The finding that was named, or the one at the cursor. */
async function withFinding<T>(
	{ findings }: Services,
	argument: unknown,
	act: (finding: Finding) => Promise<T>,
): Promise<T | undefined> {
	const finding =
		typeof argument === "string" ? findings.find(argument) : atCursor();
	if (finding !== undefined) return act(finding);
	void window.showInformationMessage(
		l10n.t("There is no missing image here; put the cursor on its reference."),
	);
	return undefined;

	function atCursor(): Finding | undefined {
		const editor = window.activeTextEditor;
		if (editor === undefined) return undefined;
		const line = editor.selection.active.line + 1;
		const column = editor.selection.active.character + 1;
		const own = findings
			.inDocument(editor.document.uri)
			.filter((candidate) => candidate.line === line);
		return (
			own.find(
				(candidate) =>
					candidate.column <= column &&
					column <= candidate.column + candidate.reference.length,
			) ?? own[0]
		);
	}
}

function toUri(argument: unknown): Uri | undefined {
	return argument instanceof Uri ? argument : undefined;
}
