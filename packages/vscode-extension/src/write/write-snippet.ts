// The code that shows a picture, in the language of the document.
import { languageOf } from "@musa/finder/names";
import type { Size } from "../records.js";

/** A picture and the document that is to show it; both absolute paths with forward slashes. */
export interface SnippetOrder {
	readonly document: string;
	readonly picture: string;
	readonly alt: string;
	/** px, where it is known. */
	readonly size: Size | undefined;
}

/** The code. */
export function writeSnippet({
	document,
	picture,
	alt,
	size,
}: SnippetOrder): string {
	const path = relativeTo(document, picture);
	const language = languageOf(document);
	switch (language) {
		case "markdown":
			return `![${alt.replace(/[[\]\\]/g, "\\$&")}](${encodeURI(path).replace(/[()]/g, encodeURIComponent)})`;
		case "css":
		case "scss":
		case "less":
			return `url("${encodeURI(path)}")`;
		case "manifest":
			return JSON.stringify(path);
		default: {
			const isJsx = language === "script" || language === "mdx";
			const side = (name: "width" | "height"): string =>
				size === undefined
					? ""
					: isJsx
						? ` ${name}={${size[name]}}`
						: ` ${name}="${size[name]}"`;
			const words = alt.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
			return `<img src="${encodeURI(path)}"${side("width")}${side("height")} alt="${words}"${isJsx ? " />" : ">"}`;
		}
	}
}

/** The way from a document to a file. */
function relativeTo(document: string, file: string): string {
	const from = document.split("/").slice(0, -1);
	const to = file.split("/");
	let shared = 0;
	while (
		shared < from.length &&
		shared < to.length - 1 &&
		from[shared] === to[shared]
	)
		shared++;
	const up = from.slice(shared).map(() => "..");
	return [...up, ...to.slice(shared)].join("/");
}
