// What a reference gains when its picture comes: attributes that lack, a sharper twin, and a new name where the old was taken.
import { languageOf } from "@musa/finder/names";
import type { Size } from "../records.js";
import type { Span } from "./locate-reference.js";
import { readTagAt, type Tag, type TagAttribute } from "./read-tag.js";

/** One change of a document; an empty span is an insertion. */
export interface TextChange extends Span {
	readonly text: string;
}

/** What is known of a picture that comes. */
export interface EditOrder {
	/** Name of the document. */
	readonly file: string;
	readonly span: Span;
	readonly reference: string;
	readonly use: string;
	/** Of the picture as it is shown, px. */
	readonly size: Size;
	readonly alt: string;
	/** Whether width, height and alt are added. */
	readonly attributes: boolean;
	/** Name of the picture that was asked, and of the one that was written. */
	readonly askedName: string;
	readonly writtenName: string;
	/** Name of a picture twice as large, to offer to sharp screens. */
	readonly retinaName?: string | undefined;
}

/** The changes, from front to back; none when the document says it all. */
export function planEdits(text: string, order: EditOrder): TextChange[] {
	const changes: TextChange[] = [];
	const renamed = renameReference(order.reference, order);
	if (renamed !== undefined && renamed !== order.reference)
		changes.push({ ...order.span, text: renamed });
	if (order.use === "markdown") {
		const change = order.attributes ? addMarkdownAlt(text, order) : undefined;
		if (change !== undefined) changes.push(change);
	} else {
		const change = addAttributes(text, order, renamed ?? order.reference);
		if (change !== undefined) changes.push(change);
	}
	return changes.sort((a, b) => a.start - b.start);
}

/** The reference with another file name in it, or undefined when the old one does not stand in it. */
export function renameReference(
	reference: string,
	{
		askedName,
		writtenName,
	}: { readonly askedName: string; readonly writtenName: string },
): string | undefined {
	if (askedName === writtenName) return reference;
	const forms: readonly ((name: string) => string)[] = [
		(name) => name,
		encodeURI,
		encodeURIComponent,
	];
	for (const form of forms) {
		const at = reference.lastIndexOf(form(askedName));
		if (at >= 0)
			return (
				reference.slice(0, at) +
				form(writtenName) +
				reference.slice(at + form(askedName).length)
			);
	}
	return undefined;
}

/** A name with something before its extension. */
export function addToName(name: string, suffix: string): string {
	const dot = name.lastIndexOf(".");
	return dot <= 0
		? `${name}${suffix}`
		: `${name.slice(0, dot)}${suffix}${name.slice(dot)}`;
}

function addAttributes(
	text: string,
	order: EditOrder,
	reference: string,
): TextChange | undefined {
	const tag = readTagAt(text, order.span.start);
	// Components have rules of their own.
	if (tag === undefined || tag.name !== "img" || tag.hasSpread)
		return undefined;
	const source = tag.attributes.find(
		({ name, start, end }) =>
			(name === "src" || name === "data-src") &&
			start <= order.span.start &&
			end >= order.span.end,
	);
	if (source === undefined) return undefined;
	const isJsx =
		languageOf(order.file) === "script" || /\.mdx$/i.test(order.file);
	const added = [
		...(order.retinaName === undefined
			? []
			: addSrcset(tag, source, reference, order, isJsx)),
		...(order.attributes ? addSizes(tag, order, isJsx) : []),
		...(order.attributes && !has(tag, "alt")
			? [`alt="${escapeAttribute(order.alt)}"`]
			: []),
	];
	if (added.length === 0) return undefined;
	return { start: source.end, end: source.end, text: ` ${added.join(" ")}` };
}

function addSizes(tag: Tag, { size }: EditOrder, isJsx: boolean): string[] {
	const known = tag.attributes.filter(({ name }) =>
		["width", "height"].includes(name),
	);
	// "100%" and the like say something that pixels beside it would spoil.
	if (
		known.some(({ value }) => !/^\s*["']?\d+(px)?["']?\s*$/.test(value ?? ""))
	)
		return [];
	return (["width", "height"] as const)
		.filter((side) => !has(tag, side))
		.map((side) =>
			isJsx ? `${side}={${size[side]}}` : `${side}="${size[side]}"`,
		);
}

function addSrcset(
	tag: Tag,
	source: TagAttribute,
	reference: string,
	{ writtenName, retinaName = "" }: EditOrder,
	isJsx: boolean,
): string[] {
	// Only where the reference is the whole value does another stand beside it.
	if (has(tag, "srcset") || source.value?.trim().length !== reference.length)
		return [];
	const twin = renameReference(reference, {
		askedName: writtenName,
		writtenName: retinaName,
	});
	// A comma or a space would end the candidate.
	if (twin === undefined || /[\s,]/.test(twin)) return [];
	return [`${isJsx ? "srcSet" : "srcset"}="${twin} 2x"`];
}

function addMarkdownAlt(
	text: string,
	{ span, alt }: EditOrder,
): TextChange | undefined {
	const before = text.slice(Math.max(0, span.start - 20), span.start);
	const opening = /!\[(\s*)\]\(\s*<?$/.exec(before);
	if (opening === null) return undefined;
	const start = span.start - before.length + opening.index + 2;
	return {
		start,
		end: start + (opening[1]?.length ?? 0),
		text: alt.replace(/[[\]\\]/g, "\\$&"),
	};
}

function has(tag: Tag, attribute: string): boolean {
	return tag.attributes.some(({ name }) => name === attribute);
}

function escapeAttribute(text: string): string {
	return (
		text
			.replaceAll("&", "&amp;")
			.replaceAll('"', "&quot;")
			.replaceAll("<", "&lt;")
			// Braces would begin an expression in some languages.
			.replaceAll("{", "&#123;")
			.replaceAll("}", "&#125;")
	);
}
