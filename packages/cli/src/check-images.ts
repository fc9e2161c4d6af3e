// Every image of a folder against what its places and musa.json ask for.
import { lstat, readFile } from "node:fs/promises";
import { join } from "node:path";
import { isCutOff, sniffImage } from "@musa/assets";
import { hashPrompt, measurePalette, type Recipe } from "@musa/core";
import {
	formatOfPath,
	type MissingImage,
	type PoorImage,
	type RuleBook,
	scaledPath,
	type UsedImage,
} from "@musa/finder";
import type { ImageFinding } from "./image-findings.js";
import { coloursOf } from "./project-rules.js";
import { readPicture } from "./read-picture.js";
import { readRecipeFile, readWhole } from "./recipe-file.js";

/** What a scan gives. */
export interface ScannedImages {
	readonly missing: readonly MissingImage[];
	readonly used: readonly UsedImage[];
	readonly poor: readonly PoorImage[];
}

// ΔE OK times 100, of the mean: what quantizing and lossy formats add stays below.
const MAX_PALETTE_DISTANCE = 5;
const MAX_PALETTE_PIXELS = 4_000_000;

/**
 * Checks all images.
 *
 * @throws AbortError
 */
export async function checkImages(
	signal: AbortSignal,
	folder: string,
	{ missing, used, poor }: ScannedImages,
	book: RuleBook,
): Promise<ImageFinding[]> {
	const findings = missing.map(describeMissing);
	const byTarget = new Map<string, UsedImage[]>();
	for (const place of used)
		byTarget.set(place.target, [...(byTarget.get(place.target) ?? []), place]);
	const named = new Set([
		...byTarget.keys(),
		...missing.map(({ target }) => target),
	]);
	for (const path of book.declared)
		if (!named.has(path) && !book.isIgnored(path)) byTarget.set(path, []);
	for (const [target, places] of byTarget) {
		signal.throwIfAborted();
		findings.push(...(await checkImage(folder, target, places, book)));
	}
	const sized = new Set(
		findings.flatMap(({ rule, target }) =>
			rule === "wrong-size" ? [target] : [],
		),
	);
	for (const image of poor)
		if (image.actual !== null && !image.isSuspect && !sized.has(image.target))
			findings.push(describePoor(image));
	return findings
		.filter(
			({ file, target }) => !book.isIgnored(file) && !book.isIgnored(target),
		)
		.sort(byPlace);
}

async function checkImage(
	folder: string,
	target: string,
	places: readonly UsedImage[],
	book: RuleBook,
): Promise<ImageFinding[]> {
	const rules = book.rulesFor(target);
	const [place] = places;
	const findings: ImageFinding[] = [];
	const add = (rule: ImageFinding["rule"], message: string, path = target) => {
		const at =
			place === undefined
				? { file: path }
				: { file: place.file, line: place.line, column: place.column };
		findings.push({ rule, level: "error", message, ...at, target: path });
	};
	const info = await lstat(join(folder, target)).catch(() => undefined);
	if (info === undefined) {
		add("missing", `${target} is declared in musa.json and not there.`);
		return findings;
	}
	const { formats, maxBytes, scales = [] } = rules.output ?? {};
	const format = formatOfPath(target) ?? "";
	if (formats !== undefined && !formats.includes(format))
		add(
			"wrong-format",
			`${target} is ${format}; musa.json allows ${formats.join(", ")}.`,
		);
	if (maxBytes !== undefined && info.size > maxBytes)
		add(
			"too-heavy",
			`${target} has ${info.size} bytes; musa.json allows ${maxBytes}.`,
		);
	const recipe = await readRecipe(folder, target, format);
	if (recipe === "unreadable")
		add("unreadable", `${target} is damaged or not what its extension says.`);
	else if (recipe !== undefined) {
		for (const message of judgeRecipe(target, recipe, places, book))
			add("stale", message);
		const wrongSize = judgeSize(target, recipe, places, book);
		if (wrongSize !== undefined) add("wrong-size", wrongSize);
		for (const scale of scales) {
			const path = scaledPath(target, scale);
			if (
				(await lstat(join(folder, path)).catch(() => undefined)) === undefined
			)
				add(
					"missing",
					`${path} is not there; musa.json asks for density ${scale}.`,
					path,
				);
		}
		const far = await measureColours(folder, target, recipe, rules.palette);
		if (far !== undefined)
			add(
				"off-palette",
				`${target} is ${far.toFixed(1)} from the palette on average (ΔE OK x 100); the most is ${MAX_PALETTE_DISTANCE}.`,
			);
	}
	return findings;
}

async function readRecipe(
	folder: string,
	target: string,
	format: string,
): Promise<Recipe | "unreadable" | undefined> {
	if (!/^(?:png|jpeg|webp)$/.test(format)) return undefined;
	try {
		const bytes = await readWhole(join(folder, target));
		if (sniffImage(bytes) === undefined || isCutOff(bytes)) return "unreadable";
		const sidecar = await readFile(join(folder, `${target}.musa.json`)).catch(
			() => undefined,
		);
		const file = sidecar === undefined ? target : `${target}.musa.json`;
		return (await readRecipeFile(join(folder, file))).recipe;
	} catch (error) {
		if (error instanceof Error) return "unreadable";
		throw error;
	}
}

function judgeRecipe(
	target: string,
	recipe: Recipe,
	places: readonly UsedImage[],
	book: RuleBook,
): string[] {
	const { prompt, style, seed } = book.rulesFor(target);
	const prompts =
		prompt === undefined ? places.map((place) => place.prompt) : [prompt];
	const isKnown = prompts.some(
		(text) => hashPrompt(text.trim()) === recipe.promptSha256,
	);
	return [
		...(prompts.length > 0 && !isKnown
			? [
					`${target} was drawn from other words than are asked now ("${(prompts[0] ?? "").slice(0, 60)}").`,
				]
			: []),
		...(style !== undefined && style !== recipe.style
			? [
					`${target} was drawn in the style ${recipe.style}; musa.json asks for ${style}.`,
				]
			: []),
		...(seed !== undefined && seed !== recipe.seed
			? [
					`${target} was drawn from seed ${recipe.seed}; musa.json asks for ${seed}.`,
				]
			: []),
	];
}

function judgeSize(
	target: string,
	recipe: Recipe,
	places: readonly UsedImage[],
	book: RuleBook,
): string | undefined {
	const rules = book.rulesFor(target);
	const [largest] = [...places].sort((a, b) => (b.width ?? 0) - (a.width ?? 0));
	const width = rules.width ?? largest?.width ?? null;
	const height = rules.height ?? largest?.height ?? null;
	const { size } = recipe;
	const isRight =
		(width === null || size.width === width) &&
		(height === null || size.height === height);
	return isRight
		? undefined
		: `${target} has ${size.width} x ${size.height} px and is asked at ${width ?? "any"} x ${height ?? "any"} px.`;
}

/** The distance, when it is too large. */
async function measureColours(
	folder: string,
	target: string,
	{ size }: Recipe,
	palette: readonly string[] | undefined,
): Promise<number | undefined> {
	const colours = coloursOf(palette);
	if (colours.length === 0 || size.width * size.height > MAX_PALETTE_PIXELS)
		return undefined;
	const { mean } = measurePalette(
		await readPicture(join(folder, target)),
		colours,
	);
	return mean > MAX_PALETTE_DISTANCE ? mean : undefined;
}

function describeMissing(image: MissingImage): ImageFinding {
	const { file, line, column, target, existing } = image;
	const at = { file, line, column, target };
	return existing === undefined
		? {
				rule: "missing",
				level: "error",
				message: `${target} is not there.`,
				...at,
			}
		: {
				...{ rule: "wrong-case", level: "error", ...at },
				message: `${target} is there as ${existing}; upper and lower case differ.`,
			};
}

function describePoor({
	file,
	line,
	column,
	target,
	kind,
	actual,
	width,
	height,
}: PoorImage): ImageFinding {
	const words = kind === "oversize" ? "far larger than" : "too small for";
	return {
		...{ rule: "wrong-size", level: "warning", file, line, column, target },
		message: `${target} has ${actual?.width} x ${actual?.height} px, ${words} its place of ${width ?? "any"} x ${height ?? "any"} px.`,
	};
}

function byPlace(a: ImageFinding, b: ImageFinding): number {
	const key = ({ file, line = 0, column = 0 }: ImageFinding) =>
		[file, line, column] as const;
	const [first, second] = [key(a), key(b)];
	if (first[0] !== second[0]) return first[0] < second[0] ? -1 : 1;
	return first[1] - second[1] || first[2] - second[2];
}
