// The learned part of triage: a bag of hashed n-grams and structural features through one small hidden layer.
import { ModelError } from "../errors.js";
import {
	parseSafetensors,
	type SafetensorsEntry,
} from "../models/safetensors.js";
import {
	bucketCount,
	type PromptFeatures,
	structureCount,
} from "./prompt-features.js";

const embeddingSize = 12;
const hiddenSize = 32;
/** Hashed features that count; the recipe cuts there too. */
const maxHashed = 400;
const usualWordCount = 8;

const shapes: Readonly<Record<string, readonly number[]>> = {
	// Scale, shift and cap of the logit; weights of severity and of the length.
	calibration: [5],
	"embedding.q8": [bucketCount, embeddingSize],
	"embedding.scale": [embeddingSize],
	"hidden.weight": [hiddenSize, structureCount + embeddingSize],
	"hidden.bias": [hiddenSize],
	"head.weight": [2, hiddenSize],
	"head.bias": [2],
	"skip.weight": [2, structureCount],
	"language.q8": [bucketCount, 1],
	"language.scale": [1],
	"language.bias": [1],
};

/** What the classifier says about one prompt. */
export interface Estimate {
	/** 0..1, calibrated: how likely the embedded model falls short. */
	readonly score: number;
	/** 0..1: how likely words in Latin letters are English. */
	readonly english: number;
}

/** The classifier with its weights. */
export interface RouterModel {
	estimate(features: PromptFeatures): Estimate;
}

/**
 * Reads the classifier's weights.
 *
 * @param bytes  router.safetensors; the host verifies its hash
 * @throws ModelError `model/file-truncated`, `model/file-invalid`
 */
export function parseRouterModel(bytes: Uint8Array): RouterModel {
	const file = "router.safetensors";
	const entries = parseSafetensors(bytes, file);
	const read = (name: string): Float32Array | Int8Array => {
		const entry = entries.get(name);
		const expected = shapes[name].join(" x ");
		if (entry === undefined || entry.shape.join(" x ") !== expected) {
			throw new ModelError("model/file-invalid", {
				details: { file, reason: `${name} is not ${expected}` },
			});
		}
		const values = decode(entry);
		if (!values.every(Number.isFinite)) {
			throw new ModelError("model/file-invalid", {
				details: { file, reason: `${name} holds no numbers` },
			});
		}
		return values;
	};
	const weights = Object.fromEntries(
		Object.keys(shapes).map((name) => [name, read(name)]),
	);
	return { estimate: (features) => estimate(weights, features) };
}

function decode({ dtype, data }: SafetensorsEntry): Float32Array | Int8Array {
	// Copied, because the view may not be aligned.
	const { buffer } = data.slice();
	return dtype === "I8" ? new Int8Array(buffer) : new Float32Array(buffer);
}

function estimate(
	weights: Readonly<Record<string, Float32Array | Int8Array>>,
	{ structure, hashed, wordCount }: PromptFeatures,
): Estimate {
	const ids = hashed.slice(0, maxHashed);
	const input = [...structure, ...embed(weights, ids)];
	const hidden = multiply(weights["hidden.weight"], input).map((value, i) =>
		Math.max(0, value + weights["hidden.bias"][i]),
	);
	const head = multiply(weights["head.weight"], hidden);
	const skip = multiply(weights["skip.weight"], structure);
	const [complex, severity] = head.map(
		(value, i) => value + skip[i] + weights["head.bias"][i],
	);
	const [scale, shift, cap, severityWeight, lengthWeight] = weights.calibration;
	// What is surely too hard, or surely simple, is still ordered by how hard such prompts were for other models.
	const sure = Math.max(-cap, Math.min(cap, scale * complex + shift));
	const length = Math.log(Math.max(1, wordCount) / usualWordCount);
	return {
		score: squash(sure + severityWeight * severity + lengthWeight * length),
		english: squash(judgeEnglish(weights, ids)),
	};
}

function embed(
	weights: Readonly<Record<string, Float32Array | Int8Array>>,
	ids: readonly number[],
): number[] {
	const table = weights["embedding.q8"];
	const sums = new Array<number>(embeddingSize).fill(0);
	for (const id of ids)
		for (let i = 0; i < embeddingSize; i++)
			sums[i] += table[id * embeddingSize + i];
	const divisor = Math.sqrt(ids.length) + 2;
	return sums.map((sum, i) => (sum * weights["embedding.scale"][i]) / divisor);
}

function judgeEnglish(
	weights: Readonly<Record<string, Float32Array | Int8Array>>,
	ids: readonly number[],
): number {
	if (ids.length === 0) return 0;
	const table = weights["language.q8"];
	const sum = ids.reduce((total, id) => total + table[id], 0);
	return (
		(sum / ids.length) * weights["language.scale"][0] +
		weights["language.bias"][0]
	);
}

/** Rows of `matrix` [rows, input.length] times `input`. */
function multiply(
	matrix: Float32Array | Int8Array,
	input: readonly number[],
): number[] {
	const rows = matrix.length / input.length;
	return Array.from({ length: rows }, (_, row) => {
		let sum = 0;
		for (let i = 0; i < input.length; i++)
			sum += matrix[row * input.length + i] * input[i];
		return sum;
	});
}

function squash(value: number): number {
	return 1 / (1 + Math.exp(-value));
}
