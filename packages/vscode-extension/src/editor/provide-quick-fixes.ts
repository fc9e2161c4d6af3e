import {
	CodeAction,
	type CodeActionContext,
	CodeActionKind,
	type CodeActionProvider,
	type Diagnostic,
	l10n,
	type Range,
	type TextDocument,
	WorkspaceEdit,
} from "vscode";
import type { Findings } from "../finder/findings.js";
import { oneEachImage } from "../finder/make-findings.js";
import type { Finding } from "../records.js";
import { renameReference } from "../write/plan-edits.js";
import { rangeOf } from "./range-of.js";
import { missingImageCode } from "./show-diagnostics.js";

/** Light bulbs on references to missing images. */
export function provideQuickFixes(
	findings: Findings,
	canWrite: () => boolean,
): CodeActionProvider {
	return {
		provideCodeActions(document, range, context) {
			const own = findings.inDocument(document.uri);
			const here = own.filter(
				(finding) => rangeOf(finding).intersection(range) !== undefined,
			);
			return [
				...here.flatMap((finding) =>
					actionsFor(
						finding,
						document,
						diagnosticOf(finding, context),
						canWrite(),
					),
				),
				...(here.length > 0 && canWrite() ? batches(own, findings.list()) : []),
			];
		},
	};
}

function actionsFor(
	finding: Finding,
	document: TextDocument,
	diagnostic: Diagnostic | undefined,
	canWrite: boolean,
): CodeAction[] {
	const diagnostics = diagnostic === undefined ? [] : [diagnostic];
	const { existing, refusal, id, target, size } = finding;
	if (existing !== undefined) {
		const name = nameOf(existing);
		const renamed = renameReference(finding.reference, {
			askedName: nameOf(target),
			writtenName: name,
		});
		if (renamed === undefined) return [];
		const action = new CodeAction(
			l10n.t("Change to {0}", name),
			CodeActionKind.QuickFix,
		);
		action.edit = new WorkspaceEdit();
		action.edit.replace(document.uri, rangeOf(finding), renamed);
		action.diagnostics = diagnostics;
		action.isPreferred = true;
		return [action];
	}
	if (refusal !== undefined || !canWrite) return [];
	const { width, height } = size;
	const generate = command(
		l10n.t("Generate {0} here ({1} × {2} px)", nameOf(target), width, height),
		"musa.generateHere",
		id,
	);
	generate.isPreferred = true;
	const choose = command(
		l10n.t("Generate {0} from other words…", nameOf(target)),
		"musa.choosePrompt",
		id,
	);
	for (const action of [generate, choose]) action.diagnostics = diagnostics;
	return [generate, choose];
}

function batches(
	own: readonly Finding[],
	all: readonly Finding[],
): CodeAction[] {
	const inFile = oneEachImage(own).length;
	const everywhere = oneEachImage(all).length;
	return [
		...(inFile > 1
			? [
					command(
						l10n.t("Generate all {0} missing images in this file", inFile),
						"musa.fillFile",
					),
				]
			: []),
		...(everywhere > inFile
			? [
					command(
						l10n.t(
							"Generate all {0} missing images in the workspace…",
							everywhere,
						),
						"musa.fillWorkspace",
					),
				]
			: []),
	];
}

function command(
	title: string,
	id: string,
	...commandArguments: unknown[]
): CodeAction {
	const action = new CodeAction(title, CodeActionKind.QuickFix);
	action.command = { title, command: id, arguments: commandArguments };
	return action;
}

function diagnosticOf(
	finding: Finding,
	{ diagnostics }: CodeActionContext,
): Diagnostic | undefined {
	const range: Range = rangeOf(finding);
	return diagnostics.find(
		(diagnostic) =>
			diagnostic.code === missingImageCode && diagnostic.range.isEqual(range),
	);
}

function nameOf(path: string): string {
	return path.slice(path.lastIndexOf("/") + 1);
}
