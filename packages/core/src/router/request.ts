// The first step: what a host may ask, and its limits. Everything after it may trust the request.
import { RequestError } from "../errors.js";
import { listGrids, type ModelManifest } from "../models/manifest.js";
import type { Registry } from "../models/registry.js";
import type {
	Background,
	ImageRequest,
	ImageSize,
	LatentGrid,
	Variation,
} from "../records.js";
import { parseInit, parseStrength } from "./init-picture.js";

/** Characters of a prompt, without the spaces around it. */
export const maxPromptLength = 2000;
/** px; Figma takes no larger picture. */
export const maxSide = 4096;

const maxThreadCount = 16;
const maxGuidanceScale = 10;
const maxSeed = 2 ** 32 - 1;
const devices = ["auto", "wasm", "webgpu", "native"] as const;
const fields = [
	"prompt",
	"size",
	"seed",
	"variation",
	"stepCount",
	"guidanceScale",
	"style",
	"background",
	"init",
	"strength",
	"grid",
	"layers",
	"modelId",
	"device",
	"threadCount",
];

/**
 * Checks what a host asks for and trims the prompt.
 *
 * @param input  anything; fields that are `undefined` count as missing
 * @throws RequestError `request/…`, one code per field
 */
export function parseRequest(input: unknown, registry: Registry): ImageRequest {
	const given = parseFields(input);
	const manifest = parseModel(given.modelId, registry);
	const prompt = parsePrompt(given.prompt);
	const size = parseSize(given.size);
	const optional = {
		seed: parseSeed(given.seed),
		variation: parseVariation(given.variation),
		stepCount: parseStepCount(given.stepCount, manifest),
		guidanceScale: parseGuidanceScale(given.guidanceScale),
		style: parseStyle(given.style, manifest),
		background: parseBackground(given.background),
		init: parseInit(given.init, manifest),
		strength: parseStrength(given.strength, given.init),
		grid: parseGrid(given.grid, manifest),
		layers: parseLayers(given.layers),
		modelId: given.modelId === undefined ? undefined : manifest.id,
		device: parseDevice(given.device),
		threadCount: parseThreadCount(given.threadCount),
	};
	const asked = Object.entries(optional).filter(
		([, value]) => value !== undefined,
	);
	return { prompt, size, ...Object.fromEntries(asked) };
}

type Fields = Readonly<Record<string, unknown>>;

function parseFields(input: unknown): Fields {
	if (typeof input !== "object" || input === null || Array.isArray(input)) {
		throw invalid("it is not an object");
	}
	const unknown = Object.keys(input).find((name) => !fields.includes(name));
	if (unknown !== undefined)
		throw invalid(`it has the unknown field ${show(unknown)}`);
	return input as Fields;
}

function parseModel(id: unknown, registry: Registry): ModelManifest {
	if (id === undefined || typeof id === "string") return registry.find(id);
	const known = registry.manifests.map((manifest) => manifest.id);
	throw new RequestError("request/model-unknown", {
		details: { model: show(id), known },
	});
}

function parsePrompt(value: unknown): string {
	if (value !== undefined && typeof value !== "string")
		throw invalid("the prompt is no text");
	// Line ends and tabs come with pasted text and mean no more than a space.
	const prompt = (value ?? "").replace(/[\t\n\r]/g, " ").trim();
	if (prompt === "") throw new RequestError("request/prompt-empty");
	// Code points, so that every script may say as much.
	const length = countCodePoints(prompt);
	if (length > maxPromptLength) {
		throw new RequestError("request/prompt-too-long", {
			details: { length, limit: maxPromptLength },
		});
	}
	// Lone surrogates are no text either: they cannot be written to a file.
	if (/[\p{Cc}\p{Cs}]/u.test(prompt)) {
		throw new RequestError("request/prompt-control-characters");
	}
	return prompt;
}

function countCodePoints(text: string): number {
	let count = 0;
	for (const _ of text) count++;
	return count;
}

function parseSize(value: unknown): ImageSize {
	const { width, height } = (
		typeof value === "object" && value !== null ? value : {}
	) as Partial<Record<keyof ImageSize, unknown>>;
	if (isInteger(width, 1, maxSide) && isInteger(height, 1, maxSide))
		return { width, height };
	throw new RequestError("request/size-invalid", {
		details: { limit: maxSide, got: `${show(width)} x ${show(height)}` },
	});
}

function parseSeed(value: unknown): number | undefined {
	if (value === undefined || isInteger(value, 0, maxSeed)) return value;
	throw new RequestError("request/seed-invalid", {
		details: { got: show(value) },
	});
}

function parseVariation(value: unknown): Variation | undefined {
	if (value === undefined) return undefined;
	const { seed, strength } = (
		typeof value === "object" && value !== null ? value : {}
	) as Partial<Record<keyof Variation, unknown>>;
	if (
		isInteger(seed, 0, maxSeed) &&
		typeof strength === "number" &&
		strength >= 0 &&
		strength <= 1
	)
		return { seed, strength };
	throw new RequestError("request/variation-invalid", {
		details: { got: `${show(seed)} at ${show(strength)}` },
	});
}

function parseStepCount(
	value: unknown,
	{ sampling }: ModelManifest,
): number | undefined {
	if (value === undefined || isInteger(value, 1, sampling.maxStepCount))
		return value;
	throw new RequestError("request/steps-invalid", {
		details: { limit: sampling.maxStepCount, got: show(value) },
	});
}

function parseGuidanceScale(value: unknown): number | undefined {
	if (value === undefined) return undefined;
	if (typeof value === "number" && value >= 1 && value <= maxGuidanceScale)
		return value;
	throw new RequestError("request/guidance-invalid", {
		details: { got: show(value) },
	});
}

function parseStyle(
	value: unknown,
	{ styles }: ModelManifest,
): string | undefined {
	const known = styles.map(({ id }) => id);
	if (value === undefined) return undefined;
	if (typeof value === "string" && known.includes(value)) return value;
	throw new RequestError("request/style-unknown", {
		details: { style: show(value), known },
	});
}

function parseBackground(value: unknown): Background | undefined {
	if (value === undefined || value === "transparent") return value;
	const digits =
		typeof value === "string"
			? /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(value)?.[1]
			: undefined;
	if (digits === undefined) {
		throw new RequestError("request/background-invalid", {
			details: { got: show(value) },
		});
	}
	const long = digits.length === 6 ? digits : digits.replace(/./g, "$&$&");
	return `#${long.toLowerCase()}`;
}

function parseGrid(
	value: unknown,
	manifest: ModelManifest,
): LatentGrid | undefined {
	if (value === undefined) return undefined;
	const { width, height } = (
		typeof value === "object" && value !== null ? value : {}
	) as Partial<Record<keyof LatentGrid, unknown>>;
	const grids = listGrids(manifest);
	const grid = grids.find(
		(known) => known.width === width && known.height === height,
	);
	if (grid !== undefined) return grid;
	throw new RequestError("request/grid-unknown", {
		details: {
			got: `${show(width)} x ${show(height)}`,
			known: grids.map((known) => `${known.width} x ${known.height}`),
		},
	});
}

function parseLayers(value: unknown): boolean | undefined {
	if (value === undefined || typeof value === "boolean") return value;
	throw invalid("layers is neither true nor false");
}

function parseDevice(value: unknown): ImageRequest["device"] {
	const device = devices.find((known) => known === value);
	if (value === undefined || device !== undefined) return device;
	throw new RequestError("request/device-unknown", {
		details: { device: show(value), known: devices },
	});
}

function parseThreadCount(value: unknown): number | undefined {
	if (value === undefined || isInteger(value, 1, maxThreadCount)) return value;
	throw new RequestError("request/threads-invalid", {
		details: { got: show(value) },
	});
}

function isInteger(value: unknown, low: number, high: number): value is number {
	return (
		Number.isInteger(value) &&
		(value as number) >= low &&
		(value as number) <= high
	);
}

/** A short printable form of what was given, whatever it is. */
function show(value: unknown): string {
	if (value === undefined) return "missing";
	const text =
		typeof value === "object" && value !== null ? "an object" : String(value);
	const printable = text.replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, "?");
	return printable.length > 40 ? `${printable.slice(0, 40)}…` : printable;
}

function invalid(reason: string): RequestError {
	return new RequestError("request/invalid", { details: { reason } });
}
