import { formatOfPath } from "@musa/finder/names";
import { l10n } from "vscode";
import type { KeepReply, SendParams } from "../messages.js";
import type { Services } from "../services.js";
import { makeOrder, refuse, startJob } from "../views/keep-look.js";
import type { RoutedParts } from "./routed-parts.js";
import { referencePx, sendDraft } from "./send-draft.js";
import { idOf, readSetup } from "./setup.js";

/** Draws a look as the draft of its place, and sends it if the user agrees. */
export async function sendLook(
	services: Services,
	params: SendParams,
	parts: RoutedParts,
): Promise<KeepReply> {
	if (!services.canWrite())
		return refuse(
			l10n.t(
				"Musa draws only in trusted folders on a disk. Trust this folder, or open one.",
			),
		);
	const { settings, obstacle } = await readSetup();
	if (obstacle !== undefined) return refuse(obstacle);
	const tier = settings.tiers.find((each) => idOf(each) === params.serviceId);
	if (tier === undefined)
		return refuse(l10n.t("This service is no longer set up; choose another."));
	// The sheet says which file gives way, so no other question is asked.
	const order = await makeOrder(services, params, async () => true);
	if ("state" in order) return order;
	const { prompt, size, seed, style, variation, hue, colours, alpha } = order;
	const drawn = await services.engine.draw(new AbortController().signal, {
		...{ prompt, ...size, seed, style, variation, hue, colours, alpha },
		...{ format: "png", embedRecipe: false, embedPrompt: false, scales: [1] },
		thumbnailPx: referencePx,
	});
	const { thumbnail: small, recipe } = drawn;
	const [file] = drawn.files;
	if (file === undefined || small === undefined)
		throw new Error("nothing was drawn");
	const needsAlpha = alpha && formatOfPath(order.target) !== "jpeg";
	const draft = { png: file.bytes, small, recipe, needsAlpha };
	const { withDraft } = params;
	const sent = await sendDraft(
		services,
		{ tier, order, draft, withDraft },
		parts,
	);
	return "state" in sent ? sent : startJob(services, sent);
}
