// What shows in documents: information lines, light bulbs, lenses, hovers; and how far the search for them is.
import { CodeActionKind, type Disposable, languages } from "vscode";
import type { Findings } from "../finder/findings.js";
import { showSearch } from "../show-search.js";
import { provideHovers } from "./provide-hovers.js";
import { provideLenses } from "./provide-lenses.js";
import { provideQuickFixes } from "./provide-quick-fixes.js";
import { imageDocuments } from "./selector.js";
import { showDiagnostics } from "./show-diagnostics.js";

/** Registers them; what draws or writes shows only where that is allowed. */
export function registerEditorFeatures(
	findings: Findings,
	canWrite: () => boolean,
): Disposable[] {
	return [
		showDiagnostics(findings),
		showSearch(findings.searches),
		languages.registerCodeActionsProvider(
			imageDocuments,
			provideQuickFixes(findings, canWrite),
			{ providedCodeActionKinds: [CodeActionKind.QuickFix] },
		),
		languages.registerCodeLensProvider(
			imageDocuments,
			provideLenses(findings, canWrite),
		),
		languages.registerHoverProvider(
			imageDocuments,
			provideHovers(findings, canWrite),
		),
	];
}
