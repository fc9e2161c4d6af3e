import { readFile } from "node:fs/promises";
import { join } from "node:path";
import {
	makePaletteLock,
	parseHexColour,
	planPaletteLock,
	type Rgb,
	type RgbaImage,
} from "@musa/core";
import { makeRuleBook, parseMusaJson, type RuleBook } from "@musa/finder";
import { UsageError } from "./usage-error.js";

const NO_RULES = makeRuleBook({ ignore: [], images: [] });

/** The colours of a palette, which the file's reader has checked. */
export function coloursOf(palette: readonly string[] = []): Rgb[] {
	return palette.flatMap((hex) => {
		const colour = parseHexColour(hex);
		return colour === undefined ? [] : [colour];
	});
}

/**
 * Reads the musa.json of a folder; without one nothing is demanded.
 *
 * @throws UsageError that names the file and the line of every mistake
 */
export async function loadProjectRules(folder: string): Promise<RuleBook> {
	const file = join(folder, "musa.json");
	const text = await readFile(file, "utf8").catch((error: unknown) => {
		const code = error instanceof Error && "code" in error ? error.code : "";
		if (code === "ENOENT") return undefined;
		throw new UsageError(`${file} can't be read (${code}).`, { cause: error });
	});
	if (text === undefined) return NO_RULES;
	const parsed = parseMusaJson(text);
	if ("rules" in parsed) return makeRuleBook(parsed.rules);
	const list = parsed.problems.map(
		({ line, message }) => `${file}:${line}: ${message}`,
	);
	throw new UsageError(list.join(" "));
}

/** Holds a picture to a palette; undefined without one. */
export function lockToPalette(
	palette: readonly string[] | undefined,
): ((image: RgbaImage) => RgbaImage) | undefined {
	const colours = coloursOf(palette);
	if (colours.length === 0) return undefined;
	return (image) => {
		const pixels = image.pixels.slice();
		makePaletteLock(planPaletteLock(image, colours))(pixels);
		return { ...image, pixels };
	};
}
