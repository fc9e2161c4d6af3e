// What made a picture, carried inside its file: enough to draw it again, and the mark that a model made it.
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { ImageError } from "./errors.js";
import {
	type PngChunk,
	readPngChunks,
	writePngChunks,
} from "./image/png-chunks.js";
import { makeTextChunk, readTextChunk } from "./image/png-text.js";
import type {
	Background,
	Device,
	Fallback,
	ImageSize,
	InitPicture,
	LatentGrid,
	PictureKind,
	Plan,
	Variation,
} from "./records.js";

/** What made a picture; the prompt itself only where its author allowed it. */
export interface Recipe {
	readonly modelId: string;
	readonly modelVersion: string;
	readonly modelSha256: string;
	/** uint32 */
	readonly seed: number;
	readonly variation?: Variation;
	readonly stepCount: number;
	readonly guidanceScale: number;
	readonly scheduler: string;
	readonly style: string;
	readonly kind: PictureKind;
	readonly size: ImageSize;
	readonly background: Background;
	/** The model's native one when missing. */
	readonly grid?: LatentGrid;
	/** Whether several things were drawn one by one. */
	readonly layers?: true;
	/** What the picture was started from. */
	readonly init?: InitPicture;
	readonly device: Device;
	readonly coreVersion: string;
	/** Of the prompt in UTF-8, lower-case hex. */
	readonly promptSha256: string;
	/** Of what the model was told instead; see `hashModelPrompt`. */
	readonly modelPromptSha256?: string;
	readonly prompt?: string;
	/** Where the router advised a bigger model. */
	readonly fallback?: Fallback;
}

const recipeKeyword = "musa";
const xmpKeyword = "XML:com.adobe.xmp";
const maxRecipeLength = 65536;
const optionalFields: readonly string[] = [
	"fallback",
	"grid",
	"init",
	"layers",
	"modelPromptSha256",
	"prompt",
	"variation",
];

/** The XMP packet with IPTC's digital source type for pictures by a trained model. */
const provenanceXmp =
	'<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>' +
	'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">' +
	'<rdf:Description rdf:about="" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/">' +
	"<Iptc4xmpExt:DigitalSourceType>http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia</Iptc4xmpExt:DigitalSourceType>" +
	'</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>';

/** Takes from a plan what a file should carry. */
export function makeRecipe(
	plan: Plan,
	options: {
		readonly coreVersion: string;
		readonly embedPrompt?: boolean;
		readonly fallback?: Fallback | undefined;
	},
): Recipe {
	return {
		modelId: plan.modelId,
		modelVersion: plan.modelVersion,
		modelSha256: plan.modelSha256,
		seed: plan.seed,
		...(plan.variation && { variation: plan.variation }),
		stepCount: plan.stepCount,
		guidanceScale: plan.guidanceScale,
		scheduler: plan.scheduler,
		style: plan.style,
		kind: plan.kind,
		size: plan.targetSize,
		background: plan.background,
		grid: plan.grid,
		...(plan.layers && { layers: true }),
		...(plan.init && { init: plan.init }),
		device: plan.device,
		coreVersion: options.coreVersion,
		promptSha256: hashPrompt(plan.prompt),
		modelPromptSha256: hashModelPrompt(plan),
		...(options.embedPrompt ? { prompt: plan.prompt } : {}),
		...(options.fallback && { fallback: options.fallback }),
	};
}

/** The hash by which a recipe recognises its prompt, lower-case hex. */
export function hashPrompt(prompt: string): string {
	return bytesToHex(sha256(utf8ToBytes(prompt)));
}

/** The hash of what a plan tells the model, with the colour to paint it in, each thing of a picture in layers on a line; lower-case hex. */
export function hashModelPrompt(
	plan: Pick<Plan, "prompt" | "modelPrompt" | "tint" | "layers">,
): string {
	const told = (plan.layers ?? [plan]).map(
		({ prompt, modelPrompt = prompt, tint }) =>
			tint === undefined ? modelPrompt : `${modelPrompt} ${tint}`,
	);
	return hashPrompt(told.join("\n"));
}

/**
 * Reads a recipe from its JSON text; fields of later versions are dropped.
 *
 * @throws ImageError `image/recipe-invalid`
 */
export function parseRecipe(json: string): Recipe {
	if (json.length > maxRecipeLength) throw invalidRecipe("it is too long");
	const given = parseJsonObject(json);
	const recipe: Record<string, unknown> = {};
	for (const [field, isValid] of Object.entries(fieldChecks)) {
		const value = given[field];
		if (optionalFields.includes(field) && value === undefined) continue;
		if (!isValid(value)) throw invalidRecipe(`its field ${field} is not valid`);
		recipe[field] = value;
	}
	return recipe as unknown as Recipe;
}

/**
 * Puts a recipe and the mark of its origin into a PNG file, in place of those it had.
 *
 * @throws ImageError `image/png-invalid`
 */
export function writeRecipe(
	png: Uint8Array,
	recipe: Recipe,
): Uint8Array<ArrayBuffer> {
	return writeTexts(png, [
		{ keyword: recipeKeyword, text: JSON.stringify(recipe) },
		{ keyword: xmpKeyword, text: provenanceXmp },
	]);
}

/**
 * Puts only the mark that a model made it into a PNG file, for a picture whose recipe lies elsewhere.
 *
 * @throws ImageError `image/png-invalid`
 */
export function markOrigin(png: Uint8Array): Uint8Array<ArrayBuffer> {
	return writeTexts(png, [{ keyword: xmpKeyword, text: provenanceXmp }]);
}

function writeTexts(
	png: Uint8Array,
	texts: readonly { readonly keyword: string; readonly text: string }[],
): Uint8Array<ArrayBuffer> {
	const [header, ...rest] = readPngChunks(png);
	return writePngChunks([
		header,
		...texts.map(makeTextChunk),
		...rest.filter((chunk) => !isOurs(chunk)),
	]);
}

/**
 * Reads the recipe out of a PNG file; `undefined` when it has none.
 *
 * @throws ImageError `image/png-invalid`, `image/recipe-invalid`
 */
export function readRecipe(png: Uint8Array): Recipe | undefined {
	const texts = readPngChunks(png).map(readTextChunk);
	const found = texts.find((text) => text?.keyword === recipeKeyword);
	return found && parseRecipe(found.text);
}

function isOurs(chunk: PngChunk): boolean {
	const keyword = readTextChunk(chunk)?.keyword;
	return keyword === recipeKeyword || keyword === xmpKeyword;
}

/** Whether a value is text of a length that a recipe may have. */
export const isText = (value: unknown): boolean =>
	typeof value === "string" && value.length <= 2000;
/** Whether a value is a SHA-256 in lower-case hex. */
export const isHash = (value: unknown): boolean =>
	typeof value === "string" && /^[0-9a-f]{64}$/.test(value);
const isWhole = (value: unknown, low: number, high: number): boolean =>
	Number.isInteger(value) &&
	(value as number) >= low &&
	(value as number) <= high;
const isShare = (value: unknown): boolean =>
	typeof value === "number" && value >= 0 && value <= 1;
const isOneOf =
	(...known: readonly string[]) =>
	(value: unknown): boolean =>
		known.includes(value as string);

const fieldChecks: Readonly<Record<keyof Recipe, (value: unknown) => boolean>> =
	{
		modelId: isText,
		modelVersion: isText,
		modelSha256: isHash,
		seed: (value) => isWhole(value, 0, 2 ** 32 - 1),
		variation: isVariation,
		stepCount: (value) => isWhole(value, 1, 1000),
		guidanceScale: (value) =>
			typeof value === "number" && value >= 1 && value <= 100,
		scheduler: isText,
		style: isText,
		kind: isOneOf("object", "background"),
		size: isSize,
		background: (value) =>
			value === "transparent" ||
			(typeof value === "string" && /^#[0-9a-f]{6}$/.test(value)),
		grid: isGrid,
		init: isInit,
		layers: (value) => value === true,
		device: isOneOf("wasm", "webgpu", "native"),
		coreVersion: isText,
		promptSha256: isHash,
		modelPromptSha256: isHash,
		// Code points, not UTF-16 units, are what requests limit: twice as many units may be right.
		prompt: (value) => typeof value === "string" && value.length <= 4000,
		fallback: isFallback,
	};

function isVariation(value: unknown): boolean {
	const { seed, strength } = (value ?? {}) as Partial<Variation>;
	return isWhole(seed, 0, 2 ** 32 - 1) && isShare(strength);
}

function isInit(value: unknown): boolean {
	const init = (value ?? {}) as Partial<InitPicture>;
	return (
		isWhole(init.width, 1, 2 ** 26) &&
		isWhole(init.height, 1, 2 ** 26) &&
		isHash(init.sha256) &&
		isShare(init.strength)
	);
}

function isFallback(value: unknown): boolean {
	const { advised, score, demands } = (value ?? {}) as Partial<Fallback>;
	return (
		isOneOf("private", "cloud", "none")(advised) &&
		typeof score === "number" &&
		score >= 0 &&
		score <= 1 &&
		Array.isArray(demands) &&
		demands.length <= 20 &&
		demands.every((name) => /^[a-z-]{1,40}$/.test(String(name)))
	);
}

function isSize(value: unknown): boolean {
	const { width, height } = (value ?? {}) as Partial<ImageSize>;
	return isWhole(width, 1, 4096) && isWhole(height, 1, 4096);
}

function isGrid(value: unknown): boolean {
	const { width, height } = (value ?? {}) as Partial<LatentGrid>;
	return isWhole(width, 1, 1024) && isWhole(height, 1, 1024);
}

function parseJsonObject(json: string): Readonly<Record<string, unknown>> {
	let value: unknown;
	try {
		value = JSON.parse(json);
	} catch (error) {
		throw new ImageError("image/recipe-invalid", {
			details: { reason: "it is no JSON" },
			cause: error,
		});
	}
	if (typeof value === "object" && value !== null)
		return value as Record<string, unknown>;
	throw invalidRecipe("it is no JSON object");
}

function invalidRecipe(reason: string): ImageError {
	return new ImageError("image/recipe-invalid", { details: { reason } });
}
