// musa fill: what musa find-missing finds, drawn and put in its place.
import { join } from "node:path";
import { makeRegistry, parseRequest, type Registry } from "@musa/core";
import { type MissingImage, refusalOf, sizeToDraw } from "@musa/finder";
import type { Command, CommandContext } from "./command.js";
import { drawPictures } from "./draw-pictures.js";
import {
	describe,
	oneFolder,
	parseConfidence,
	scanWithProgress,
} from "./find-missing.js";
import type { WrittenImage } from "./generate-report.js";
import { openLocalEngine } from "./local-engine.js";
import { makeFolders } from "./make-folders.js";
import { type OutputFile, openOutputFiles } from "./output-files.js";
import { loadPacks } from "./packs.js";
import { parseNumber, parseOptions } from "./parse-options.js";

// Writing wants surer findings than listing.
const DEFAULT_MIN_CONFIDENCE = 0.7;

interface FillReport {
	readonly images: WrittenImage[];
	readonly refused: { readonly target: string; readonly reason: string }[];
}

/** `musa fill`: draws the missing images of a folder. */
export const fill: Command = {
	summary: "draw the images that a folder's code names and that are not there",
	help: `Draws every missing image at its path, in its size and format. Nothing is ever replaced.

Usage
  musa fill <dir> [options]

  --dry-run            say what would be drawn, and draw nothing
  --min-confidence N   leave alone what is less sure, 0 to 1 (default ${DEFAULT_MIN_CONFIDENCE})
  --seed N             0 to 4294967295, for every picture (default random)
  --embed-prompt       keep the prompts in the files
  --json               print {"images":[{"file","width","height","seed","sha256"}],
                       "refused":[{"target","reason"}]}; files are relative to <dir>

PNG, WebP and JPEG are drawn; other formats, and names that differ in upper and lower case only,
are named on stderr and left alone.`,
	async run(args, context) {
		const { values, switches, positionals } = parseOptions(args, {
			"dry-run": { type: "boolean" },
			"min-confidence": { type: "string" },
			seed: { type: "string" },
			"embed-prompt": { type: "boolean" },
			json: { type: "boolean" },
		});
		const minConfidence =
			values["min-confidence"] === undefined
				? DEFAULT_MIN_CONFIDENCE
				: parseConfidence(values["min-confidence"]);
		const seed =
			values.seed === undefined ? undefined : parseNumber("seed", values.seed);
		const folder = oneFolder(positionals, "fill");
		const { missing } = await scanWithProgress(folder, context);
		const wanted = oneEach(
			missing.filter(({ confidence }) => confidence >= minConfidence),
		);
		const report: FillReport = { images: [], refused: [] };
		const drawable = wanted.filter((image) => {
			const reason = refusalOf(image);
			if (reason === undefined) return true;
			report.refused.push({ target: image.target, reason });
			context.say(`${image.target}: ${reason}`);
			return false;
		});
		if (switches.has("dry-run"))
			for (const image of drawable) context.say(describe(image));
		else if (drawable.length > 0)
			await drawAll(
				{ folder, drawable, seed, embedPrompt: switches.has("embed-prompt") },
				report,
				context,
			);
		if (switches.has("json")) context.print(JSON.stringify(report));
		context.say(
			switches.has("dry-run")
				? `${drawable.length} images to draw`
				: `${report.images.length} images drawn`,
		);
		return 0;
	},
};

/** One image per target: that of the largest size asked, for it serves the others too. */
function oneEach(missing: readonly MissingImage[]): MissingImage[] {
	const byTarget = new Map<string, MissingImage>();
	for (const image of missing) {
		const known = byTarget.get(image.target);
		if (known === undefined || (image.width ?? 0) > (known.width ?? 0))
			byTarget.set(image.target, image);
	}
	return [...byTarget.values()];
}

interface FillJob {
	readonly folder: string;
	readonly drawable: readonly MissingImage[];
	readonly seed: number | undefined;
	readonly embedPrompt: boolean;
}

async function drawAll(
	job: FillJob,
	report: FillReport,
	context: CommandContext,
): Promise<void> {
	const packs = await loadPacks();
	const registry = makeRegistry(packs.map(({ manifest }) => manifest));
	const requests = job.drawable.map((image) =>
		requestFor(image, job, registry),
	);
	const engine = openLocalEngine(packs);
	let undo = () => {};
	const release = () => {
		engine.close();
		undo();
	};
	context.onExit(release);
	try {
		for (const [i, { target }] of job.drawable.entries()) {
			context.signal.throwIfAborted();
			const folders = makeFolders(job.folder, target);
			let outputs: OutputFile[] = [];
			undo = () => {
				for (const output of outputs) output.discard();
				folders.undo();
			};
			const request = requests[i] as (typeof requests)[number];
			outputs = await openOutputFiles({
				out: join(job.folder, target),
				format: undefined,
				count: 1,
				force: false,
				prompt: request.prompt,
			});
			const drawn = await drawPictures(
				{
					request,
					recipe: undefined,
					registry,
					engine,
					outputs,
					embedPrompt: job.embedPrompt,
					trace: false,
				},
				context,
			);
			undo = () => {};
			for (const image of drawn.images)
				report.images.push({ ...image, file: target });
		}
	} finally {
		release();
	}
}

function requestFor(
	image: MissingImage,
	{ seed }: FillJob,
	registry: Registry,
) {
	return parseRequest(
		{
			prompt: image.prompt,
			size: sizeToDraw(image),
			...(seed === undefined ? {} : { seed }),
			...(image.alpha ? {} : { background: "#ffffff" }),
		},
		registry,
	);
}
