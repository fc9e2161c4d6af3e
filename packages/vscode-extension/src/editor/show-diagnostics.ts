import {
	Diagnostic,
	DiagnosticSeverity,
	Disposable,
	l10n,
	languages,
	Uri,
	workspace,
} from "vscode";
import type { Findings } from "../finder/findings.js";
import type { Finding } from "../records.js";
import { readDiagnosticSettings } from "../settings.js";
import { rangeOf } from "./range-of.js";

/** The code of every diagnostic for an image that is not there. */
export const missingImageCode = "missing-image";

/** Keeps an information line under every reference to a missing image that is sure enough. */
export function showDiagnostics(findings: Findings): Disposable {
	const collection = languages.createDiagnosticCollection("musa");
	// What was set, so that a change in one document touches that one only.
	const shown = new Map<string, readonly Finding[]>();
	const update = (): void => {
		const byUri = new Map<string, Finding[]>();
		for (const finding of findings.list()) {
			const folder = Uri.parse(finding.folder);
			const uri = Uri.joinPath(folder, finding.file).toString();
			const known = byUri.get(uri);
			if (known === undefined) byUri.set(uri, [finding]);
			else known.push(finding);
		}
		for (const uri of [...shown.keys()])
			if (!byUri.has(uri)) {
				shown.delete(uri);
				collection.delete(Uri.parse(uri));
			}
		for (const [uri, own] of byUri) {
			if (isSameList(shown.get(uri), own)) continue;
			shown.set(uri, own);
			collection.set(Uri.parse(uri), diagnosticsFor(Uri.parse(uri), own));
		}
	};
	update();
	return Disposable.from(
		collection,
		findings.onDidChange(update),
		workspace.onDidChangeConfiguration((event) => {
			if (!event.affectsConfiguration("musa.diagnostics")) return;
			shown.clear();
			collection.clear();
			update();
		}),
	);
}

function isSameList(
	a: readonly Finding[] | undefined,
	b: readonly Finding[],
): boolean {
	return a?.length === b.length && a.every((finding, i) => finding === b[i]);
}

function diagnosticsFor(uri: Uri, findings: readonly Finding[]): Diagnostic[] {
	const { isEnabled, minimumConfidence } = readDiagnosticSettings(uri);
	if (!isEnabled) return [];
	return findings
		.filter(({ confidence }) => confidence >= minimumConfidence)
		.map((finding) => {
			const diagnostic = new Diagnostic(
				rangeOf(finding),
				describe(finding),
				DiagnosticSeverity.Information,
			);
			diagnostic.source = "Musa";
			diagnostic.code = missingImageCode;
			return diagnostic;
		});
}

function describe({
	target,
	size,
	isSizeKnown,
	existing,
	refusal,
}: Finding): string {
	if (existing !== undefined)
		return l10n.t(
			"The image is called {0}; upper and lower case differ.",
			existing,
		);
	if (refusal !== undefined)
		return l10n.t("There is no image {0}. {1}", target, refusal);
	return isSizeKnown
		? l10n.t(
				"There is no image {0} ({1} × {2} px).",
				target,
				size.width,
				size.height,
			)
		: l10n.t("There is no image {0}.", target);
}
