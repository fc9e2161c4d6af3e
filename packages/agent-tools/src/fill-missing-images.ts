import type { WantedImage } from "@musa/finder";
import { oneEachTarget, refusalOf, sizeToDraw } from "@musa/finder/names";
import { altText } from "./alt-text.js";
import { scanMissing } from "./find-missing-images.js";
import { maxPathLength, parseTarget, writableFormats } from "./image-target.js";
import { readArguments } from "./read-arguments.js";
import type { AgentHost, AgentTool, InputSchema, ToolResult } from "./tool.js";

// Writing wants surer findings than listing.
const MIN_CONFIDENCE = 0.7;
const MAX_COUNT = 50;
const DEFAULT_COUNT = 10;
// Each costs a model some hundred tokens.
const MAX_THUMBNAILS = 8;
const MAX_SEED = 2 ** 32 - 1;

const inputSchema: InputSchema = {
	type: "object",
	properties: {
		targets: {
			type: "array",
			items: { type: "string", minLength: 1, maxLength: maxPathLength },
			minItems: 1,
			maxItems: MAX_COUNT,
			description:
				'Only these missing images, as "target" of find_missing_images names them; the surest when missing.',
		},
		maxCount: {
			type: "integer",
			minimum: 1,
			maximum: MAX_COUNT,
			description: `At most this many pictures; ${DEFAULT_COUNT} when missing.`,
		},
		seed: {
			type: "integer",
			minimum: 0,
			maximum: MAX_SEED,
			description: "For every picture; random when missing.",
		},
	},
	additionalProperties: false,
};

interface FillOrder {
	readonly targets: ReadonlySet<string> | undefined;
	readonly maxCount: number;
	readonly seed: number | undefined;
}

/** Draws missing images at their places. */
export const fillMissingImages: AgentTool = {
	name: "fill_missing_images",
	title: "Fill missing images",
	description:
		"Draws images that the folder's code and content name and that are not there, on this computer, offline: each at its path, in the size and format that its place asks for, from a prompt drafted from its surroundings. Nothing is ever replaced.",
	inputSchema,
	isReadOnly: false,
	confirm(input) {
		const { targets, maxCount } = readOrder(input);
		const which =
			targets === undefined
				? `up to ${maxCount} missing images`
				: [...targets].join(", ");
		return {
			title: "Fill missing images",
			message: `Draw ${which} on this computer?`,
		};
	},
	async run(signal, input, host) {
		const order = readOrder(input);
		const missing = await scanMissing(
			signal,
			host,
			// What is asked for by name needs no confidence.
			order.targets === undefined ? MIN_CONFIDENCE : 0,
		);
		return fill(signal, order, oneEachTarget(missing), host);
	},
};

function readOrder(input: unknown): FillOrder {
	const fields = readArguments(input, inputSchema);
	const targets = fields.texts("targets", MAX_COUNT);
	return {
		targets:
			targets === undefined ? undefined : new Set(targets.map(parseTarget)),
		maxCount:
			fields.whole("maxCount", 1, MAX_COUNT) ??
			targets?.length ??
			DEFAULT_COUNT,
		seed: fields.whole("seed", 0, MAX_SEED),
	};
}

async function fill(
	signal: AbortSignal,
	{ targets, maxCount, seed }: FillOrder,
	missing: readonly WantedImage[],
	host: AgentHost,
): Promise<ToolResult> {
	const refused: { target: string; reason: string }[] = [];
	for (const target of targets ?? [])
		if (!missing.some((image) => image.target === target))
			refused.push({
				target,
				reason: "Nothing names it, or it is there already.",
			});
	const wanted = missing
		.filter(({ target }) => targets === undefined || targets.has(target))
		.sort((a, b) => b.confidence - a.confidence);
	const images: Record<string, unknown>[] = [];
	const pictures: { path: string; png: Uint8Array }[] = [];
	let left = 0;
	for (const image of wanted) {
		signal.throwIfAborted();
		const { target, prompt, alpha } = image;
		const chosen = seed ?? image.seed;
		const format = writableFormats.find((known) => known === image.format);
		const reason = refusalOf(image) ?? image.refusal;
		if (reason !== undefined || format === undefined) {
			refused.push({
				target,
				reason: reason ?? "Musa can't write its format.",
			});
			continue;
		}
		if (images.length >= maxCount) {
			left++;
			continue;
		}
		host.onProgress?.(images.length, Math.min(maxCount, wanted.length), target);
		try {
			const { thumbnail, ...drawn } = await host.draw(signal, {
				path: target,
				format,
				prompt,
				alpha,
				...sizeToDraw(image),
				...(chosen === undefined ? {} : { seed: chosen }),
			});
			images.push({ ...drawn, alt: altText(prompt) });
			if (pictures.length < MAX_THUMBNAILS)
				pictures.push({ path: drawn.path, png: thumbnail });
		} catch (error) {
			if (signal.aborted) throw error;
			// One picture that can't be made must not keep the others away.
			const words = error instanceof Error ? error.message : String(error);
			refused.push({ target, reason: words });
		}
	}
	const more = left > 0 ? ` ${left} more are missing.` : "";
	return {
		text: `Wrote ${images.length} images, left ${refused.length} alone.${more}\n${JSON.stringify({ images, refused })}`,
		data: { images, refused, left },
		pictures,
	};
}
