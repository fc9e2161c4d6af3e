// One job from words to a file in its place.
import { join } from "node:path";
import type { WritableFormat } from "@musa/assets";
import { checkTarget, explainFailure } from "@musa/assets/node";
import type { ImageRules } from "@musa/finder";
import { formatOfPath } from "@musa/finder/names";
import { l10n, Uri } from "vscode";
import type { EngineClient } from "../engine/engine-client.js";
import type { DrawnFile } from "../engine/engine-wire.js";
import { UserProblem } from "../user-problem.js";
import type { WriterContext } from "../write/write-picture.js";
import { fitFinal, forgetAnswer } from "./final-answer.js";
import type { FileStamp, JobOrder, JobResult } from "./job.js";
import type { RunJob } from "./job-queue.js";
import { historyPx, type PictureForPlace } from "./picture-for-place.js";

/** Puts a picture in place of a file; false when the file is no longer the one that was meant. */
export type ReplaceFile = (
	stamp: FileStamp,
	files: readonly DrawnFile[],
	path: string,
) => Promise<boolean>;

/** Finds what the folder's musa.json says of the image at a path. */
export type FindRules = (folder: Uri, path: string) => Promise<ImageRules>;

/** Makes the function that does jobs. */
export function makeRunJob(
	engine: EngineClient,
	context: WriterContext,
	findRules: FindRules,
	replaceFile: ReplaceFile,
): RunJob {
	return async (signal, order, report): Promise<JobResult> => {
		const folder = Uri.parse(order.folder);
		const format = writableFormat(order.target);
		// Before anything is spent.
		const check = await checkTarget(folder.fsPath, order.target);
		if (check.state === "refused") throw new UserProblem(check.sentence);
		if (check.state === "taken" && order.mustBeFree)
			throw new UserProblem(
				l10n.t(
					"{0} is there already, and nothing is replaced; choose another path.",
					order.target,
				),
			);
		const { output, size, prompt, target, mentions, replaces, redirect } =
			order;
		const drawn = order.final
			? await fitFinal(signal, engine, order, order.final, format)
			: await draw(
					signal,
					engine,
					order,
					order.keepsLook ? {} : await findRules(folder, order.target),
					format,
					report,
				);
		signal.throwIfAborted();
		await report("writing", 1);
		const picture = {
			...{ folder, target, files: drawn.files, recipe: drawn.recipe },
			...{ prompt, size, mentions, redirect, output },
		};
		const isReplaced =
			replaces !== undefined &&
			(await replaceFile(
				replaces,
				drawn.files,
				join(folder.fsPath, target),
			).catch(async (error: unknown) => {
				const reason = await explainFailure(folder.fsPath, target, error);
				throw new UserProblem(reason);
			}));
		const { writePicture } = await import("../write/write-picture.js");
		const written = isReplaced
			? { path: target }
			: await writePicture(picture, context);
		if (order.final) await forgetAnswer(order.final);
		const sentences = [drawn.sentence, written.sentence].filter(Boolean);
		return {
			writtenPath: written.path,
			size,
			seed: drawn.seed,
			thumbnail: drawn.thumbnail,
			...(sentences.length > 0 && { sentence: sentences.join(" ") }),
		};
	};
}

async function draw(
	signal: AbortSignal,
	engine: EngineClient,
	order: JobOrder,
	rules: ImageRules,
	format: WritableFormat,
	report: Parameters<RunJob>[2],
): Promise<PictureForPlace> {
	const { output, size, prompt, alpha, seed, variation } = order;
	const { hue, replaces } = order;
	const style =
		order.style ??
		rules.style ??
		(output.style === "auto" ? undefined : output.style);
	const colours = order.colours ?? rules.palette;
	const { scales = [], maxBytes } = rules.output ?? {};
	const twins = output.retina === "off" ? [] : [2];
	const drawn = await engine.draw(
		signal,
		{
			...{ prompt, ...size, seed, variation, hue, colours, alpha, format },
			style,
			embedRecipe: output.recipe === "file",
			embedPrompt: output.embedPrompt,
			scales: replaces ? [1] : [...new Set([1, ...twins, ...scales])],
			thumbnailPx: order.thumbnailPx ?? historyPx,
		},
		(fraction) => void report("drawing", fraction),
	);
	const heavy = drawn.files.find(
		({ bytes }) => maxBytes !== undefined && bytes.length > maxBytes,
	);
	if (heavy !== undefined)
		throw new UserProblem(
			l10n.t(
				"{0} has {1} bytes, and musa.json allows {2}; a smaller size or another format may do.",
				order.target,
				heavy.bytes.length,
				String(maxBytes),
			),
		);
	return drawn;
}

function writableFormat(target: string): WritableFormat {
	const format = formatOfPath(target);
	if (format === "png" || format === "webp" || format === "jpeg") return format;
	throw new UserProblem(
		l10n.t("Musa can't write {0}; it writes .png, .webp and .jpg.", target),
	);
}
