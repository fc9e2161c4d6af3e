// The third step: every decision of one generation in one record. A plan alone reproduces the picture.
import { listGrids, type ModelManifest } from "../models/manifest.js";
import { hashModel } from "../models/registry.js";
import type {
	Device,
	ImageRequest,
	ImageSize,
	LatentGrid,
	Layer,
	Plan,
	Triage,
} from "../records.js";
import { arrangeLayers } from "./arrange-layers.js";
import { nameInit } from "./init-picture.js";
import type { KnownWords } from "./known-words.js";
import { splitLayers } from "./split-layers.js";
import { translateGround } from "./spoken-grounds.js";
import type { SpokenNames } from "./spoken-names.js";
import { type Told, tellModel } from "./tell-model.js";

const seedCount = 2 ** 32;

/** What a plan depends on besides the request. */
export interface PlanContext {
	readonly manifest: ModelManifest;
	/** Where the networks run when the request leaves it open. */
	readonly device: Device;
	/** From `openKnownWords`; only what the model learnt is drawn in layers of its own. */
	readonly known?: KnownWords | undefined;
	/** From `openSpokenNames`: other languages and other words for what the model can draw. */
	readonly names?: SpokenNames | undefined;
	/** Draws the seed when the request has none, uint32; at random by default. */
	readonly drawSeed?: (() => number) | undefined;
}

/**
 * Decides everything about one generation.
 *
 * @param request  from `parseRequest`
 */
export function makePlan(
	request: ImageRequest,
	{ kind: toldKind, words, reasons }: Triage,
	{ manifest, device, known, names, drawSeed = drawRandomSeed }: PlanContext,
): Plan {
	const { sampling, styles } = manifest;
	const named =
		request.style === undefined
			? styles.find(({ id }) => words.includes(id))
			: undefined;
	const ground = names && translateGround(request.prompt, manifest, names);
	const kind = ground === undefined ? toldKind : "background";
	const fit = kind === "background" ? "cover" : "contain";
	const grid = request.grid ?? chooseGrid(manifest, request.size, fit);
	const nativeSize = measureGrid(manifest, grid);
	const init = nameInit(request);
	const seed = request.seed ?? drawSeed();
	const style =
		styles.find(({ id }) => id === request.style)?.id ??
		named?.id ??
		manifest.defaultStyle;
	const isObject = kind === "object";
	const layers = isObject
		? planLayers(request, { seed, style, manifest, known, names })
		: undefined;
	const told: Told =
		isObject && !layers
			? tellModel(request.prompt, style, manifest, known, names)
			: ground === undefined
				? {}
				: { modelPrompt: ground };
	return {
		provider: "local",
		modelId: manifest.id,
		modelVersion: manifest.version,
		modelSha256: hashModel(manifest),
		prompt: request.prompt,
		...told,
		style,
		kind,
		seed,
		...(request.variation && { variation: request.variation }),
		...(init && { init }),
		grid,
		nativeSize,
		scheduler: sampling.scheduler,
		stepCount: request.stepCount ?? sampling.stepCount,
		guidanceScale: request.guidanceScale ?? sampling.guidanceScale,
		device:
			request.device === undefined || request.device === "auto"
				? device
				: request.device,
		threadCount: request.threadCount ?? 1,
		// A picture of which nothing may change is not drawn, only finished.
		upscaleFactors:
			init?.strength === 0
				? []
				: chooseUpscaleFactors(manifest, nativeSize, request.size, fit),
		fit,
		targetSize: request.size,
		background: request.background ?? "transparent",
		...(layers && { layers }),
		reasons: [
			...reasons,
			...(named ? [`The word "${named.id}" chose the style.`] : []),
			...(layers ? [explainLayers(layers)] : []),
			...explainTold(told),
			...(kind === toldKind ? [] : ["It fills its frame."]),
		],
	};
}

interface LayerContext {
	readonly seed: number;
	readonly style: string;
	readonly manifest: ModelManifest;
	readonly known: KnownWords | undefined;
	readonly names: SpokenNames | undefined;
}

/** The things that are drawn alone; nothing where the picture is drawn at once. */
function planLayers(
	request: ImageRequest,
	{ seed, style, manifest, known, names }: LayerContext,
): readonly Layer[] | undefined {
	const { layers, grid, init, prompt, size } = request;
	if (layers === false || init || (grid && !layers)) return undefined;
	const split = splitLayers(prompt, manifest, known, names);
	const placed = split && arrangeLayers(split, size);
	return placed?.map((layer, i) => ({
		...layer,
		...tellModel(layer.prompt, style, manifest, known, names),
		seed: (seed + i) % seedCount,
		upscaleFactors: chooseUpscaleFactors(
			manifest,
			manifest.image,
			layer.size,
			"contain",
		),
	}));
}

function explainTold({ modelPrompt, tint }: Told): readonly string[] {
	return [
		...(modelPrompt === undefined ? [] : [`Drawn as "${modelPrompt}".`]),
		...(tint === undefined ? [] : [`Its main colour becomes ${tint}.`]),
	];
}

function explainLayers(layers: readonly Layer[]): string {
	const things = layers.map(
		({ prompt, places }) => `${places.length} × "${prompt}"`,
	);
	return `Drawn one by one: ${things.join(", ")}.`;
}

/** The grid of the nearest aspect ratio for a picture that fills its frame; an object has the native one. */
function chooseGrid(
	manifest: ModelManifest,
	target: ImageSize,
	fit: Plan["fit"],
): LatentGrid {
	const [native, ...others] = listGrids(manifest);
	if (fit === "contain") return native;
	const distanceOf = (grid: LatentGrid): number => {
		const { width, height } = measureGrid(manifest, grid);
		return Math.abs(
			Math.log((width * target.height) / (height * target.width)),
		);
	};
	// The native grid goes before others as near, since it was trained most.
	return others.reduce(
		(best, grid) => (distanceOf(grid) < distanceOf(best) ? grid : best),
		native,
	);
}

function measureGrid(
	{ image, latents }: ModelManifest,
	grid: LatentGrid,
): ImageSize {
	return {
		width: (image.width / latents.width) * grid.width,
		height: (image.height / latents.height) * grid.height,
	};
}

/** Super-resolution passes by the enlargement that they reach, the cheapest first. */
const upscalePaths: readonly (readonly number[])[] = [
	[],
	[4],
	[8],
	[4, 4],
	[8, 4],
	[8, 8],
];

/** The cheapest passes that make the native picture at least as large as it will be shown. */
function chooseUpscaleFactors(
	{ networks }: ModelManifest,
	native: ImageSize,
	target: ImageSize,
	fit: Plan["fit"],
): readonly number[] {
	const across = target.width / native.width;
	const down = target.height / native.height;
	// A picture that is padded is only ever as large as the shorter side allows.
	const wanted =
		fit === "cover" ? Math.max(across, down) : Math.min(across, down);
	const possible = upscalePaths.filter((path) =>
		path.every((factor) => `upscaler-x${factor}` in networks),
	);
	const enough = possible.find((path) => multiply(path) >= wanted);
	// The resampler does what is left.
	return enough ?? possible[possible.length - 1];
}

function multiply(factors: readonly number[]): number {
	return factors.reduce((product, factor) => product * factor, 1);
}

function drawRandomSeed(): number {
	return crypto.getRandomValues(new Uint32Array(1))[0];
}
