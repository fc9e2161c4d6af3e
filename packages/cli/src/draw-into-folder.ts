// One picture at a path inside a folder: its folders made, its file whole or not at all, links out refused.
import { join } from "node:path";
import type { Engine, ImageRequest, Registry, RgbaImage } from "@musa/core";
import type { CommandContext } from "./command.js";
import { drawPictures } from "./draw-pictures.js";
import type { WrittenImage } from "./generate-report.js";
import { makeFolders } from "./make-folders.js";
import { type OutputFile, openOutputFiles } from "./output-files.js";

/** A picture and its place. */
export interface FolderPicture {
	readonly folder: string;
	/** Relative to `folder`, forward slashes. */
	readonly target: string;
	readonly request: ImageRequest;
	readonly registry: Registry;
	readonly engine: Engine;
	readonly embedPrompt: boolean;
	/** May change the pixels before they are written. */
	readonly finish?: (image: RgbaImage) => RgbaImage;
	/** At most so many bytes; a lower quality is tried for WebP and JPEG. */
	readonly maxBytes?: number | undefined;
}

/**
 * Draws and writes.
 *
 * @throws MusaError, UsageError, AbortError; nothing is left behind then
 */
export async function drawIntoFolder(
	job: FolderPicture,
	context: CommandContext,
): Promise<WrittenImage> {
	const folders = makeFolders(job.folder, job.target);
	let outputs: OutputFile[] = [];
	let isDone = false;
	const undo = () => {
		if (isDone) return;
		for (const output of outputs) output.discard();
		folders.undo();
	};
	context.onExit(undo);
	try {
		outputs = await openOutputFiles({
			out: join(job.folder, job.target),
			format: undefined,
			count: 1,
			force: false,
			prompt: job.request.prompt,
		});
		const { images } = await drawPictures(
			{ ...job, recipe: undefined, outputs, trace: false },
			context,
		);
		isDone = true;
		return { ...(images[0] as WrittenImage), file: job.target };
	} finally {
		undo();
	}
}
