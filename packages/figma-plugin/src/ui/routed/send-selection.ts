// From the selected layers to one sheet, and on to the service if the user agrees.
import { describeWire } from "@musa/core/providers";
import type { ConsentPart } from "@musa/ui";
import type { FillReport, FillTarget } from "../fill.js";
import { type PreparedJob, prepareJobs } from "./prepare-jobs.js";
import type { RoutedContext } from "./routed-context.js";
import { makeSender, type SendReport } from "./send-jobs.js";
import { hostOf, openProvider, priceOf } from "./services.js";
import { shrinkImage } from "./shrink-image.js";
import { explainSent, splitTargets } from "./split-targets.js";

/** Of one request: only those that drew nothing are repeated, so it is still paid once. */
const maxCalls = 6;
const thumbnailSide = 160;

/** What is sent, when the settings allow it. */
export interface Selection {
	readonly chooseTargets: () => readonly FillTarget[];
	/** Whether each target has words of its own, so that only those that need more are sent. */
	readonly hasOwnWords: () => boolean;
}

/** Makes the act behind "Send with consent…"; it says what was placed and what was not, if anything was sent. */
export function makeSendSelection(
	context: RoutedContext,
	selection: Selection,
): () => Promise<Pick<FillReport, "placed" | "problems"> | undefined> {
	const { routed, desk, say: tell, runJob } = context;
	const send = makeSender(context);
	const say = (...given: Parameters<typeof tell>): undefined => {
		tell(...given);
	};
	return async () => {
		await context.refresh();
		const service = routed.service.value;
		if (!service)
			return say("Set up a service in the settings first.", "danger");
		if (service.modelId === "")
			return say("Name the service's model in the settings first.", "danger");
		const targets = selection.chooseTargets();
		if (targets.length === 0) return undefined;
		const hasOwnWords = selection.hasOwnWords();
		const { sent, here } = splitTargets(context, targets, hasOwnWords);
		if (sent.length === 0)
			return say(
				"No layer is marked to be sent. Open the chip of one and mark it, or press Fill to draw all here.",
				"danger",
			);
		await context.drafts.stop();
		const jobs = await runJob("Drawing the draft", (signal) =>
			prepareJobs(signal, sent, service, context),
		);
		if (!jobs) return undefined;
		const price = priceOf(service);
		const { keyHeader } = openProvider(service);
		const tokens = await context.askConsent(
			service,
			{
				modelId: service.modelId,
				parts: jobs.map((each) => describePart(each, keyHeader)),
				bytes: jobs.reduce((sum, { sheet }) => sum + sheet.bytes, 0),
				priceMicros: price === undefined ? undefined : price * jobs.length,
				...explainSent(context, sent, hasOwnWords),
			},
			() =>
				jobs.map(({ sheet }) => {
					const maxCostMicros = maxCalls * (price ?? 0);
					return desk.grant(sheet, { maxCalls, maxCostMicros });
				}),
		);
		if (!tokens)
			return say("Nothing was sent. The draft stays on this device.");
		const host = hostOf(service.baseUrl);
		const report = await runJob(`Waiting for ${host}`, (signal, show) =>
			send(signal, jobs, tokens, service, (at) => {
				const which = jobs.length === 1 ? "" : `, ${at + 1} of ${jobs.length}`;
				show(`Waiting for ${host}${which}`, (at + 0.1) / jobs.length);
			}),
		);
		for (const token of tokens) desk.revoke(token);
		await context.refresh();
		await context.refreshHistory();
		if (!report) return undefined;
		routed.finals.value = report.finals;
		const drawn = here.length > 0 ? await context.runFill(here) : undefined;
		summarise(report, jobs.length, tell, drawn);
		return {
			placed: [...report.placed, ...(drawn?.placed ?? [])],
			problems: new Map([...report.problems, ...(drawn?.problems ?? [])]),
		};
	};
}

function summarise(
	{ finals, problems }: SendReport,
	count: number,
	say: RoutedContext["say"],
	drawn: FillReport | undefined,
): void {
	const [problem] = [...problems.values(), ...(drawn?.problems.values() ?? [])];
	const here = drawn ? `, and ${drawn.placed.length} drawn here` : "";
	if (problem === undefined)
		say(count + (drawn ? 1 : 0) === 1 ? "Done." : `Placed ${count}${here}.`);
	else if (count === 1 && !drawn) say(problem, "danger");
	else say(`Placed ${finals.length} of ${count}${here}. ${problem}`, "danger");
}

function describePart(
	{ layerName, drawing, job, wire, sheet }: PreparedJob,
	keyHeader: Parameters<typeof describeWire>[2],
): ConsentPart {
	return {
		label: layerName,
		prompt: sheet.prompt,
		negativePrompt: sheet.negativePrompt,
		pictures: sheet.pictures.map((file) => {
			const view = new DataView(file.buffer, file.byteOffset);
			return {
				label: "Draft",
				width: view.getUint32(16),
				height: view.getUint32(20),
				image: shrinkImage(drawing.image, thumbnailSide),
			};
		}),
		requestText: describeWire(wire, job, keyHeader),
	};
}
