// A model's data sheet: which networks it has, in which files, how they are sampled, and what they were trained on.
import { ModelError } from "../errors.js";
import { findViolation } from "./json-schema.js";
import { manifestSchema } from "./manifest-schema.js";

/** A tensor at a network's border; strings in `shape` are axes of any length. */
export interface TensorManifest {
	readonly name: string;
	readonly dtype: "float32" | "int32";
	readonly shape: readonly (number | string)[];
}

/** A graph without its weights. */
export interface GraphManifest {
	/** Path of an ONNX file in the pack. */
	readonly file: string;
	/** Initializers that the graph wants as int8 columns with a `.scale` beside them. */
	readonly int8: readonly string[];
}

/** One network of a model. */
export interface NetworkManifest {
	/** Path of a safetensors file in the pack. */
	readonly weights: string;
	/** By device; whoever has none of its own takes `default`. */
	readonly graphs: {
		readonly default: GraphManifest;
		readonly webgpu?: GraphManifest;
	};
	readonly inputs: readonly TensorManifest[];
	readonly outputs: readonly TensorManifest[];
	/** Work of one run at the native shape, counted from the graph. */
	readonly gflop: number;
}

/** The networks a model has; an encoder only if it can start from a picture. */
export type NetworkName =
	| "text-encoder"
	| "denoiser"
	| "decoder"
	| "encoder"
	| `upscaler-x${number}`;

/** All networks of a model by name. */
export type Networks = Readonly<
	Record<
		"text-encoder" | "denoiser" | "decoder" | "upscaler-x4" | "upscaler-x8",
		NetworkManifest
	> &
		Record<`upscaler-x${number}`, NetworkManifest> & {
			encoder?: NetworkManifest;
		}
>;

/** A file of the pack. */
export interface FileManifest {
	/** Relative to the pack's folder, forward slashes. */
	readonly path: string;
	readonly bytes: number;
	/** Lower-case hex. */
	readonly sha256: string;
}

/** A set of pictures the model was trained on. */
export interface TrainingDataManifest {
	readonly name: string;
	readonly source: string;
	readonly version: string;
	readonly licence: string;
	readonly credit: string;
	readonly pictures: number;
}

/** Settings of the tokenizer. */
export interface TokenizerManifest {
	readonly kind: "hashed-ngram";
	/** Tokens per prompt, the style token included. */
	readonly tokenCount: number;
	readonly featureCount: number;
	/** Ids run from 1 to `buckets`; 0 is none. */
	readonly buckets: number;
	/** Code points per n-gram. */
	readonly ngramSizes: readonly number[];
	readonly ignoredWords: readonly string[];
}

/** A look that the model was trained on. */
export interface StyleManifest {
	readonly id: string;
	readonly label: string;
	/** Its pictures have a single colour. */
	readonly oneColour?: boolean;
}

/** How the denoiser is sampled. */
export interface SamplingManifest {
	readonly prediction: "sample";
	readonly schedulers: readonly string[];
	readonly scheduler: string;
	readonly stepCount: number;
	readonly maxStepCount: number;
	/** Unitless; 1 is off. */
	readonly guidanceScale: number;
	/** Unitless; above 1 spends more steps on noisy latents. */
	readonly timestepShift: number;
}

/** Rows and columns of latents; each place is one patch of the picture. */
export interface GridManifest {
	readonly height: number;
	readonly width: number;
}

/** The whole data sheet of a model, as in its manifest.json. */
export interface ModelManifest {
	readonly schemaVersion: 1;
	readonly id: string;
	/** Semantic version. */
	readonly version: string;
	readonly name: string;
	readonly description: string;
	readonly licence: string;
	/** The native picture, px. */
	readonly image: {
		readonly width: number;
		readonly height: number;
		readonly alpha: "premultiplied";
	};
	/** [1, channels, height, width] of the native picture. */
	readonly latents: {
		readonly channels: number;
		readonly height: number;
		readonly width: number;
		/** Every grid that the networks take, the native one included; without it only that one. */
		readonly grids?: readonly GridManifest[];
	};
	readonly tokenizer: TokenizerManifest;
	/** [1, tokens, channels] */
	readonly textEmbedding: {
		readonly tokens: number;
		readonly channels: number;
	};
	readonly sampling: SamplingManifest;
	/** Decoder alpha (0 to 1) at or below `low` becomes 0 and at or above `high` 1. */
	readonly alphaLevels: { readonly low: number; readonly high: number };
	readonly styles: readonly StyleManifest[];
	readonly defaultStyle: string;
	/** A prompt with one of these words asks for a picture that fills its frame. */
	readonly backgroundWords: readonly string[];
	readonly networks: Networks;
	/** Every graph and weights file. */
	readonly files: readonly FileManifest[];
	readonly trainingData: readonly TrainingDataManifest[];
	readonly training: {
		readonly config: string;
		readonly device: string;
		readonly samples: number;
		readonly minutes: number;
	};
}

/**
 * Reads a manifest from JSON text, bytes or an already parsed value; unknown fields are refused.
 *
 * @throws ModelError `model/manifest-invalid` with the field in its details
 */
export function parseManifest(input: unknown): ModelManifest {
	const value = parseJson(input);
	const violation = findViolation(value, manifestSchema);
	if (violation) fail(violation.field, violation.reason);
	const manifest = value as ModelManifest;
	assertConsistent(manifest);
	return manifest;
}

/** The grids of latents that a model draws on, the native one first. */
export function listGrids({ latents }: ModelManifest): GridManifest[] {
	const { height, width, grids = [] } = latents;
	const others = grids.filter(
		(grid) => grid.height !== height || grid.width !== width,
	);
	return [{ height, width }, ...others];
}

/** The graph of a network for a device. */
export function selectGraph(
	network: NetworkManifest,
	device: string,
): GraphManifest {
	return (
		(device === "webgpu" ? network.graphs.webgpu : undefined) ??
		network.graphs.default
	);
}

/** The files a device needs, each once, in the manifest's order. */
export function selectFiles(
	manifest: ModelManifest,
	device: string,
): FileManifest[] {
	const needed = new Set<string>();
	for (const network of Object.values(manifest.networks)) {
		needed.add(network.weights).add(selectGraph(network, device).file);
	}
	return manifest.files.filter((file) => needed.has(file.path));
}

function parseJson(input: unknown): unknown {
	if (typeof input !== "string" && !(input instanceof Uint8Array)) return input;
	try {
		return JSON.parse(
			typeof input === "string"
				? input
				: new TextDecoder("utf-8", { fatal: true }).decode(input),
		);
	} catch (cause) {
		throw new ModelError("model/manifest-invalid", {
			details: { reason: "it is not JSON text" },
			cause,
		});
	}
}

function assertConsistent(manifest: ModelManifest): void {
	const { sampling, styles, alphaLevels, textEmbedding, tokenizer } = manifest;
	assertGrids(manifest);
	if (!styles.some(({ id }) => id === manifest.defaultStyle))
		fail("defaultStyle", "is not among styles");
	if (!sampling.schedulers.includes(sampling.scheduler))
		fail("sampling.scheduler", "is not among sampling.schedulers");
	if (sampling.stepCount > sampling.maxStepCount)
		fail("sampling.stepCount", "is above sampling.maxStepCount");
	if (alphaLevels.low >= alphaLevels.high)
		fail("alphaLevels.low", "must be below alphaLevels.high");
	// An encoder may add rows of its own after the words.
	if (textEmbedding.tokens < tokenizer.tokenCount)
		fail("textEmbedding.tokens", "is below tokenizer.tokenCount");

	const paths = new Set<string>();
	for (const [index, { path }] of manifest.files.entries()) {
		if (paths.has(path))
			fail(`files[${index}].path`, `${path} is listed twice`);
		paths.add(path);
	}
	for (const [name, network] of Object.entries(manifest.networks)) {
		const field = `networks.${name}`;
		if (!paths.has(network.weights))
			fail(`${field}.weights`, `${network.weights} is not among files`);
		for (const [device, graph] of Object.entries(network.graphs)) {
			if (!paths.has(graph.file))
				fail(
					`${field}.graphs.${device}.file`,
					`${graph.file} is not among files`,
				);
		}
	}
}

function assertGrids({ image, latents }: ModelManifest): void {
	const { grids } = latents;
	if (grids === undefined) return;
	for (const side of ["width", "height"] as const)
		if (image[side] % latents[side] !== 0)
			fail(`image.${side}`, `is no multiple of latents.${side}`);
	const names = grids.map(({ width, height }) => `${width} x ${height}`);
	if (new Set(names).size !== names.length)
		fail("latents.grids", "has a grid twice");
	if (!names.includes(`${latents.width} x ${latents.height}`))
		fail("latents.grids", "lacks the native grid");
}

function fail(field: string, reason: string): never {
	throw new ModelError("model/manifest-invalid", {
		details: { field, reason },
	});
}
