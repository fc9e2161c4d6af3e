import { type Uri, workspace } from "vscode";

/** How pictures become files. */
export interface OutputSettings {
	/** Id of a style, or `auto`. */
	readonly style: string;
	/** Whether width, height and alt are added where they lack. */
	readonly attributes: boolean;
	readonly retina: "off" | "file" | "srcset";
	readonly recipe: "file" | "sidecar" | "none";
	readonly embedPrompt: boolean;
}

/** The user's choices about files below a folder. */
export function readOutputSettings(scope: Uri): OutputSettings {
	const settings = workspace.getConfiguration("musa", scope);
	return {
		style: settings.get("style", "auto"),
		attributes: settings.get("output.attributes", true),
		retina: settings.get("output.retina", "off"),
		recipe: settings.get("output.recipe", "file"),
		embedPrompt: settings.get("output.embedPrompt", false),
	};
}

/** Whether, and from which confidence on, findings show in a document. */
export function readDiagnosticSettings(scope: Uri): {
	readonly isEnabled: boolean;
	readonly minimumConfidence: number;
} {
	const settings = workspace.getConfiguration("musa", scope);
	return {
		isEnabled: settings.get("diagnostics.enabled", true),
		minimumConfidence: settings.get("diagnostics.minimumConfidence", 0.7),
	};
}

/** Whether a document shows lenses. */
export function readCodeLensSetting(scope: Uri): boolean {
	return workspace
		.getConfiguration("musa", scope)
		.get("codeLens.enabled", true);
}

/** Who the user wants to draw drafts in a page that could do so itself. */
export function readDrafterSetting(): "auto" | "host" | "webgpu" {
	return workspace.getConfiguration("musa").get("drafts.drawnBy", "auto");
}

/** Where and how networks run on this machine. */
export function readEngineSettings(): {
	readonly device: "wasm" | "native";
	readonly threadCount: number;
	readonly nativeRuntime: string;
} {
	const settings = workspace.getConfiguration("musa");
	return {
		device: settings.get("engine.device", "wasm"),
		threadCount: settings.get("engine.threads", 1),
		nativeRuntime: settings.get("engine.nativeRuntime", ""),
	};
}
