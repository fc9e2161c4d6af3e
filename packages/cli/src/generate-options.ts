import { defaultStrength } from "@musa/core";
import { type ImageFormat, parseFormat } from "./image-format.js";
import {
	clip,
	type OptionTable,
	parseNumber,
	parseOptions,
} from "./parse-options.js";
import { parseSize } from "./parse-size.js";
import { UsageError } from "./usage-error.js";

/** px per side of a picture whose size nothing says. */
export const DEFAULT_SIDE = 512;

/** Help of `musa generate`; every option here is in `OPTIONS`. */
export const GENERATE_HELP = `Draws a picture from words, on this computer.

Usage
  musa generate <prompt> [options]
  musa generate [prompt] --from draft.png [--strength N] [options]
  musa generate --recipe FILE [prompt] [--from FILE] [--out FILE]
  musa generate [prompt] --final --from draft.png [--mask FILE] [--out FILE] [--agree HASH]

The picture
  --size N|WxH            px per side, 1 to 4096 (default ${DEFAULT_SIDE})
  --background COLOUR     transparent or #rrggbb (default transparent; JPEG gets white)
  --style NAME            one of the model's styles; musa models list shows them
  --seed N                0 to 4294967295; the same seed gives the same picture (default random)
  --steps N               denoising steps (default: the model's)
  --guidance N            how closely to follow the prompt, 1 to 10 (default: the model's)
  --no-layers             draw several things as one picture instead of one by one
  --from FILE             start from this PNG, WebP or JPEG; without --size the result has its size,
                          and without a prompt the one in the file is taken
  --strength N            how much of it may change, 0 to 1 (default ${defaultStrength})
  --count N               pictures, 1 to 100, with seeds counting up (default 1)
  --recipe FILE           draw again what made FILE (a PNG, WebP or JPEG by Musa, or recipe JSON)

The file
  --out FILE|DIR          where to (default: a name from the prompt, in this folder)
  --format png|webp|jpeg  (default: from the extension of --out, else png)
  --embed-prompt          keep the prompt in the file; without it only its hash is kept
  --force                 replace a file that exists

The machine
  --model ID              (default: the first of musa models list)
  --device NAME           auto, wasm, webgpu or native (default auto)
  --threads N             1 to 16 (default 1)
  --json                  print one JSON object on stdout
  --trace                 tell each stage, shape and time on stderr`;

const OPTIONS = {
	size: { type: "string" },
	background: { type: "string" },
	style: { type: "string" },
	seed: { type: "string" },
	steps: { type: "string" },
	guidance: { type: "string" },
	from: { type: "string" },
	strength: { type: "string" },
	count: { type: "string" },
	recipe: { type: "string" },
	out: { type: "string" },
	format: { type: "string" },
	"embed-prompt": { type: "boolean" },
	force: { type: "boolean" },
	"no-layers": { type: "boolean" },
	model: { type: "string" },
	device: { type: "string" },
	threads: { type: "string" },
	json: { type: "boolean" },
	trace: { type: "boolean" },
} satisfies OptionTable;

const MAX_COUNT = 100;

// A recipe decides all of these, so giving one beside it is a contradiction.
const FIXED_BY_RECIPE = [
	"size",
	"background",
	"style",
	"seed",
	"steps",
	"guidance",
	"strength",
	"count",
	"model",
] as const;

/** What `musa generate` was asked for. */
export interface GenerateOptions {
	readonly prompt: string | undefined;
	/** Only what was given; `parseRequest` of core checks it. */
	readonly request: Readonly<Record<string, unknown>>;
	readonly count: number;
	readonly recipeFile: string | undefined;
	/** The file to start from. */
	readonly from: string | undefined;
	readonly out: string | undefined;
	readonly format: ImageFormat | undefined;
	readonly embedPrompt: boolean;
	readonly force: boolean;
	readonly json: boolean;
	readonly trace: boolean;
}

/**
 * Reads the command line of `musa generate`; values that only core can judge
 * pass through unchecked.
 *
 * @throws UsageError
 */
export function parseGenerateOptions(args: readonly string[]): GenerateOptions {
	const { values, switches, positionals } = parseOptions(args, OPTIONS);
	if (positionals.length > 1)
		throw new UsageError(
			`Give one prompt, in quotes if it has spaces ("${clip(positionals.join(" "))}").`,
		);
	const recipeFile = values.recipe;
	if (
		recipeFile === undefined &&
		values.from === undefined &&
		positionals.length === 0
	)
		throw new UsageError(
			'Say what to draw, for example: musa generate "a red heart".',
		);
	if (recipeFile !== undefined)
		for (const name of FIXED_BY_RECIPE)
			if (values[name] !== undefined)
				throw new UsageError(
					`The recipe decides --${name}; leave one of --recipe and --${name} away.`,
				);
	if (values.strength !== undefined && values.from === undefined)
		throw new UsageError(
			"--strength needs a picture to start from; name it with --from.",
		);
	const number = (
		name: "seed" | "steps" | "guidance" | "strength" | "threads",
	) => {
		const text = values[name];
		return text === undefined ? undefined : parseNumber(name, text);
	};
	return {
		prompt: positionals[0],
		request: withoutUndefined({
			size: values.size === undefined ? undefined : parseSize(values.size),
			seed: number("seed"),
			stepCount: number("steps"),
			guidanceScale: number("guidance"),
			strength: number("strength"),
			style: values.style,
			background: values.background,
			layers: switches.has("no-layers") ? false : undefined,
			modelId: values.model,
			device: values.device,
			threadCount: number("threads"),
		}),
		count: parseCount(values.count),
		recipeFile,
		from: values.from,
		out: values.out,
		format:
			values.format === undefined ? undefined : parseFormat(values.format),
		embedPrompt: switches.has("embed-prompt"),
		force: switches.has("force"),
		json: switches.has("json"),
		trace: switches.has("trace"),
	};
}

/**
 * Pictures, 1 where nothing is said.
 *
 * @throws UsageError
 */
export function parseCount(text: string | undefined): number {
	const count = text === undefined ? 1 : parseNumber("count", text);
	if (!Number.isInteger(count) || count < 1 || count > MAX_COUNT)
		throw new UsageError(
			`--count must be a whole number from 1 to ${MAX_COUNT}, not "${clip(text ?? "")}".`,
		);
	return count;
}

function withoutUndefined(
	record: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
	return Object.fromEntries(
		Object.entries(record).filter(([, value]) => value !== undefined),
	);
}
