import { Hover, type HoverProvider, l10n, MarkdownString } from "vscode";
import type { Findings } from "../finder/findings.js";
import type { Finding } from "../records.js";
import { findDraft } from "./drafts.js";
import { rangeOf } from "./range-of.js";

/** What a missing image would be, with a draft of it when one was drawn. */
export function provideHovers(
	findings: Findings,
	canWrite: () => boolean,
): HoverProvider {
	return {
		provideHover(document, position) {
			const finding = findings
				.inDocument(document.uri)
				.find((candidate) => rangeOf(candidate).contains(position));
			return (
				finding && new Hover(describe(finding, canWrite()), rangeOf(finding))
			);
		},
	};
}

function describe(finding: Finding, canWrite: boolean): MarkdownString {
	const { id, target, size, format, alpha, prompt, refusal, existing } =
		finding;
	const text = new MarkdownString("", true);
	// Only Musa's own commands: the texts come from files.
	text.isTrusted = {
		enabledCommands: [
			"musa.generateHere",
			"musa.choosePrompt",
			"musa.previewDraft",
		],
	};
	const draft = findDraft(id);
	if (draft !== undefined)
		text.appendMarkdown(
			`![${l10n.t("Draft")}](data:image/png;base64,${Buffer.from(draft.png).toString("base64")}|height=128)\n\n`,
		);
	text.appendMarkdown("**");
	text.appendText(target);
	text.appendMarkdown("**\n\n");
	const facts = [
		`${size.width} × ${size.height} px`,
		format.toUpperCase(),
		...(alpha ? [l10n.t("transparent")] : []),
	];
	text.appendText(facts.join(" · "));
	text.appendMarkdown("\n\n");
	text.appendText(prompt);
	text.appendMarkdown("\n\n");
	if (existing !== undefined || refusal !== undefined) {
		text.appendText(refusal ?? "");
		return text;
	}
	if (!canWrite) return text;
	const link = (icon: string, words: string, command: string): string =>
		`[$(${icon}) ${words}](command:${command}?${encodeURIComponent(JSON.stringify([id]))})`;
	text.appendMarkdown(
		[
			link("sparkle", l10n.t("Generate"), "musa.generateHere"),
			link("edit", l10n.t("Other words…"), "musa.choosePrompt"),
			link(
				"eye",
				draft === undefined ? l10n.t("Show a draft") : l10n.t("Another draft"),
				"musa.previewDraft",
			),
		].join(" &nbsp; "),
	);
	return text;
}
