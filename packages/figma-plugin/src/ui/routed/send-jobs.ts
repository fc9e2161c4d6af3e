// Sends what was agreed to, one request after the other, fits each answer to its draft's slot and places it. What cannot be
// placed waits in the tray, and so does the draft of what did not come.
import {
	compareDraft,
	composeFinal,
	isAbortError,
	MusaError,
	markOrigin,
	type RgbaImage,
} from "@musa/core";
import { type ConsentToken, sendConsented } from "@musa/core/providers";
import { makeBrowserSend } from "@musa/core/providers/browser-send";
import { encodePicture } from "../encode-picture.js";
import { makeId } from "../make-id.js";
import { formatNodeRecipe } from "../node-recipe.js";
import { describeFailure } from "../panel-context.js";
import type { FinishedPicture } from "../state.js";
import { decodeAnswer } from "./decode-answer.js";
import { makeFetchWithKey } from "./fetch-with-key.js";
import type { PreparedJob } from "./prepare-jobs.js";
import type { RoutedContext } from "./routed-context.js";
import type { FinalReport } from "./routed-state.js";
import { openProvider, priceOf, type Service } from "./services.js";
import { sleep } from "./sleep.js";

/** What became of the requests. */
export interface SendReport {
	readonly finals: readonly FinalReport[];
	/** By node id; `null` for a new layer. */
	readonly placed: readonly (string | null)[];
	/** Plain sentences for those that were not placed, by node id. */
	readonly problems: ReadonlyMap<string, string>;
}

/** Sends and places; fails only if Figma does not answer. */
export type SendJobs = (
	signal: AbortSignal,
	jobs: readonly PreparedJob[],
	tokens: readonly ConsentToken[],
	service: Service,
	onBegin: (at: number) => void,
) => Promise<SendReport>;

/** After these the next request would end the same way. */
const hopelessCodes = [
	"provider/unauthorized",
	"provider/cap-reached",
	"provider/sending-forbidden",
	"provider/endpoint-forbidden",
	"provider/ledger-unwritable",
] as const;

/** Makes the function that sends. */
export function makeSender(context: RoutedContext): SendJobs {
	const { state, sandbox, routed } = context;

	const keep = (
		{ drawing }: PreparedJob,
		sentence: string,
		finished?: FinishedPicture,
	): void => {
		const { prompt } = drawing.look;
		const item = { id: makeId(), prompt, drawing, sentence, finished };
		state.tray.value = [item, ...state.tray.value];
	};

	const sendOne = async (
		signal: AbortSignal,
		{ wire, job, sheet }: PreparedJob,
		token: ConsentToken,
		service: Service,
		jobId: string,
	): Promise<Uint8Array> => {
		const fetchWithKey = makeFetchWithKey(sandbox, service.id);
		const { files } = await sendConsented(signal, wire, job, {
			provider: openProvider(service),
			rules: { host: sheet.host, isPrivate: service.isPrivate },
			isForbidden: () => routed.isNever.value,
			desk: context.desk,
			token,
			ledger: context.ledger,
			caps: routed.settings.value.caps,
			priceMicros: priceOf(service) ?? Number.POSITIVE_INFINITY,
			jobId,
			modelId: service.modelId,
			send: makeBrowserSend({ fetchWithKey }),
			now: Date.now,
			sleep,
		});
		const [file] = files;
		if (!file) throw new Error("The service sent no picture.");
		return file;
	};

	/** @returns what was placed, or why nothing was */
	const place = async (
		prepared: PreparedJob,
		file: Uint8Array,
		actionId: number,
	): Promise<FinalReport | string> => {
		const { drawing, target, layerName, sheet, job } = prepared;
		const { host, modelId, payloadSha256 } = sheet;
		const describe = (more: object): string =>
			JSON.stringify({
				...JSON.parse(formatNodeRecipe(drawing)),
				final: { host, modelId, payloadSha256, ...more },
			});
		let answer: RgbaImage;
		try {
			answer = await decodeAnswer(file);
		} catch {
			const sentence =
				"The picture came, but it cannot be read here. Its file is in the tray.";
			keep(prepared, sentence, {
				image: undefined,
				file,
				recipe: describe({}),
			});
			return sentence;
		}
		const slot = { draft: drawing.image, needsAlpha: job.needsAlpha };
		const { image, alphaSource } = composeFinal(answer, slot);
		const comparison = compareDraft(image, drawing.image);
		const recipe = describe(comparison);
		const problem = await placePicture(context, image, {
			actionId,
			nodeId: target.nodeId,
			size: target.size,
			prompt: target.look.prompt,
			recipe,
		});
		if (problem !== undefined) {
			keep(prepared, problem, { image, file, recipe });
			return problem;
		}
		const { width, height } = answer;
		const came = { width, height };
		return { ...comparison, layerName, modelId, image, came, alphaSource };
	};

	return async (signal, jobs, tokens, service, onBegin) => {
		const finals: FinalReport[] = [];
		const placed: (string | null)[] = [];
		const problems = new Map<string, string>();
		const jobId = makeId();
		const actionId = context.drafts.take()?.actionId ?? context.nextActionId();
		const nodeIds = jobs.flatMap(({ target }) => target.nodeId ?? []);
		await sandbox.ask("begin-action", { actionId, nodeIds });
		for (const [at, prepared] of jobs.entries()) {
			onBegin(at);
			const token = tokens[at];
			if (!token) break;
			const { nodeId } = prepared.target;
			try {
				const file = await sendOne(signal, prepared, token, service, jobId);
				const end = await place(prepared, file, actionId);
				if (typeof end === "string") problems.set(nodeId ?? "", end);
				else {
					finals.push(end);
					placed.push(nodeId);
				}
			} catch (error) {
				const sentence = explain(error);
				problems.set(nodeId ?? "", sentence);
				keep(prepared, `${sentence} The draft is kept here.`);
				if (isHopeless(error)) break;
			}
		}
		await sandbox.ask("end-action", { actionId }).catch(() => undefined);
		return { finals, placed, problems };
	};
}

/** Where a finished picture goes. */
export interface Place {
	readonly actionId: number;
	readonly nodeId: string | null;
	readonly size: { readonly width: number; readonly height: number };
	readonly prompt: string;
	readonly recipe: string;
}

/** Places a picture by a service. @returns why it was not placed, in plain words */
export async function placePicture(
	{ sandbox }: RoutedContext,
	image: RgbaImage,
	place: Place,
): Promise<string | undefined> {
	try {
		const png = markOrigin(await encodePicture(image, undefined));
		const reply = await sandbox.ask("place-image", { ...place, png });
		return reply.state === "placed" ? undefined : reply.sentence;
	} catch (error) {
		return describeFailure(error);
	}
}

function explain(error: unknown): string {
	return isAbortError(error)
		? "Cancelled. The service may have drawn it already, so it counts in full."
		: describeFailure(error);
}

function isHopeless(error: unknown): boolean {
	return (
		isAbortError(error) ||
		hopelessCodes.some((code) => MusaError.is(error, code))
	);
}
