// A model's data sheet: which networks it has, in which files, how they are sampled, and what they were trained on.
import { ModelError } from "../errors.js";
import { assertConsistent } from "./assert-consistent.js";
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

/** The words and names that the model was trained on, as a Bloom filter, and how they tell whether it knows a prompt. */
export interface KnownWordsManifest {
	/** Path of the filter in the pack: bit i is byte i >> 3, mask 1 << (i & 7). */
	readonly file: string;
	readonly bits: number;
	/** Bits per entry. */
	readonly hashes: number;
	/** Whether it holds names of several words too; they are there unless this is `false`. */
	readonly phrases?: boolean;
	/** Of a logistic function of what `judgeConfidence` counts. */
	readonly calibration: {
		readonly intercept: number;
		readonly knownShare: number;
		readonly knownPhrase: number;
		readonly wordCount: number;
	};
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
	/** By style: what people say, and the name of the thing in the pictures that the model learnt; both lower case. */
	readonly aliases?: Readonly<Record<string, Readonly<Record<string, string>>>>;
	/** Only in models that can say how well they know a prompt. */
	readonly knownWords?: KnownWordsManifest;
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
	if (violation) {
		const { field, reason } = violation;
		throw new ModelError("model/manifest-invalid", {
			details: { field, reason },
		});
	}
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
	if (manifest.knownWords) needed.add(manifest.knownWords.file);
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
