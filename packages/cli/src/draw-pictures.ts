// Draws one picture per claimed file and writes each as soon as it is whole.
import { createHash, randomInt } from "node:crypto";
import {
	type Confidence,
	cannotWrite,
	type Engine,
	type Fallback,
	type GeneratedImage,
	generateImage,
	type ImageRequest,
	lowConfidence,
	makeRecipe,
	type Plan,
	type Recipe,
	type Registry,
	type RgbaImage,
	type StageTiming,
	type TraceEntry,
} from "@musa/core";
import type { CommandContext } from "./command.js";
import { encodeImage } from "./encode-image.js";
import {
	type GenerateReport,
	makeReport,
	type WrittenImage,
} from "./generate-report.js";
import { loadSpokenNames } from "./model-assets.js";
import type { OutputFile } from "./output-files.js";
import { clip } from "./parse-options.js";
import { makeProgressBar } from "./progress-bar.js";
import { assertSamePlan } from "./recipe-request.js";
import { version } from "./version.js";

const SEED_COUNT = 2 ** 32;
const WHITE = "#ffffff";
const MAX_WORDS_SHOWN = 5;

/** What is drawn, with what, and into which files. */
export interface DrawJob {
	readonly request: ImageRequest;
	/** What the picture was drawn with before, when it is drawn again. */
	readonly recipe: Recipe | undefined;
	readonly registry: Registry;
	readonly engine: Engine;
	readonly outputs: readonly OutputFile[];
	readonly embedPrompt: boolean;
	/** That a bigger model was advised, for the recipe. */
	readonly fallback?: Fallback | undefined;
	readonly trace: boolean;
	/** Changes the pixels before they are written. */
	readonly finish?: ((image: RgbaImage) => RgbaImage) | undefined;
	/** The most bytes a file may have; WebP and JPEG give up quality for it. */
	readonly maxBytes?: number | undefined;
}

/**
 * Draws all pictures of a job, with seeds counting up.
 *
 * @throws MusaError, UsageError, AbortError; pictures that were whole before stay
 */
export async function drawPictures(
	job: DrawJob,
	context: CommandContext,
): Promise<GenerateReport> {
	const start = performance.now();
	const firstSeed = job.request.seed ?? randomInt(SEED_COUNT);
	const images: WrittenImage[] = [];
	const timings: StageTiming[] = [];
	let first: GeneratedImage | undefined;
	let coldMs = 0;
	for (const [i, output] of job.outputs.entries()) {
		const seed = (firstSeed + i) % SEED_COUNT;
		const label =
			job.outputs.length === 1 ? "" : `${i + 1}/${job.outputs.length} `;
		const drawn = await drawOne(job, output, seed, label, context);
		timings.push(...drawn.timings);
		const encodeStart = performance.now();
		images.push(await write(job, output, drawn, context));
		const ms = performance.now() - encodeStart;
		timings.push({ stage: "write-file", ms });
		first ??= drawn;
		if (i === 0) coldMs = performance.now();
	}
	if (first === undefined) throw new Error("a job needs at least one file");
	const totalMs = performance.now() - start;
	return makeReport({ images, first, timings, totalMs, coldMs });
}

async function drawOne(
	job: DrawJob,
	output: OutputFile,
	seed: number,
	label: string,
	context: CommandContext,
): Promise<GeneratedImage> {
	const bar = makeProgressBar(process.stderr);
	const say = (text: string) => {
		bar.clear();
		context.say(text);
	};
	try {
		return await generateImage(
			context.signal,
			{ ...job.request, seed, ...backgroundFor(output, job.request) },
			{
				registry: job.registry,
				engine: job.engine,
				names: await loadSpokenNames(),
				onPlan: (plan, confidence) => {
					explainPlan(plan, job, output, say);
					// Said once: all pictures of a job have the same prompt, and advice told it already.
					if (output === job.outputs[0] && job.fallback === undefined)
						explainConfidence(confidence, say);
				},
				onProgress: (progress) => bar.show(label, progress),
				...(job.trace ? { trace: (entry) => say(describeTrace(entry)) } : {}),
			},
		);
	} finally {
		bar.clear();
	}
}

// JPEG has no alpha, and the engine flattens better than an encoder that never saw it.
function backgroundFor(
	output: OutputFile,
	request: ImageRequest,
): Pick<ImageRequest, "background"> {
	const { background = "transparent" } = request;
	if (output.format === "jpeg" && background === "transparent")
		return { background: WHITE };
	return { background };
}

function explainPlan(
	plan: Plan,
	job: DrawJob,
	output: OutputFile,
	say: (text: string) => void,
): void {
	if (job.recipe !== undefined) assertSamePlan(plan, job.recipe);
	// Advice told it already.
	const isWritingTold = job.fallback?.demands.includes("text") ?? false;
	for (const reason of plan.reasons)
		if (!(isWritingTold && reason === cannotWrite)) say(reason);
	if (
		output.format === "jpeg" &&
		(job.request.background ?? "transparent") === "transparent"
	)
		say(
			"JPEG has no transparency, so the picture lies on white; --background takes another colour.",
		);
	if (job.trace) say(`plan ${JSON.stringify({ ...plan, prompt: undefined })}`);
}

/** What the model does not know, on one line. */
function explainConfidence(
	known: Confidence | undefined,
	say: (text: string) => void,
): void {
	if (known === undefined || known.confidence >= lowConfidence) return;
	const words = known.unknownWords
		.slice(0, MAX_WORDS_SHOWN)
		.map((word) => `'${clip(word)}'`);
	const more = known.unknownWords.length > words.length ? " and more" : "";
	say(
		words.length === 0
			? "The model knows the words but not what they name together. The picture is a guess."
			: `The model has not learnt: ${words.join(", ")}${more}. The picture is a guess.`,
	);
}

function describeTrace(entry: TraceEntry): string {
	const { act, network, ms, inputs, outputs, bytes } = entry;
	const list = (shapes: TraceEntry["inputs"]) =>
		Object.entries(shapes)
			.map(([name, shape]) => `${name} ${shape}`)
			.join(", ");
	const flow = act === "run" ? `  ${list(inputs)} -> ${list(outputs)}` : "";
	return `${act} ${network}  ${ms.toFixed(1)} ms  ${bytes} bytes${flow}`;
}

async function write(
	job: DrawJob,
	output: OutputFile,
	{ image: drawn, plan }: GeneratedImage,
	context: CommandContext,
): Promise<WrittenImage> {
	const image = job.finish?.(drawn) ?? drawn;
	const recipe = makeRecipe(plan, {
		coreVersion: version,
		embedPrompt: job.embedPrompt,
		fallback: job.fallback,
	});
	const bytes = await encodeImage(image, output.format, recipe, job.maxBytes);
	context.signal.throwIfAborted();
	await output.commit(bytes);
	const { width, height } = image;
	context.say(`${output.path}  ${width} x ${height} px, seed ${plan.seed}`);
	return {
		file: output.path,
		width,
		height,
		seed: plan.seed,
		sha256: createHash("sha256").update(bytes).digest("hex"),
	};
}
