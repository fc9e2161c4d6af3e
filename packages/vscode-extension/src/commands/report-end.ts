import { commands, l10n, Uri, window } from "vscode";
import type { JobEnd } from "../jobs/job-queue.js";
import type { Services } from "../services.js";

/** Tells how one picture ended; what went as expected is told quietly. */
export function reportEnd(services: Services, end: JobEnd): void {
	const { order, row } = end.job;
	if (end.state === "cancelled") return;
	if (end.state === "failed") {
		services.log.error(`${order.target}: ${row.sentence ?? ""}`);
		void offerRetry(services, end);
		return;
	}
	const { writtenPath, size, seed, sentence } = end.result;
	services.log.info(
		`${writtenPath}  ${size.width} x ${size.height} px, seed ${seed}`,
	);
	if (sentence === undefined)
		void window.setStatusBarMessage(l10n.t("{0} written", writtenPath), 5000);
	else
		void offerFile(
			sentence,
			Uri.joinPath(Uri.parse(order.folder), writtenPath),
		);
}

async function offerRetry(
	services: Services,
	{ job }: Extract<JobEnd, { state: "failed" }>,
): Promise<void> {
	const again = l10n.t("Try Again");
	const text = `${job.order.target}: ${job.row.sentence ?? ""}`;
	if ((await window.showErrorMessage(text, again)) !== again) return;
	reportEnd(services, await services.jobs.add(job.order).ended);
}

async function offerFile(sentence: string, file: Uri): Promise<void> {
	const open = l10n.t("Show Picture");
	if ((await window.showInformationMessage(sentence, open)) === open)
		await commands.executeCommand("vscode.open", file);
}
