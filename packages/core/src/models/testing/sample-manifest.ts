import type { ModelManifest, NetworkManifest } from "../manifest.js";

function network(name: string): NetworkManifest {
	return {
		weights: `weights/${name}.safetensors`,
		graphs: { default: { file: `graphs/${name}.onnx`, int8: [] } },
		inputs: [
			{ name: "image", dtype: "float32", shape: [1, 4, "height", "width"] },
		],
		outputs: [
			{
				name: "upscaled",
				dtype: "float32",
				shape: [1, 4, "height4", "width4"],
			},
		],
		gflop: 0.5,
	};
}

const names = [
	"text-encoder",
	"denoiser",
	"decoder",
	"upscaler-x4",
	"upscaler-x8",
] as const;

/** A valid manifest of a model whose files do not exist. */
export const sampleManifest: ModelManifest = {
	schemaVersion: 1,
	id: "sample",
	version: "1.2.3",
	name: "Sample",
	description: "A model for tests.",
	licence: "Apache-2.0",
	image: { width: 128, height: 128, alpha: "premultiplied" },
	latents: { channels: 8, height: 4, width: 4 },
	tokenizer: {
		kind: "hashed-ngram",
		tokenCount: 6,
		featureCount: 10,
		buckets: 4096,
		ngramSizes: [3, 4],
		ignoredWords: ["a", "the"],
	},
	textEmbedding: { tokens: 6, channels: 16 },
	sampling: {
		prediction: "sample",
		schedulers: ["euler", "dpm-solver-2m"],
		scheduler: "euler",
		stepCount: 4,
		maxStepCount: 50,
		guidanceScale: 2,
		timestepShift: 1,
	},
	alphaLevels: { low: 0.02, high: 0.98 },
	styles: [{ id: "flat", label: "Flat" }],
	defaultStyle: "flat",
	backgroundWords: ["background"],
	networks: {
		"text-encoder": network("text-encoder"),
		denoiser: network("denoiser"),
		decoder: network("decoder"),
		encoder: {
			...network("encoder"),
			weights: "weights/decoder.safetensors",
		},
		"upscaler-x4": network("upscaler-x4"),
		"upscaler-x8": network("upscaler-x8"),
	},
	files: [
		...names.flatMap((name) => [
			`graphs/${name}.onnx`,
			`weights/${name}.safetensors`,
		]),
		"graphs/encoder.onnx",
	].map((path) => ({
		path,
		bytes: 3,
		// SHA-256 of the bytes 1, 2, 3.
		sha256: "039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81",
	})),
	trainingData: [],
	training: { config: "none", device: "none", samples: 0, minutes: 0 },
};
