// Elements of a page's head: icons, shared pictures, preloads, style sheets.
import { isImagePath } from "../image-path.js";
import type { Hints, ImageUse } from "../records.js";
import { addSrcset } from "./add-srcset.js";
import {
	type Element,
	plainName,
	type Surroundings,
	textOf,
} from "./element-shape.js";
import { addReference, type Collector } from "./extraction.js";

const FAVICON = /(?:^|\s)(?:icon|mask-icon|fluid-icon)(?:\s|$)/i;
const TOUCH_ICON = /apple-touch-(?:icon|startup-image)/i;
const META: readonly (readonly [RegExp, ImageUse])[] = [
	[/^og:image(?::url|:secure_url)?$/, "og-image"],
	[/^twitter:image(?::src|\d)?$/, "twitter-image"],
	[
		/^(?:image|thumbnail(?:url)?|msapplication-(?:tileimage|square\d+x\d+logo|wide\d+x\d+logo|config))$/,
		"meta-image",
	],
];

/** Adds the images of `<link>` and `<meta>`, and notes `<base>`. */
export function readHead(
	tag: string,
	element: Element,
	around: Surroundings,
	collector: Collector,
): void {
	if (tag === "base") {
		collector.base ??= textOf(element, "href");
		return;
	}
	const add = (name: string, use: ImageUse, hints: Hints) => {
		const texts = element.attributes.find(
			(attribute) => plainName(attribute.name) === name,
		)?.texts;
		for (const span of texts ?? [])
			if (isImagePath(span.text))
				addReference(collector, span, use, around.lookup, hints);
	};
	if (tag === "meta") {
		const name = (
			textOf(element, "property") ??
			textOf(element, "name") ??
			textOf(element, "itemprop") ??
			""
		).toLowerCase();
		const use = META.find(([pattern]) => pattern.test(name))?.[1];
		if (use !== undefined)
			add("content", use, { ...around.hints, ...metaSize(use, name, around) });
		return;
	}
	const rel = textOf(element, "rel") ?? "";
	const sizes = /(\d+)x(\d+)/gi;
	const largest = [...(textOf(element, "sizes") ?? "").matchAll(sizes)]
		.map((match) => ({ width: Number(match[1]), height: Number(match[2]) }))
		.sort((a, b) => b.width - a.width)[0];
	const hints = { ...around.hints, ...largest };
	if (/(?:^|\s)stylesheet(?:\s|$)/i.test(rel)) {
		const href = textOf(element, "href");
		if (href !== undefined) collector.stylesheets.push(href);
	} else if (TOUCH_ICON.test(rel))
		add("href", "touch-icon", largest ? hints : { ...hints, ...square(180) });
	else if (FAVICON.test(rel))
		add("href", "favicon", largest ? hints : { ...hints, ...square(32) });
	else if (/^image_src$/i.test(rel)) add("href", "meta-image", hints);
	else if (/(?:^|\s)(?:preload|prefetch)(?:\s|$)/i.test(rel)) {
		add("href", "preload", hints);
		for (const { name, texts } of element.attributes)
			if (plainName(name) === "imagesrcset")
				for (const span of texts)
					addSrcset(span, "srcset", around.lookup, hints, collector, []);
	}
}

function square(px: number): Hints {
	return { width: px, height: px };
}

function metaSize(use: ImageUse, name: string, around: Surroundings): Hints {
	const tile = /(\d+)x(\d+)/.exec(name);
	if (tile) return { width: Number(tile[1]), height: Number(tile[2]) };
	const kind = use === "twitter-image" ? "twitter" : "og";
	const width = around.metaSizes?.get(`${kind}:image:width`);
	const height = around.metaSizes?.get(`${kind}:image:height`);
	if (width !== undefined && height !== undefined) return { width, height };
	if (use === "meta-image") return {};
	// What the services show largest: ogp.me has no size, Facebook and X document 1.91:1.
	return { width: 1200, height: 630 };
}
