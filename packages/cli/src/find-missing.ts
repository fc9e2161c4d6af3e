// musa find-missing: a folder → every image that its code and content name and that is not there.
import type { MissingImage, ScanReport } from "@musa/finder";
import type { Command, CommandContext } from "./command.js";
import { clip, parseOptions } from "./parse-options.js";
import { makeProgressBar } from "./progress-bar.js";
import { type ScannedFolder, scanFolder } from "./scan-folder.js";
import { UsageError } from "./usage-error.js";

/** Findings below this are more often a document's example than a site's mistake. */
export const DEFAULT_MIN_CONFIDENCE = 0.5;

/** `musa find-missing`: the missing images of a folder. */
export const findMissing: Command = {
	summary: "list the images that a folder's code names and that are not there",
	help: `Lists the images that code and content name and that are not there.

Usage
  musa find-missing <dir> [options]

  --min-confidence N   leave out what is less sure, 0 to 1 (default ${DEFAULT_MIN_CONFIDENCE})
  --json               print an array of {"file","line","column","reference","target",
                       "use","width","height","format","alpha","prompt","confidence"}

Reads HTML, CSS, SCSS, Less, Markdown, MDX, JavaScript, TypeScript, Vue, Svelte, Astro and web
manifests. Paths are relative to <dir>; width and height are null where nothing says.
An image that is there under a name in other upper and lower case has that name in "existing".`,
	async run(args, context) {
		const { values, switches, positionals } = parseOptions(args, {
			"min-confidence": { type: "string" },
			json: { type: "boolean" },
		});
		const minConfidence = parseConfidence(values["min-confidence"]);
		const folder = oneFolder(positionals, "find-missing");
		const { report } = await scanWithProgress(folder, context);
		const missing = report.missing.filter(
			({ confidence }) => confidence >= minConfidence,
		);
		if (switches.has("json"))
			context.print(JSON.stringify(missing.map(toRecord)));
		else for (const image of missing) context.print(describe(image));
		context.say(summarise(missing, report));
		return 0;
	},
};

/**
 * Reads `--min-confidence`.
 *
 * @throws UsageError
 */
export function parseConfidence(text: string | undefined): number {
	if (text === undefined) return DEFAULT_MIN_CONFIDENCE;
	const value = /^(?:\d+(?:\.\d*)?|\.\d+)$/.test(text) ? Number(text) : -1;
	if (value < 0 || value > 1)
		throw new UsageError(
			`--min-confidence "${clip(text)}" is not a number from 0 to 1.`,
		);
	return value;
}

/**
 * The only positional argument.
 *
 * @throws UsageError
 */
export function oneFolder(
	positionals: readonly string[],
	command: string,
): string {
	const [folder, ...more] = positionals;
	if (folder === undefined || folder === "" || more.length > 0)
		throw new UsageError(
			`Name one folder, for example: musa ${command} my-site.`,
		);
	return folder;
}

/** Scans with a progress bar on a terminal. */
export async function scanWithProgress(
	folder: string,
	context: CommandContext,
): Promise<ScannedFolder> {
	const bar = makeProgressBar(process.stderr);
	try {
		return await scanFolder(
			context.signal,
			folder,
			({ stage, done, total = 0 }) =>
				bar.show(`${done} `, {
					stage,
					step: done,
					stepCount: Math.max(total, done),
					fraction: total === 0 ? 0 : done / total,
				}),
		);
	} finally {
		bar.clear();
	}
}

/** The record of the JSON output; `existing` only where upper and lower case is all that differs. */
function toRecord(image: MissingImage): Record<string, unknown> {
	const { start: _start, end: _end, existing, ...record } = image;
	return existing === undefined ? record : { ...record, existing };
}

/** One finding for a reader. */
export function describe(image: MissingImage): string {
	const { file, line, column, target, existing, width, height, prompt } = image;
	const place = `${file}:${line}:${column}`;
	if (existing !== undefined)
		return printable(
			`${place}  ${target}  is there as ${existing}: upper and lower case differ`,
		);
	const size =
		width === null && height === null
			? "any size"
			: `${width ?? "?"} x ${height ?? "?"} px`;
	return printable(`${place}  ${target}  ${size}  "${prompt}"`);
}

/** A text without the escape sequences that a file from elsewhere may hold for the terminal. */
export function printable(text: string): string {
	return text.replace(/[\p{Cc}\p{Cf}]/gu, "?");
}

function summarise(
	missing: readonly MissingImage[],
	{ skipped, documentCount }: ScanReport,
): string {
	const targets = new Set(missing.map(({ target }) => target)).size;
	const found = `${missing.length} missing references to ${targets} images in ${documentCount} documents`;
	if (skipped.length === 0) return found;
	const names = skipped
		.slice(0, 5)
		.map(({ file, reason }) => printable(`${file} (${reason})`));
	const more = skipped.length > 5 ? ` and ${skipped.length - 5} more` : "";
	return `${found}; not read: ${names.join(", ")}${more}`;
}
