// musa.json: what a project wants of its images. Read as JSON with comments; every mistake is told with its line.
import {
	nameOf,
	nodeAt,
	nodesAt,
	parseSingle,
	type SyntaxNode,
} from "../languages/syntax.js";
import { makeLineMap } from "../text-lines.js";

/** What is wanted of a file. */
export interface OutputRules {
	/** Formats that the project allows; all when missing. */
	readonly formats?: readonly string[];
	readonly maxBytes?: number;
	/** Densities, 1 always among them: 2 asks for `name@2x.png` too. */
	readonly scales?: readonly number[];
}

/** What is wanted of some images. */
export interface ImageRules {
	/** A style that the model knows. */
	readonly style?: string;
	/** `#rrggbb` */
	readonly palette?: readonly string[];
	/** uint32 */
	readonly seed?: number;
	readonly output?: OutputRules;
	readonly prompt?: string;
	/** Pixels. */
	readonly width?: number;
	/** Pixels. */
	readonly height?: number;
	readonly alpha?: boolean;
}

/** Rules for the images that some patterns name. */
export interface ImageEntry extends ImageRules {
	/** Patterns as in .gitignore, from the project's root. */
	readonly files: readonly string[];
}

/** The whole file. */
export interface MusaJson extends ImageRules {
	/** Documents and images to leave out, as in .gitignore. */
	readonly ignore: readonly string[];
	/** Later entries win. */
	readonly images: readonly ImageEntry[];
}

/** One mistake; lines count from 1. */
export interface MusaJsonProblem {
	readonly line: number;
	readonly message: string;
}

type Check = (node: SyntaxNode, at: string) => unknown;

/** Reads the text of a musa.json; with problems there are no rules. */
export function parseMusaJson(
	text: string,
): { readonly rules: MusaJson } | { readonly problems: MusaJsonProblem[] } {
	const place = makeLineMap(text);
	const problems: MusaJsonProblem[] = [];
	const refuse = (node: SyntaxNode, message: string): undefined => {
		problems.push({ line: place(node.start).line, message });
		return undefined;
	};
	const root = parseSingle(text.replace(/^\uFEFF/, " "));
	if (root?.type !== "ObjectExpression")
		return { problems: [{ line: 1, message: "It is not a JSON object." }] };
	const read = makeReader(refuse);
	const file = read.object({
		$schema: read.text,
		...read.ruleFields,
		ignore: read.list(read.text),
		images: read.list(
			read.object({ files: read.oneOrMore(read.pattern), ...read.ruleFields }, [
				"files",
			]),
		),
	})(root, "musa.json") as Partial<MusaJson> & { $schema?: string };
	if (problems.length > 0) return { problems };
	const { $schema: _, ...rules } = file;
	return {
		rules: { ...rules, ignore: rules.ignore ?? [], images: rules.images ?? [] },
	};
}

/** The kinds of value, each a check that refuses with a sentence. */
function makeReader(refuse: (node: SyntaxNode, message: string) => undefined) {
	const text: Check = (node, at) =>
		node.type === "StringLiteral" && node.value !== ""
			? node.value
			: refuse(node, `"${at}" must be a text.`);
	const matching =
		(pattern: RegExp, wanted: string): Check =>
		(node, at) =>
			node.type === "StringLiteral" && pattern.test(String(node.value))
				? node.value
				: refuse(node, `"${at}" must be ${wanted}.`);
	const pattern: Check = (node, at) =>
		node.type === "StringLiteral" &&
		/(?:^|[\\/])\.\.(?:[\\/]|$)/.test(String(node.value))
			? refuse(node, `"${at}" must stay in the folder.`)
			: text(node, at);
	const whole =
		(min: number, max: number): Check =>
		(node, at) => {
			const value = node.type === "NumericLiteral" ? Number(node.value) : -1;
			return Number.isInteger(value) && value >= min && value <= max
				? value
				: refuse(node, `"${at}" must be a whole number from ${min} to ${max}.`);
		};
	const flag: Check = (node, at) =>
		node.type === "BooleanLiteral"
			? node.value
			: refuse(node, `"${at}" must be true or false.`);
	const list =
		(item: Check): Check =>
		(node, at) =>
			node.type === "ArrayExpression"
				? nodesAt(node, "elements").map((element, i) =>
						item(element, `${at}[${i}]`),
					)
				: refuse(node, `"${at}" must be a list.`);
	const oneOrMore =
		(item: Check): Check =>
		(node, at) =>
			node.type === "ArrayExpression" ? list(item)(node, at) : [item(node, at)];
	const object =
		(
			fields: Readonly<Record<string, Check>>,
			required: readonly string[] = [],
		): Check =>
		(node, at) => {
			if (node.type !== "ObjectExpression")
				return refuse(node, `"${at}" must be an object.`);
			const result: Record<string, unknown> = {};
			for (const property of nodesAt(node, "properties")) {
				const name = nameOf(nodeAt(property, "key"));
				const value = nodeAt(property, "value");
				const check = Object.hasOwn(fields, name) ? fields[name] : undefined;
				if (check === undefined || value === undefined)
					refuse(
						property,
						`"${name}" is no field here; the fields are ${Object.keys(fields).join(", ")}.`,
					);
				else result[name] = check(value, name);
			}
			for (const name of required)
				if (result[name] === undefined) refuse(node, `"${name}" is missing.`);
			return result;
		};
	const ruleFields = {
		style: text,
		palette: list(matching(/^#[\da-f]{6}$/i, "a colour such as #1d4ed8")),
		seed: whole(0, 2 ** 32 - 1),
		output: object({
			formats: list(
				matching(
					/^(?:png|jpeg|webp|svg|avif|gif|ico)$/,
					"png, jpeg, webp, svg, avif, gif or ico",
				),
			),
			maxBytes: whole(1, 2 ** 31),
			scales: list(whole(1, 4)),
		}),
		prompt: text,
		width: whole(1, 4096),
		height: whole(1, 4096),
		alpha: flag,
	};
	return { text, pattern, list, oneOrMore, object, ruleFields };
}
