// A service's answer from its arrival to its place. It is paid for, so it lies in files until it is where it belongs.
import { randomUUID } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { WritableFormat } from "@musa/assets";
import { isAbortError } from "@musa/core";
import { l10n } from "vscode";
import type { EngineClient } from "../engine/engine-client.js";
import type { FittedPicture } from "../engine/engine-wire.js";
import { UserProblem } from "../user-problem.js";
import type { FinalAnswer, JobOrder } from "./job.js";
import { historyPx, type PictureForPlace } from "./picture-for-place.js";

/** Keeps an answer and its draft below a folder. @returns the folder of the two */
export async function keepAnswer(
	below: string,
	answer: Uint8Array,
	draft: Uint8Array,
): Promise<string> {
	const folder = join(below, randomUUID());
	await mkdir(folder, { recursive: true, mode: 0o700 });
	for (const [name, bytes] of [
		["draft.png", draft],
		["answer", answer],
	] as const)
		await writeFile(join(folder, name), bytes, {
			...{ flag: "wx", flush: true, mode: 0o600 },
		});
	return folder;
}

/** Takes an answer's files away, once it is in its place. */
export async function forgetAnswer({ folder }: FinalAnswer): Promise<void> {
	await rm(folder, { recursive: true, force: true });
}

/**
 * Fits an answer to its place.
 *
 * @throws UserProblem that says where the answer lies, when it can't be fitted
 */
export async function fitFinal(
	signal: AbortSignal,
	engine: EngineClient,
	order: JobOrder,
	final: FinalAnswer,
	format: WritableFormat,
): Promise<PictureForPlace> {
	const { folder, needsAlpha, draftRecipe, ...record } = final;
	try {
		const fitted = await engine.fit(signal, {
			answer: await readFile(join(folder, "answer")),
			draft: await readFile(join(folder, "draft.png")),
			...{ draftRecipe, format, record },
			needsAlpha: needsAlpha && format !== "jpeg",
			embedRecord: order.output.recipe === "file",
			thumbnailPx: order.thumbnailPx ?? historyPx,
		});
		return { ...fitted, seed: order.seed, sentence: describe(fitted, final) };
	} catch (error) {
		if (isAbortError(error)) throw error;
		const reason = error instanceof Error ? error.message : String(error);
		throw new UserProblem(
			l10n.t(
				"The service's picture could not be put into its place ({0}); it is kept as {1}.",
				reason,
				join(folder, "answer"),
			),
		);
	}
}

function describe(
	{ came, paletteDeltaE, layoutSimilarity }: FittedPicture,
	{ modelId }: FinalAnswer,
): string {
	return l10n.t(
		"{0} drew it at {1} × {2} px: colours ΔE {3} from the draft, layout {4} % alike.",
		modelId,
		came.width,
		came.height,
		paletteDeltaE.toFixed(1),
		Math.round(100 * layoutSimilarity),
	);
}
