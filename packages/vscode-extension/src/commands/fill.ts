// Drawing what is missing: one reference, a document, the workspace.
import { l10n, ProgressLocation, Uri, window } from "vscode";
import { findDraft } from "../editor/drafts.js";
import { oneEachImage } from "../finder/make-findings.js";
import type { JobEnd } from "../jobs/job-queue.js";
import { orderFor } from "../jobs/make-orders.js";
import type { Finding } from "../records.js";
import type { Services } from "../services.js";
import { readDiagnosticSettings, readOutputSettings } from "../settings.js";
import { reportEnd } from "./report-end.js";

/** What a batch did. */
export interface FillReport {
	readonly written: readonly string[];
	readonly failed: readonly {
		readonly target: string;
		readonly sentence: string;
	}[];
	readonly isCancelled: boolean;
}

/** Draws one finding; the given words or its own. */
export async function fillOne(
	services: Services,
	finding: Finding,
	prompt?: string,
): Promise<JobEnd | undefined> {
	if (!mayWrite(services)) return undefined;
	if (finding.refusal !== undefined) {
		void window.showWarningMessage(`${finding.target}: ${finding.refusal}`);
		return undefined;
	}
	const output = readOutputSettings(Uri.parse(finding.folder));
	// Who saw a draft wants that picture; other words make another one.
	const draft = prompt === undefined ? findDraft(finding.id) : undefined;
	const { ended } = services.jobs.add(
		orderFor(finding, [finding], output, {
			...(prompt === undefined ? {} : { prompt }),
			...(draft === undefined ? {} : { seed: draft.seed }),
		}),
	);
	const end = await ended;
	reportEnd(services, end);
	return end;
}

/** Asks for words, then draws. */
export async function fillWithPrompt(
	services: Services,
	finding: Finding,
): Promise<JobEnd | undefined> {
	if (!mayWrite(services)) return undefined;
	const { width, height } = finding.size;
	const prompt = await askPrompt(
		l10n.t("Picture for {0}, {1} × {2} px", finding.target, width, height),
		finding.prompt,
	);
	return prompt === undefined ? undefined : fillOne(services, finding, prompt);
}

/** Asks what a picture shows; undefined when the user thinks better of it. */
export async function askPrompt(
	title: string,
	value: string,
): Promise<string | undefined> {
	const prompt = await window.showInputBox({
		title,
		value,
		prompt: l10n.t("What does the picture show? A few words are best."),
		ignoreFocusOut: true,
		validateInput: (text) =>
			text.trim() === "" ? l10n.t("Write a few words.") : undefined,
	});
	return prompt?.trim();
}

/** Draws many findings, each image once, with progress and cancel. */
export async function fillMany(
	services: Services,
	findings: readonly Finding[],
): Promise<FillReport | undefined> {
	if (!mayWrite(services)) return undefined;
	const sure = findings.filter(
		({ confidence, existing, folder }) =>
			existing === undefined &&
			confidence >= readDiagnosticSettings(Uri.parse(folder)).minimumConfidence,
	);
	const images = oneEachImage(sure);
	const drawable = images.filter(({ refusal }) => refusal === undefined);
	const failed: { target: string; sentence: string }[] = images.flatMap(
		({ target, refusal }) =>
			refusal === undefined ? [] : [{ target, sentence: refusal }],
	);
	const written: string[] = [];
	let isCancelled = false;
	await window.withProgress(
		{
			location: ProgressLocation.Notification,
			title: l10n.t("Drawing pictures ({0})", drawable.length),
			cancellable: true,
		},
		async (progress, token) => {
			const jobs = drawable.map((finding) => {
				const mentions = sure.filter(
					({ folder, target }) =>
						folder === finding.folder && target === finding.target,
				);
				const output = readOutputSettings(Uri.parse(finding.folder));
				return services.jobs.add(orderFor(finding, mentions, output));
			});
			token.onCancellationRequested(() =>
				services.jobs.cancel(jobs.map(({ id }) => id)),
			);
			await Promise.all(
				jobs.map(async ({ ended }) => {
					const end = await ended;
					const { target } = end.job.order;
					if (end.state === "done") {
						written.push(end.result.writtenPath);
						if (end.result.sentence) services.log.info(end.result.sentence);
					} else if (end.state === "cancelled") isCancelled = true;
					else failed.push({ target, sentence: end.job.row.sentence ?? "" });
					progress.report({ message: target, increment: 100 / jobs.length });
				}),
			);
		},
	);
	for (const { target, sentence } of failed)
		services.log.warn(`${target}: ${sentence}`);
	if (failed.length > 0)
		void offerLog(
			services,
			l10n.t(
				"Pictures written: {0}, left alone: {1}.",
				written.length,
				failed.length,
			),
		);
	else
		void window.setStatusBarMessage(
			l10n.t("Pictures written: {0}", written.length),
			5000,
		);
	return { written, failed, isCancelled };
}

/** Whether anything may be written here; says why not. */
export function mayWrite(services: Services): boolean {
	if (services.canWrite()) return true;
	void window.showWarningMessage(
		l10n.t(
			"Musa draws only in trusted folders on a disk. Trust this folder, or open one.",
		),
	);
	return false;
}

async function offerLog({ log }: Services, text: string): Promise<void> {
	const open = l10n.t("Show Log");
	if ((await window.showWarningMessage(text, open)) === open) log.show();
}
