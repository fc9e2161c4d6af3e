import {
	type FinalRecord,
	parseFinalRecord,
	parseRecipe,
	type Recipe,
	readFinalRecord,
	readRecipe,
} from "@musa/core";
import { findXmpInJpeg, findXmpInWebp, readXmp, type XmpField } from "./xmp.js";

/** A kind of image file that can carry a recipe. */
export type RecipeCarrier = "png" | "webp" | "jpeg";

/** Tells by its first bytes what kind of image a file is; undefined when it can't carry a recipe. */
export function sniffImage(bytes: Uint8Array): RecipeCarrier | undefined {
	const head = String.fromCharCode(...bytes.subarray(0, 12));
	if (head.startsWith("\x89PNG")) return "png";
	if (head.startsWith("RIFF") && head.endsWith("WEBP")) return "webp";
	return head.startsWith("\xff\xd8\xff") ? "jpeg" : undefined;
}

/**
 * The recipe inside a PNG, WebP or JPEG file, or undefined when it has none.
 *
 * @throws ImageError `image/png-invalid`, `image/recipe-invalid`
 */
export function readImageRecipe(bytes: Uint8Array): Recipe | undefined {
	if (sniffImage(bytes) === "png") return readRecipe(bytes);
	const json = readField(bytes, "recipe");
	return json === undefined ? undefined : parseRecipe(json);
}

/**
 * The record inside a file of a bigger model's picture, or undefined when it has none.
 *
 * @throws ImageError `image/png-invalid`, `image/recipe-invalid`
 */
export function readImageFinal(bytes: Uint8Array): FinalRecord | undefined {
	if (sniffImage(bytes) === "png") return readFinalRecord(bytes);
	const json = readField(bytes, "final");
	return json === undefined ? undefined : parseFinalRecord(json);
}

function readField(bytes: Uint8Array, field: XmpField): string | undefined {
	const kind = sniffImage(bytes);
	if (kind === undefined) return undefined;
	const xmp = kind === "webp" ? findXmpInWebp(bytes) : findXmpInJpeg(bytes);
	return xmp && readXmp(xmp, field);
}
