// A small draft of a missing image, shown in the hover over its reference.

import { isAbortError } from "@musa/core";
import { commands, l10n, Selection, Uri, window } from "vscode";
import { keepDraft } from "../editor/drafts.js";
import { rangeOf } from "../editor/range-of.js";
import { drawSeed } from "../jobs/make-orders.js";
import type { Finding } from "../records.js";
import type { Services } from "../services.js";
import { readOutputSettings } from "../settings.js";

// Fits into a hover without scrolling.
const LONGEST_PX = 256;

/** Draws a draft and shows the hover again, with the draft in it. */
export async function previewDraft(
	services: Services,
	finding: Finding,
): Promise<boolean> {
	const { size, prompt, alpha, id } = finding;
	const seed = finding.seed ?? drawSeed();
	const folder = Uri.parse(finding.folder);
	const rules = await services.findRules(folder, finding.target);
	const style = rules.style ?? readOutputSettings(folder).style;
	const factor = Math.min(1, LONGEST_PX / Math.max(size.width, size.height));
	try {
		const { files } = await services.engine.draw(new AbortController().signal, {
			prompt,
			width: Math.max(1, Math.round(size.width * factor)),
			height: Math.max(1, Math.round(size.height * factor)),
			seed,
			style: style === "auto" ? undefined : style,
			colours: rules.palette,
			alpha,
			format: "png",
			embedRecipe: false,
			embedPrompt: false,
			scales: [1],
		});
		const [file] = files;
		if (file === undefined) return false;
		keepDraft(id, { png: file.bytes, seed });
		const editor = window.activeTextEditor;
		if (editor === undefined) return true;
		// One that is open is not read again, and it shows where the cursor is.
		await commands.executeCommand("editor.action.hideHover");
		const { start } = rangeOf(finding);
		editor.selection = new Selection(start, start);
		await commands.executeCommand("editor.action.showHover");
		return true;
	} catch (error) {
		if (!isAbortError(error))
			await window.showErrorMessage(
				l10n.t(
					"The draft can't be drawn: {0}",
					error instanceof Error ? error.message : String(error),
				),
			);
		return false;
	}
}
