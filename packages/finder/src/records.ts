// What the finder tells, in flow order: a reference as written, and the missing image that it asks for.

/** Pixels. */
export interface ImageSize {
	readonly width: number;
	readonly height: number;
}

/** What a place in code or content does with an image. */
export type ImageUse =
	| "img"
	| "srcset"
	| "picture"
	| "poster"
	| "background"
	| "image-set"
	| "import"
	| "require"
	| "new-url"
	| "component"
	| "next-image"
	| "svg-image"
	| "input"
	| "embed"
	| "lazy"
	| "preload"
	| "link"
	| "markdown"
	| "shortcode"
	| "front-matter"
	| "favicon"
	| "touch-icon"
	| "og-image"
	| "twitter-image"
	| "meta-image"
	| "manifest-icon"
	| "screenshot"
	| "string";

/**
 * How a reference finds its file: `file` beside the document, `page` against the page that shows it,
 * `module` as a bundler resolves an import, `content` as a generator resolves its own settings.
 */
export type Lookup = "file" | "page" | "module" | "content";

/** What the surroundings of a reference say about the picture. */
export interface Hints {
	/** Pixels. */
	readonly width?: number | undefined;
	/** Pixels. */
	readonly height?: number | undefined;
	/** Width divided by height, where only that is known. */
	readonly aspectRatio?: number | undefined;
	readonly alt?: string | undefined;
	readonly label?: string | undefined;
	readonly title?: string | undefined;
	readonly caption?: string | undefined;
	readonly heading?: string | undefined;
	/** Text or names close by, the least telling words. */
	readonly near?: string | undefined;
}

/** One image reference as it stands in a document. */
export interface ImageReference {
	/** Decoded: without quotes, entities and escapes. */
	readonly text: string;
	/** UTF-16 offsets of the reference in the document. */
	readonly start: number;
	readonly end: number;
	readonly use: ImageUse;
	readonly lookup: Lookup;
	readonly hints: Hints;
	/** How sure it is that this text is an image reference at all, 0 to 1. */
	readonly certainty: number;
}

/** One reference to an image that is not there. */
export interface MissingImage {
	/** Paths have forward slashes and are relative to the workspace's root. */
	readonly file: string;
	readonly start: number;
	readonly end: number;
	/** Counted from 1; columns in UTF-16 units. */
	readonly line: number;
	readonly column: number;
	readonly reference: string;
	readonly target: string;
	/** A file whose path differs from the target in upper and lower case only. */
	readonly existing?: string;
	readonly use: ImageUse;
	/** Pixels, or null when nothing says. */
	readonly width: number | null;
	readonly height: number | null;
	readonly format: ImageFormat;
	readonly alpha: boolean;
	readonly prompt: string;
	/** 0 to 1. */
	readonly confidence: number;
}

/** One reference to a picture that is there, or stands in for one, and is not right. */
export interface PoorImage extends Omit<MissingImage, "existing"> {
	readonly kind: "placeholder" | "oversize" | "low-resolution";
	/** Of the file, px; null when it lies elsewhere. */
	readonly actual: ImageSize | null;
	/** The host that serves a stand-in; null for a file. */
	readonly service: string | null;
	/** What the reference says once the target is there. */
	readonly replacement: string;
	/** Whether only the file's pixels can tell if it is a stand-in. */
	readonly isSuspect: boolean;
	/** What is wrong with the file's size, whatever it shows. */
	readonly sizeKind: "oversize" | "low-resolution" | null;
}

/** A document that was not read, and why, in one plain phrase. */
export interface SkippedDocument {
	readonly file: string;
	readonly reason: string;
}

/** The format that a file's extension names. */
export type ImageFormat =
	| "png"
	| "jpeg"
	| "webp"
	| "avif"
	| "svg"
	| "gif"
	| "ico"
	| "bmp"
	| "tiff";
