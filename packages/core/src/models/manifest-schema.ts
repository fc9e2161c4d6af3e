// The shape of a pack's manifest.json, once: the parser reads this table and models/schema/manifest.schema.json is written from it.
import type { JsonSchema } from "./json-schema.js";

const text: JsonSchema = { type: "string", minLength: 1, maxLength: 20_000 };
const word: JsonSchema = { type: "string", minLength: 1, maxLength: 100 };
const count = (maximum: number): JsonSchema => ({
	type: "integer",
	minimum: 1,
	maximum,
});
const unitInterval: JsonSchema = { type: "number", minimum: 0, maximum: 1 };
/** Relative, forward slashes, plain names: nothing that could leave the pack's folder on any system. */
const path: JsonSchema = {
	type: "string",
	maxLength: 200,
	pattern: "^[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$",
};
const arrayOf = (
	items: JsonSchema,
	maxItems: number,
	minItems = 0,
): JsonSchema => ({
	type: "array",
	items,
	minItems,
	maxItems,
});

function record(
	properties: Readonly<Record<string, JsonSchema>>,
	optional: readonly string[] = [],
): JsonSchema {
	const required = Object.keys(properties).filter(
		(name) => !optional.includes(name),
	);
	return { type: "object", properties, required, additionalProperties: false };
}

const tensor = record({
	name: word,
	dtype: { type: "string", enum: ["float32", "int32"] },
	shape: arrayOf({ type: ["integer", "string"] }, 8),
});
const graph = record({
	file: path,
	int8: arrayOf({ type: "string", minLength: 1, maxLength: 300 }, 10_000),
});
/** Keys of this form, each with a value of this kind. */
const table = (keys: string, values: JsonSchema): JsonSchema => ({
	type: "object",
	patternProperties: { [keys]: values },
	additionalProperties: false,
});
const network = record({
	weights: path,
	graphs: record({ default: graph, webgpu: graph }, ["webgpu"]),
	inputs: arrayOf(tensor, 16, 1),
	outputs: arrayOf(tensor, 16, 1),
	gflop: { type: "number", minimum: 0, maximum: 1e6 },
});

/** JSON Schema of `ModelManifest`; rules between fields are in `parseManifest`. */
export const manifestSchema: JsonSchema = {
	$schema: "https://json-schema.org/draft/2020-12/schema",
	title: "Musa model manifest",
	...record(
		{
			schemaVersion: { type: "integer", const: 1 },
			id: {
				type: "string",
				pattern: "^[a-z0-9-]+$",
				minLength: 1,
				maxLength: 64,
			},
			version: {
				type: "string",
				pattern: "^[0-9]+\\.[0-9]+\\.[0-9]+(-[0-9A-Za-z.-]+)?$",
				maxLength: 64,
			},
			name: word,
			description: text,
			licence: word,
			image: record({
				width: count(1024),
				height: count(1024),
				alpha: { type: "string", const: "premultiplied" },
			}),
			latents: record(
				{
					channels: count(1024),
					height: count(1024),
					width: count(1024),
					grids: arrayOf(
						record({ height: count(1024), width: count(1024) }),
						100,
						1,
					),
				},
				["grids"],
			),
			tokenizer: record({
				kind: { type: "string", const: "hashed-ngram" },
				tokenCount: { type: "integer", minimum: 2, maximum: 1024 },
				featureCount: count(1024),
				buckets: count(2 ** 31 - 2),
				ngramSizes: arrayOf(count(32), 16),
				ignoredWords: arrayOf(word, 10_000),
			}),
			knownWords: record(
				{
					file: path,
					bits: count(2 ** 31 - 1),
					hashes: count(32),
					phrases: { type: "boolean" },
					calibration: record({
						intercept: { type: "number" },
						knownShare: { type: "number" },
						knownPhrase: { type: "number" },
						wordCount: { type: "number" },
					}),
				},
				["phrases"],
			),
			textEmbedding: record({ tokens: count(1024), channels: count(8192) }),
			sampling: record({
				prediction: { type: "string", const: "sample" },
				schedulers: arrayOf(word, 16, 1),
				scheduler: word,
				stepCount: count(1000),
				maxStepCount: count(1000),
				guidanceScale: { type: "number", minimum: 1, maximum: 10 },
				timestepShift: { type: "number", minimum: 0.01, maximum: 100 },
			}),
			alphaLevels: record({ low: unitInterval, high: unitInterval }),
			styles: arrayOf(
				record(
					{
						id: { type: "string", pattern: "^[a-z0-9-]+$", maxLength: 64 },
						label: word,
						oneColour: { type: "boolean" },
					},
					["oneColour"],
				),
				1000,
				1,
			),
			defaultStyle: word,
			aliases: table("^[a-z0-9-]{1,64}$", table("^[a-z0-9 ]{1,100}$", word)),
			backgroundWords: arrayOf(word, 10_000),
			networks: {
				type: "object",
				properties: {
					"text-encoder": network,
					denoiser: network,
					decoder: network,
					encoder: network,
				},
				patternProperties: { "^upscaler-x[1-9][0-9]?$": network },
				required: [
					"text-encoder",
					"denoiser",
					"decoder",
					"upscaler-x4",
					"upscaler-x8",
				],
				additionalProperties: false,
			},
			files: arrayOf(
				record({
					path,
					bytes: count(2 ** 31 - 1),
					sha256: { type: "string", pattern: "^[0-9a-f]{64}$" },
				}),
				1000,
				1,
			),
			trainingData: arrayOf(
				record({
					name: word,
					source: text,
					version: word,
					licence: word,
					credit: text,
					pictures: { type: "integer", minimum: 0 },
				}),
				1000,
			),
			training: record({
				config: text,
				device: text,
				samples: { type: "integer", minimum: 0 },
				minutes: { type: "number", minimum: 0 },
			}),
		},
		["aliases", "knownWords"],
	),
};
