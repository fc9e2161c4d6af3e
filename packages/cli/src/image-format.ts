import { extname } from "node:path";
import { clip } from "./parse-options.js";
import { UsageError } from "./usage-error.js";

/** A file format that `musa generate` writes. */
export type ImageFormat = "png" | "webp" | "jpeg";

const FORMATS: readonly ImageFormat[] = ["png", "webp", "jpeg"];

const FORMAT_OF_EXTENSION: Readonly<Record<string, ImageFormat>> = {
	".png": "png",
	".webp": "webp",
	".jpg": "jpeg",
	".jpeg": "jpeg",
};

/** The extension, with its dot, of files that Musa names itself. */
export const EXTENSION_OF_FORMAT: Readonly<Record<ImageFormat, string>> = {
	png: ".png",
	webp: ".webp",
	jpeg: ".jpg",
};

/**
 * Reads `--format`.
 *
 * @throws UsageError for a format that can't be written
 */
export function parseFormat(text: string): ImageFormat {
	const format = FORMATS.find((known) => known === text);
	if (format === undefined)
		throw new UsageError(
			`--format "${clip(text)}" is unknown; choose png, webp or jpeg.`,
		);
	return format;
}

/**
 * The format of one output file: what was asked, what the extension says, and
 * both must agree.
 *
 * @throws UsageError when they disagree or neither is given
 */
export function formatOfFile(
	file: string,
	asked: ImageFormat | undefined,
): ImageFormat {
	const extension = extname(file).toLowerCase();
	const implied = FORMAT_OF_EXTENSION[extension];
	if (extension !== "" && implied === undefined)
		throw new UsageError(
			`--out "${file}" ends with ${extension}, which Musa can't write; end it with .png, .webp or .jpg.`,
		);
	if (asked !== undefined && implied !== undefined && asked !== implied)
		throw new UsageError(
			`--format ${asked} and --out "${file}" disagree; change one of them.`,
		);
	const format = asked ?? implied;
	if (format === undefined)
		throw new UsageError(
			`--out "${file}" has no extension; end it with .png, .webp or .jpg, or give --format.`,
		);
	return format;
}
