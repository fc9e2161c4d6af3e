// After a window went away with pictures under way: they are drawn now, and what was being written is looked at.
import { l10n, Uri, window, workspace } from "vscode";
import { reportEnd } from "../commands/report-end.js";
import type { Services } from "../services.js";

/** Takes up the pictures that an earlier window left, and says so. */
export async function takeUpJobs(services: Services): Promise<void> {
	const { resumed, doubtful } = await services.jobs.resume();
	for (const { order } of doubtful) {
		const file = Uri.joinPath(Uri.parse(order.folder), order.target);
		const isThere = await workspace.fs.stat(file).then(
			() => true,
			() => false,
		);
		services.log.info(
			isThere
				? `${order.target} was being written when the window closed, and is there.`
				: `${order.target} was being written when the window closed, and is drawn again.`,
		);
		if (!isThere)
			void services.jobs
				.add(order)
				.ended.then((end) => reportEnd(services, end));
	}
	for (const ended of resumed)
		void ended.then((end) => reportEnd(services, end));
	if (resumed.length === 0) return;
	services.log.info(
		`${resumed.length} pictures of the last window are taken up.`,
	);
	void window.showInformationMessage(
		l10n.t(
			"What was under way when the window closed is being drawn now: {0}.",
			resumed.length,
		),
	);
}
