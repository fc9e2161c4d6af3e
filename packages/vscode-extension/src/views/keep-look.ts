// From a look of the panel to a job: a finding, a new file, or a file that gives way.
import { makeFileName } from "@musa/assets";
import { formatOfPath, refusalOf } from "@musa/finder/names";
import { l10n, Uri } from "vscode";
import type { JobOrder } from "../jobs/job.js";
import { orderFor } from "../jobs/make-orders.js";
import type { KeepParams, KeepReply } from "../messages.js";
import type { Finding } from "../records.js";
import type { Services } from "../services.js";
import { readOutputSettings } from "../settings.js";
import { askToReplace } from "../write/ask-to-replace.js";
import { stampOf } from "../write/replace-file.js";

/** Starts the job that draws a look at its full size and writes it. */
export async function keepLook(
	services: Services,
	params: KeepParams,
): Promise<KeepReply> {
	if (!services.canWrite())
		return refuse(
			l10n.t(
				"Musa draws only in trusted folders on a disk. Trust this folder, or open one.",
			),
		);
	const order = await makeOrder(services, params, askToReplace);
	return "state" in order ? order : startJob(services, order);
}

/** Adds a job and says how it stands. */
export function startJob({ jobs }: Services, order: JobOrder): KeepReply {
	const { id } = jobs.add(order);
	const job = jobs.list().find((row) => row.id === id);
	return job === undefined
		? refuse(l10n.t("The picture could not be started; try again."))
		: { state: "started", job };
}

/**
 * The order for a look in its place, or why there is none.
 *
 * @param mayReplace  whether the file at a path may give way
 */
export async function makeOrder(
	services: Services,
	params: KeepParams,
	mayReplace: (target: string) => Promise<boolean>,
): Promise<JobOrder | KeepReply> {
	const order = await orderForSlot(services, params, mayReplace);
	if ("state" in order) return order;
	const { target, size, alpha } = order;
	const refusal = refusalOf({
		...{ target, ...size, alpha },
		format: formatOfPath(target) ?? "png",
	});
	return refusal === undefined ? order : refuse(`${target}: ${refusal}`);
}

async function orderForSlot(
	services: Services,
	{ look, slot, size }: KeepParams,
	mayReplace: (target: string) => Promise<boolean>,
): Promise<JobOrder | KeepReply> {
	const { prompt, seed, alpha, style, variation, hue, colours } = look;
	const drawn = {
		keepsLook: true,
		...{ prompt: prompt.trim(), seed, variation, hue, colours },
		style: style === "auto" ? undefined : style,
	};
	if (slot.kind === "finding") {
		const finding = services.findings.find(slot.findingId);
		if (finding === undefined)
			return refuse(
				l10n.t(
					"The code no longer asks for this picture; choose another place.",
				),
			);
		if (finding.refusal !== undefined)
			return refuse(`${finding.target}: ${finding.refusal}`);
		const output = readOutputSettings(Uri.parse(finding.folder));
		const mentions = mentionsOf(services, finding);
		return { ...orderFor(finding, mentions, output, drawn), alpha };
	}
	const folder = Uri.parse(slot.folder);
	const common = {
		...{ folder: slot.folder, size, alpha, mentions: [] },
		output: readOutputSettings(folder),
		...drawn,
	};
	if (slot.kind === "file")
		return { ...common, target: completePath(slot.target, prompt) };
	const { target } = slot;
	const stamp = await stampOf(Uri.joinPath(folder, target).fsPath);
	if (stamp === undefined) return { ...common, target };
	return (await mayReplace(target))
		? { ...common, target, replaces: stamp }
		: refuse(l10n.t("{0} is left as it is.", target));
}

/** Findings of the same image, the given one first. */
export function mentionsOf(
	{ findings }: Services,
	finding: Finding,
): readonly Finding[] {
	const { id, folder, target } = finding;
	const others = findings
		.list()
		.filter(
			(each) =>
				each.id !== id && each.folder === folder && each.target === target,
		);
	return [finding, ...others];
}

/** A path with a name: a folder gets one from the words, a name without an ending becomes a PNG. */
function completePath(asked: string, prompt: string): string {
	const path = asked.trim().replaceAll("\\", "/").replace(/^\/+/, "");
	if (path === "" || path.endsWith("/"))
		return `${path}${makeFileName(prompt)}.png`;
	return /\.\w+$/.test(path) ? path : `${path}.png`;
}

/** A reply that says why nothing was started. */
export function refuse(sentence: string): KeepReply {
	return { state: "refused", sentence };
}
