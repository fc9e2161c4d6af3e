import { CodeLens, type CodeLensProvider, EventEmitter, l10n } from "vscode";
import type { Findings } from "../finder/findings.js";
import { readCodeLensSetting, readDiagnosticSettings } from "../settings.js";
import { rangeOf } from "./range-of.js";

/** A line above each reference to a missing image, to make it with one press. */
export function provideLenses(
	findings: Findings,
	canWrite: () => boolean,
): CodeLensProvider {
	const changed = new EventEmitter<void>();
	findings.onDidChange(() => changed.fire());
	return {
		onDidChangeCodeLenses: changed.event,
		provideCodeLenses(document) {
			if (!canWrite() || !readCodeLensSetting(document.uri)) return [];
			const { isEnabled, minimumConfidence } = readDiagnosticSettings(
				document.uri,
			);
			if (!isEnabled) return [];
			return findings
				.inDocument(document.uri)
				.filter(
					({ confidence, refusal }) =>
						confidence >= minimumConfidence && refusal === undefined,
				)
				.map((finding) => {
					const { id, target, size } = finding;
					const name = target.slice(target.lastIndexOf("/") + 1);
					return new CodeLens(rangeOf(finding), {
						title: `$(sparkle) ${l10n.t("Generate {0} ({1} × {2})", name, size.width, size.height)}`,
						tooltip: l10n.t("Draws it on this computer: {0}", finding.prompt),
						command: "musa.generateHere",
						arguments: [id],
					});
				});
		},
	};
}
