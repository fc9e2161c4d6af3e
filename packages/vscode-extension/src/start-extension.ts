// What both editions do when VS Code starts them. Starting only registers; what costs time loads when it is used.
import { commands, type ExtensionContext, workspace } from "vscode";
import { registerCommands } from "./commands/register-commands.js";
import type { Edition } from "./edition.js";
import { registerPasting } from "./editor/provide-paste.js";
import { registerEditorFeatures } from "./editor/register-editor-features.js";
import { makeServices } from "./services.js";
import { showStatus } from "./status-bar.js";
import { registerTools } from "./tools/register-tools.js";
import { registerViews } from "./views/register-views.js";

/** Starts an edition. */
export function startExtension(
	context: ExtensionContext,
	edition: Edition,
): void {
	const services = makeServices(context, edition);
	const tellTrust = (): void =>
		void commands.executeCommand(
			"setContext",
			"musa.canWrite",
			services.canWrite(),
		);
	tellTrust();
	context.subscriptions.push(
		workspace.onDidGrantWorkspaceTrust(() => {
			tellTrust();
			void resume(services);
		}),
		workspace.onDidChangeWorkspaceFolders(tellTrust),
		...registerCommands(services),
		...registerEditorFeatures(services.findings, services.canWrite),
		...registerPasting(services.canWrite),
		...registerTools(services),
		...registerViews(services),
		...edition.register(services),
		showStatus(services),
	);
	void resume(services);
}

async function resume(
	services: ReturnType<typeof makeServices>,
): Promise<void> {
	if (!services.canWrite()) return;
	const { takeUpJobs } = await import("./jobs/take-up-jobs.js");
	await takeUpJobs(services);
}
