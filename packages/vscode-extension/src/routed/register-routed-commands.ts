// Commands that only the edition with services has.
import { commands, type Disposable, Uri, window, workspace } from "vscode";
import type { Services } from "../services.js";
import { ledgerScheme, type RoutedParts } from "./routed-parts.js";

/** Registers them. */
export function registerRoutedCommands(
	services: Services,
	parts: RoutedParts,
): Disposable[] {
	const handlers: Readonly<Record<string, (argument: unknown) => unknown>> = {
		"musa.setUpService": async () =>
			(await import("./set-up-service.js")).setUpService(services, parts),
		"musa.manageServices": async () =>
			(await import("./manage-services.js")).manageServices(services, parts),
		"musa.finishPicture": async (argument) =>
			(await import("./finish-picture.js")).finishPicture(
				services,
				argument instanceof Uri ? argument : undefined,
				parts,
			),
		"musa.showLedger": async () =>
			(await import("./show-ledger.js")).showLedger(),
	};
	return [
		...Object.entries(handlers).map(([id, run]) =>
			commands.registerCommand(id, async (argument: unknown) => {
				try {
					await run(argument);
				} catch (error) {
					services.log.error(String(error));
					void window.showErrorMessage(
						error instanceof Error ? error.message : String(error),
					);
				}
			}),
		),
		workspace.registerTextDocumentContentProvider(ledgerScheme, {
			provideTextDocumentContent: async () =>
				(await import("./show-ledger.js")).readLedgerText(),
		}),
		workspace.onDidChangeConfiguration((event) => {
			if (event.affectsConfiguration("musa.services")) parts.tellChange();
		}),
	];
}
