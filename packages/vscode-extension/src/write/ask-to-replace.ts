import { l10n, window } from "vscode";

/** Asks before a picture gives way to another. */
export function askToReplace(target: string): Promise<boolean> {
	return ask(
		l10n.t("Replace {0}?", target),
		l10n.t(
			'The picture that is there is kept aside; "Musa: Restore Replaced Picture" brings it back.',
		),
	);
}

/** Asks once for all, before placeholder files give way. */
export function askToReplaceMany(count: number): Promise<boolean> {
	return ask(
		l10n.t("Replace {0} placeholder files?", count),
		l10n.t(
			'The pictures that are there are kept aside; "Musa: Restore Replaced Picture" brings them back.',
		),
	);
}

async function ask(question: string, detail: string): Promise<boolean> {
	const yes = l10n.t("Replace");
	const answer = await window.showWarningMessage(
		question,
		{ modal: true, detail },
		yes,
	);
	return answer === yes;
}
