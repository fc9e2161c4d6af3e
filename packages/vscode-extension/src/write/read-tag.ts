// The tag around a place, read tolerantly: enough to say which attributes it has and where one may be added.

/** An attribute of a tag. */
export interface TagAttribute {
	/** Lower case, without what Vue and Angular put around it. */
	readonly name: string;
	/** As written, without quotes or braces; undefined for a bare name. */
	readonly value: string | undefined;
	readonly start: number;
	readonly end: number;
}

/** A start tag. */
export interface Tag {
	/** As written. */
	readonly name: string;
	readonly attributes: readonly TagAttribute[];
	/** Whether attributes come from elsewhere, too, as in `{...props}`. */
	readonly hasSpread: boolean;
}

// Longer tags are no tags.
const MAX_TAG = 20_000;

/** The start tag that contains an offset, or undefined. */
export function readTagAt(text: string, offset: number): Tag | undefined {
	const limit = Math.max(0, offset - MAX_TAG);
	for (
		let open = text.lastIndexOf("<", offset);
		open >= limit;
		open = open === 0 ? -1 : text.lastIndexOf("<", open - 1)
	) {
		const tag = readTag(text, open);
		if (tag !== undefined && tag.end >= offset) return tag;
		// A tag that ended before the offset: the offset is outside of any.
		if (tag !== undefined) return undefined;
	}
	return undefined;
}

function readTag(
	text: string,
	open: number,
): (Tag & { readonly end: number }) | undefined {
	const name = /^<([A-Za-z][\w.:-]*)/.exec(text.slice(open, open + 100))?.[1];
	if (name === undefined) return undefined;
	const attributes: TagAttribute[] = [];
	let hasSpread = false;
	let at = open + 1 + name.length;
	while (at < text.length && at - open < MAX_TAG) {
		const character = text[at];
		if (character === ">") return { name, attributes, hasSpread, end: at };
		if (character === undefined || /[\s/]/.test(character)) {
			at++;
			continue;
		}
		if (character === "{") {
			at = endOfBraces(text, at);
			hasSpread = true;
			continue;
		}
		const attribute = readAttribute(text, at);
		if (attribute === undefined) return undefined;
		if (attribute.name === "v-bind") hasSpread = true;
		attributes.push(attribute);
		at = attribute.end;
	}
	return undefined;
}

function readAttribute(text: string, start: number): TagAttribute | undefined {
	const written = /^[^\s=>"'{}/]+/.exec(text.slice(start, start + 200))?.[0];
	if (written === undefined) return undefined;
	const name = written
		.toLowerCase()
		.replace(/^(v-bind:|bind:|:|\[)/, "")
		.replace(/\]$/, "");
	let at = start + written.length;
	const equals = /^\s*=\s*/.exec(text.slice(at, at + 100))?.[0];
	if (equals === undefined) return { name, value: undefined, start, end: at };
	at += equals.length;
	const quote = text[at];
	if (quote === '"' || quote === "'") {
		const close = text.indexOf(quote, at + 1);
		if (close < 0) return undefined;
		return { name, value: text.slice(at + 1, close), start, end: close + 1 };
	}
	if (quote === "{") {
		const end = endOfBraces(text, at);
		return { name, value: text.slice(at + 1, end - 1), start, end };
	}
	const value = /^[^\s>]+/.exec(text.slice(at, at + 2000))?.[0] ?? "";
	return { name, value, start, end: at + value.length };
}

/** The offset after the brace that closes the one at `open`; strings inside may hold braces. */
function endOfBraces(text: string, open: number): number {
	let depth = 0;
	for (let at = open; at < text.length && at - open < MAX_TAG; at++) {
		const character = text[at];
		if (character === "{") depth++;
		else if (character === "}" && --depth === 0) return at + 1;
		else if (character === '"' || character === "'" || character === "`") {
			const close = text.indexOf(character, at + 1);
			if (close < 0) return text.length;
			at = close;
		}
	}
	return text.length;
}
