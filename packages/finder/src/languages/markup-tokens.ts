// HTML and what looks like it, as a flat list of tokens with offsets; never fails on broken input.
import { Tokenizer } from "htmlparser2";

/** An attribute's name and the range of its value, without quotes. */
export interface AttributeToken {
	readonly name: string;
	readonly start: number;
	readonly end: number;
}

/** A tag or a piece of text. */
export type MarkupToken =
	| {
			readonly kind: "open";
			readonly name: string;
			readonly attributes: readonly AttributeToken[];
			readonly start: number;
			/** Past the closing bracket. */
			readonly end: number;
	  }
	| {
			readonly kind: "close" | "text";
			/** The tag's name; empty for text. */
			readonly name: string;
			readonly start: number;
			readonly end: number;
	  };

/** Splits markup; comments, declarations and CDATA are left out. */
export function tokenizeMarkup(text: string): MarkupToken[] {
	const tokens: MarkupToken[] = [];
	let name = "";
	let start = 0;
	let attributes: AttributeToken[] = [];
	let attribute = "";
	let range: { start: number; end: number } | undefined;
	const open = (end: number) => {
		tokens.push({ kind: "open", name, attributes, start, end: end + 1 });
		attributes = [];
	};
	const ignore = () => {};
	const tokenizer = new Tokenizer(
		{ decodeEntities: false, recognizeSelfClosing: true },
		{
			onopentagname(from, to) {
				name = text.slice(from, to);
				start = from - 1;
				attributes = [];
			},
			onattribname(from, to) {
				attribute = text.slice(from, to);
				range = undefined;
			},
			onattribdata(from, to) {
				range = { start: range?.start ?? from, end: to };
			},
			onattribend(_quote, end) {
				attributes.push({
					name: attribute,
					...(range ?? { start: end, end }),
				});
			},
			onopentagend: open,
			onselfclosingtag: open,
			onclosetag(from, to) {
				tokens.push({
					kind: "close",
					name: text.slice(from, to),
					start: from,
					end: to,
				});
			},
			ontext(from, to) {
				tokens.push({ kind: "text", name: "", start: from, end: to });
			},
			onattribentity: ignore,
			oncdata: ignore,
			oncomment: ignore,
			ondeclaration: ignore,
			onend: ignore,
			onprocessinginstruction: ignore,
			ontextentity: ignore,
		},
	);
	tokenizer.write(text);
	tokenizer.end();
	return tokens;
}
