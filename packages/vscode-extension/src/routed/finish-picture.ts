// A picture of the explorer becomes the draft of a service's, which takes its place.
import { l10n, type Uri, window, workspace } from "vscode";
import { openPicture, wordsOfName } from "../commands/files.js";
import { askPrompt } from "../commands/fill.js";
import { reportEnd } from "../commands/report-end.js";
import type { Services } from "../services.js";
import { stampOf } from "../write/replace-file.js";
import { chooseTier } from "./choose-tier.js";
import type { RoutedParts } from "./routed-parts.js";
import { referencePx, sendDraft } from "./send-draft.js";
import { readSetup } from "./setup.js";

/** Asks for words where the picture has none, shows the sheet, sends and puts what comes into the picture's place. */
export async function finishPicture(
	services: Services,
	uri: Uri | undefined,
	parts: RoutedParts,
): Promise<void> {
	const picture = await openPicture(services, uri);
	if (picture === undefined || uri === undefined) return;
	const setup = await readSetup();
	if (setup.obstacle !== undefined) {
		void window.showWarningMessage(setup.obstacle);
		return;
	}
	const tier = await chooseTier(setup);
	if (tier === undefined) return;
	const { recipe, order } = picture;
	const prompt =
		recipe?.prompt ??
		(await askPrompt(
			l10n.t("What is to be in {0}?", order.target),
			wordsOfName(order.target),
		));
	if (prompt === undefined) return;
	const replaces = await stampOf(uri.fsPath);
	if (replaces === undefined) return;
	const bytes = new Uint8Array(await workspace.fs.readFile(uri));
	const { png, small, hasAlpha } = await services.engine.readDraft(
		bytes,
		referencePx,
	);
	const draft = {
		...{ png, small, needsAlpha: hasAlpha },
		recipe: recipe && JSON.stringify(recipe),
	};
	const whole = {
		...order,
		...{ prompt, replaces },
		...(recipe && { seed: recipe.seed, style: recipe.style }),
	};
	const sent = await sendDraft(
		services,
		{ tier, order: whole, draft, withDraft: true },
		parts,
	);
	if (!("state" in sent))
		reportEnd(services, await services.jobs.add(sent).ended);
	else if (sent.state === "refused")
		void window.showWarningMessage(sent.sentence);
}
