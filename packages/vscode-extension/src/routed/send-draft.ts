// From a draft to one sheet, and on to the service if the user agrees; what comes becomes a job that puts it into its place.
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { hashPrompt, isAbortError } from "@musa/core";
import {
	type ConsentToken,
	type PreparedJob,
	prepareJob,
	sendConsented,
	type TierSettings,
} from "@musa/core/providers";
import { openFileLedger } from "@musa/core/providers/node-ledger";
import { makeNodeSend } from "@musa/core/providers/node-send";
import { ledgerPath } from "@musa/core/providers/node-user-settings";
import { l10n } from "vscode";
import { keepAnswer } from "../jobs/final-answer.js";
import type { JobOrder } from "../jobs/job.js";
import type { KeepReply } from "../messages.js";
import type { Services } from "../services.js";
import { UserProblem } from "../user-problem.js";
import { refuse } from "../views/keep-look.js";
import { askConsent } from "./ask-consent.js";
import { desk } from "./desk.js";
import { makeSheet } from "./make-sheet.js";
import type { RoutedParts } from "./routed-parts.js";
import { hostOf, isForbidden, readSetup } from "./setup.js";
import { showProgress } from "./show-progress.js";

/** Longest side of a reference, px; services scale larger ones down themselves. */
export const referencePx = 1024;
/** Of one request: only those that drew nothing are repeated, so it is still paid once. */
const maxCalls = 6;

/** A draft in its place. */
export interface Draft {
	/** PNG of the place's size. */
	readonly png: Uint8Array;
	/** PNG no larger than `referencePx`. */
	readonly small: Uint8Array;
	/** JSON, if it was drawn here. */
	readonly recipe?: string | undefined;
	readonly needsAlpha: boolean;
}

/** What is to be sent. */
export interface DraftToSend {
	readonly tier: TierSettings;
	readonly order: JobOrder;
	readonly draft: Draft;
	readonly withDraft: boolean;
}

/** Shows the sheet and sends what was agreed to. @returns the order that puts the answer into its place, or why there is none */
export async function sendDraft(
	services: Services,
	{ tier, order, draft, withDraft }: DraftToSend,
	parts: RoutedParts,
): Promise<JobOrder | KeepReply> {
	const { prompt, seed, target, replaces } = order;
	const { needsAlpha } = draft;
	const prepared = prepareJob(tier, {
		...{ prompt: prompt.trim(), size: order.size, count: 1, seed, needsAlpha },
		references: withDraft ? [draft.small] : [],
	});
	const { sheet } = prepared;
	const setup = await readSetup();
	const routing = await services.edition.readRouting();
	const [reasons = []] = await services.engine.explain([prompt], routing);
	const place = replaces
		? l10n.t(
				"The picture that comes takes the place of {0}, which is kept aside.",
				target,
			)
		: l10n.t("The picture that comes is written to {0}.", target);
	const token = await askConsent(
		services.context,
		makeSheet(prepared, tier, setup, [...reasons, place]),
		() =>
			desk.grant(sheet, {
				maxCalls,
				maxCostMicros: maxCalls * (sheet.priceMicros ?? 0),
			}),
	);
	if (token === undefined)
		return refuse(
			l10n.t("Nothing was sent. The draft stays on this computer."),
		);
	try {
		const answer = await send(prepared, tier, token, parts);
		const folder = await keepAnswer(
			join(services.context.globalStorageUri.fsPath, "answers"),
			...[answer, draft.png],
		);
		services.log.info(
			`${sheet.host} drew ${target}: ${sheet.payloadSha256} was sent`,
		);
		return {
			...order,
			final: {
				...{ folder, providerId: sheet.providerId, modelId: sheet.modelId },
				payloadSha256: sheet.payloadSha256,
				promptSha256: hashPrompt(prepared.job.prompt),
				...{ draftRecipe: draft.recipe, needsAlpha },
			},
		};
	} catch (error) {
		const sentence = explain(error);
		services.log.warn(`${sheet.host}: ${sentence}`);
		return refuse(sentence);
	} finally {
		desk.revoke(token);
		parts.tellChange();
	}
}

async function send(
	{ wire, job, sheet, provider }: PreparedJob,
	tier: TierSettings,
	token: ConsentToken,
	{ keys }: RoutedParts,
): Promise<Uint8Array> {
	const { settings } = await readSetup();
	const key = await keys.read(tier);
	const title = l10n.t("Waiting for {0}", hostOf(tier));
	const { files } = await showProgress(title, (signal, report) =>
		sendConsented(signal, wire, job, {
			...{ provider, desk, token, isForbidden },
			rules: { host: sheet.host, isPrivate: tier.tier === "private" },
			ledger: openFileLedger(ledgerPath()),
			caps: settings.caps,
			priceMicros: sheet.priceMicros ?? Number.POSITIVE_INFINITY,
			jobId: randomUUID(),
			modelId: tier.modelId,
			send: makeNodeSend({ readKey: () => key }),
			now: Date.now,
			async sleep(stop, ms) {
				report(l10n.t("it asks to wait {0} s", Math.ceil(ms / 1000)));
				try {
					await sleep(ms, undefined, { signal: stop });
				} catch {
					throw new UserProblem(l10n.t("Cancelled; nothing was drawn."));
				}
			},
		}),
	);
	const [file] = files;
	if (file === undefined)
		throw new Error(l10n.t("The service sent no picture."));
	return file;
}

function explain(error: unknown): string {
	if (isAbortError(error))
		return l10n.t(
			"Cancelled. The service may have drawn it already, so it counts in full.",
		);
	return error instanceof Error ? error.message : String(error);
}
