// What makes a text the path of an image.
import { mentionsPlaceholder, placeholderOf } from "./placeholder-url.js";
import type { ImageFormat } from "./records.js";

const FORMATS: Readonly<Record<string, ImageFormat>> = {
	png: "png",
	apng: "png",
	jpg: "jpeg",
	jpeg: "jpeg",
	jfif: "jpeg",
	webp: "webp",
	avif: "avif",
	svg: "svg",
	gif: "gif",
	ico: "ico",
	bmp: "bmp",
	tif: "tiff",
	tiff: "tiff",
};

const EXTENSIONS = Object.keys(FORMATS).join("|");
const MENTION = new RegExp(`\\.(?:${EXTENSIONS})(?![a-z0-9])`, "i");
const WHOLE = new RegExp(
	`[^/\\\\]\\.(?:${EXTENSIONS})(?:[?#][\\s\\S]*)?$`,
	"i",
);

/** A source of regular expressions: the extensions of images, as alternatives. */
export const extensionPattern: string = EXTENSIONS;

/** The format of a path, or undefined when it is no image's. */
export function formatOfPath(path: string): ImageFormat | undefined {
	const dot = path.lastIndexOf(".");
	return dot < 0 ? undefined : FORMATS[path.slice(dot + 1).toLowerCase()];
}

/** Whether `text` names an image anywhere; most documents do not, and need no parser. */
export function mentionsImage(text: string): boolean {
	return MENTION.test(text) || mentionsPlaceholder(text);
}

/** Whether the whole of `text` reads as a path or URL of an image or of a stand-in for one, perhaps with a query or fragment. */
export function isImagePath(text: string): boolean {
	return WHOLE.test(text.trim()) || placeholderOf(text) !== undefined;
}
