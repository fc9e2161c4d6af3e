// The arguments of a call, checked before anything is read or drawn. A model wrote them, perhaps led by what it
// read, so nothing is trusted and nothing is repaired.
import type { InputSchema } from "./tool.js";
import { ToolRefusal } from "./tool-refusal.js";

/** The checked fields of a call. */
export interface Arguments {
	/** @throws ToolRefusal */
	text(name: string, maxLength: number): string | undefined;
	/** A whole number. @throws ToolRefusal */
	whole(name: string, min: number, max: number): number | undefined;
	/** @throws ToolRefusal */
	fraction(name: string): number | undefined;
	/** @throws ToolRefusal */
	flag(name: string): boolean | undefined;
	/** @throws ToolRefusal */
	texts(name: string, maxCount: number): readonly string[] | undefined;
}

/**
 * Checks the names of the arguments against the schema.
 *
 * @throws ToolRefusal for a missing or an unknown one
 */
export function readArguments(input: unknown, schema: InputSchema): Arguments {
	if (typeof input !== "object" || input === null || Array.isArray(input))
		throw new ToolRefusal("The arguments must be one JSON object.");
	const fields = new Map<string, unknown>(Object.entries(input));
	const known = Object.keys(schema.properties);
	for (const name of fields.keys())
		if (!known.includes(name))
			throw new ToolRefusal(
				`There is no argument ${quote(name)}; the arguments are ${known.join(", ")}.`,
			);
	for (const name of schema.required ?? [])
		if (fields.get(name) === undefined)
			throw new ToolRefusal(`The argument "${name}" is missing.`);
	const refuse = (name: string, wanted: string): never => {
		throw new ToolRefusal(
			`"${name}" must be ${wanted}, not ${quote(fields.get(name))}.`,
		);
	};
	const isText = (value: unknown, maxLength: number): value is string =>
		typeof value === "string" &&
		value.trim() !== "" &&
		value.length <= maxLength;
	return {
		text(name, maxLength) {
			const value = fields.get(name);
			if (value === undefined || isText(value, maxLength)) return value;
			return refuse(name, `a text of 1 to ${maxLength} characters`);
		},
		whole(name, min, max) {
			const value = fields.get(name);
			if (value === undefined) return undefined;
			const isRight =
				typeof value === "number" &&
				Number.isInteger(value) &&
				value >= min &&
				value <= max;
			return isRight
				? value
				: refuse(name, `a whole number from ${min} to ${max}`);
		},
		fraction(name) {
			const value = fields.get(name);
			if (value === undefined) return undefined;
			const isRight = typeof value === "number" && value >= 0 && value <= 1;
			return isRight ? value : refuse(name, "a number from 0 to 1");
		},
		flag(name) {
			const value = fields.get(name);
			if (value === undefined || typeof value === "boolean") return value;
			return refuse(name, "true or false");
		},
		texts(name, maxCount) {
			const value = fields.get(name);
			if (value === undefined) return undefined;
			const isRight =
				Array.isArray(value) &&
				value.length > 0 &&
				value.length <= maxCount &&
				value.every((item) => isText(item, 1000));
			return isRight
				? (value as string[])
				: refuse(name, `a list of 1 to ${maxCount} texts`);
		},
	};
}

function quote(value: unknown): string {
	const text = JSON.stringify(value) ?? "nothing";
	return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
