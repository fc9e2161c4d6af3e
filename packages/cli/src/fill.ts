// musa fill: what musa find-missing finds, drawn and put in its place.
import { randomInt } from "node:crypto";
import {
	makeRegistry,
	parseRequest,
	type Registry,
	RequestError,
} from "@musa/core";
import {
	applyRules,
	oneEachTarget,
	type RuleBook,
	refusalOf,
	scaledPath,
	sizeToDraw,
	type WantedImage,
} from "@musa/finder";
import type { Command, CommandContext } from "./command.js";
import { drawIntoFolder, type FolderPicture } from "./draw-into-folder.js";
import {
	describe,
	oneFolder,
	parseConfidence,
	printable,
	scanWithProgress,
} from "./find-missing.js";
import type { WrittenImage } from "./generate-report.js";
import { openLocalEngine } from "./local-engine.js";
import { loadPacks } from "./packs.js";
import { parseNumber, parseOptions } from "./parse-options.js";
import { loadProjectRules, lockToPalette } from "./project-rules.js";
import { UsageError } from "./usage-error.js";

const SEED_COUNT = 2 ** 32;
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

A musa.json in <dir> sets style, palette, seed, formats, bytes and densities (docs/images-as-code.md).
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
		const book = await loadProjectRules(folder);
		const { missing } = (await scanWithProgress(folder, context)).report;
		const sure = missing.filter(
			({ confidence }) => confidence >= minConfidence,
		);
		const wanted = oneEachTarget(applyRules(sure, book));
		let failedCount = 0;
		const report: FillReport = { images: [], refused: [] };
		const drawable = wanted.filter((image) => {
			const reason = refusalOf(image) ?? image.refusal;
			if (reason === undefined) return true;
			report.refused.push({ target: image.target, reason });
			context.say(printable(`${image.target}: ${reason}`));
			return false;
		});
		if (switches.has("dry-run"))
			for (const image of drawable) context.say(describe(image));
		else if (drawable.length > 0)
			failedCount = await drawAll(
				{
					...{ folder, drawable, seed, book },
					embedPrompt: switches.has("embed-prompt"),
				},
				report,
				context,
			);
		if (switches.has("json")) context.print(JSON.stringify(report));
		context.say(
			switches.has("dry-run")
				? `${drawable.length} images to draw`
				: `${report.images.length} images drawn`,
		);
		return failedCount > 0 ? 1 : 0;
	},
};

interface FillJob {
	readonly folder: string;
	readonly drawable: readonly WantedImage[];
	readonly seed: number | undefined;
	readonly embedPrompt: boolean;
	readonly book: RuleBook;
}

async function drawAll(
	job: FillJob,
	report: FillReport,
	context: CommandContext,
): Promise<number> {
	const packs = await loadPacks();
	const registry = makeRegistry(packs.map(({ manifest }) => manifest));
	let failedCount = 0;
	// What can't be drawn must not keep the others away.
	const refuse = (target: string, reason: string): void => {
		report.refused.push({ target, reason });
		context.say(printable(`${target}: ${reason}`));
		failedCount++;
	};
	const pictures = job.drawable.flatMap((image) => {
		try {
			return picturesFor(image, job, registry);
		} catch (error) {
			// A wrong seed or style is every picture's, and ends the command.
			const isItsOwn =
				error instanceof RequestError &&
				/^request\/(?:prompt|size)-/.test(error.code);
			if (!isItsOwn) throw error;
			refuse(image.target, error.message);
			return [];
		}
	});
	const engine = openLocalEngine(packs);
	context.onExit(() => engine.close());
	try {
		for (const picture of pictures) {
			context.signal.throwIfAborted();
			const { target } = picture;
			const { folder, embedPrompt } = job;
			try {
				report.images.push(
					await drawIntoFolder(
						{ ...picture, folder, registry, engine, embedPrompt },
						context,
					),
				);
			} catch (error) {
				if (!(error instanceof UsageError)) throw error;
				refuse(target, error.message);
			}
		}
	} finally {
		engine.close();
	}
	return failedCount;
}

type Picture = Pick<
	FolderPicture,
	"target" | "request" | "finish" | "maxBytes"
>;

/** The picture at its path, and those of the densities that musa.json asks for: the same one, larger. */
function picturesFor(
	image: WantedImage,
	{ seed, book }: FillJob,
	registry: Registry,
): Picture[] {
	const rules = book.rulesFor(image.target);
	const { scales = [], maxBytes } = rules.output ?? {};
	const { width, height } = sizeToDraw(image);
	const chosen = seed ?? image.seed ?? randomInt(SEED_COUNT);
	const finish = lockToPalette(rules.palette);
	return [...new Set([1, ...scales])].map((scale) => ({
		target: scaledPath(image.target, scale),
		request: parseRequest(
			{
				prompt: image.prompt,
				size: { width: width * scale, height: height * scale },
				seed: chosen,
				...(rules.style === undefined ? {} : { style: rules.style }),
				...(image.alpha ? {} : { background: "#ffffff" }),
			},
			registry,
		),
		...(finish === undefined ? {} : { finish }),
		maxBytes,
	}));
}
