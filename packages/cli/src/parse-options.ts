import { parseArgs } from "node:util";
import { UsageError } from "./usage-error.js";

/** The options of one subcommand: name → whether it takes a value. */
export type OptionTable = Readonly<
	Record<string, { readonly type: "string" | "boolean" }>
>;

/** What a command line said: text per option that takes a value, true per switch, and the rest. */
export interface ParsedOptions {
	readonly values: Readonly<Record<string, string | undefined>>;
	readonly switches: ReadonlySet<string>;
	readonly positionals: readonly string[];
}

/**
 * Reads the arguments of one subcommand, strictly: an unknown, a repeated or an
 * incomplete option is refused.
 *
 * @throws UsageError with one sentence on what to change
 */
export function parseOptions(
	args: readonly string[],
	table: OptionTable,
): ParsedOptions {
	const parsed = parseStrictly(joinNegativeNumbers(args, table), table);
	const values: Record<string, string | undefined> = {};
	const switches = new Set<string>();
	const seen = new Set<string>();
	for (const token of parsed.tokens) {
		if (token.kind !== "option") continue;
		if (seen.has(token.name))
			throw new UsageError(`Give --${token.name} only once.`);
		seen.add(token.name);
		if (token.value === undefined) switches.add(token.name);
		else values[token.name] = token.value;
	}
	return { values, switches, positionals: parsed.positionals };
}

function parseStrictly(args: string[], table: OptionTable) {
	try {
		return parseArgs({
			args,
			options: { ...table },
			strict: true,
			allowPositionals: true,
			tokens: true,
		});
	} catch (error) {
		const cause = error instanceof Error ? error : new Error(String(error));
		throw new UsageError(firstSentence(cause.message), { cause });
	}
}

// node:util takes "--size -1" for two options; here it is a bad size, and the
// sentence about sizes helps more.
function joinNegativeNumbers(
	args: readonly string[],
	table: OptionTable,
): string[] {
	const joined: string[] = [];
	for (const argument of args) {
		const previous = joined.at(-1) ?? "";
		const takesValue =
			previous.startsWith("--") && table[previous.slice(2)]?.type === "string";
		if (takesValue && /^-[\d.]/.test(argument))
			joined[joined.length - 1] = `${previous}=${argument}`;
		else joined.push(argument);
	}
	return joined;
}

// Node's messages carry a second sentence about "--" that confuses more than it helps.
function firstSentence(message: string): string {
	const sentence = message.split(/(?<=\S)\. |\n/)[0] ?? message;
	return `${sentence.replace(/\.$/, "")}. See --help for what is allowed.`;
}

/**
 * The number that `text` spells in plain decimal digits.
 *
 * @throws UsageError for anything else
 */
export function parseNumber(option: string, text: string): number {
	if (!/^-?\d+(\.\d+)?$/.test(text))
		throw new UsageError(
			`--${option} "${clip(text)}" is not a number; write plain digits.`,
		);
	return Number(text);
}

/** The text cut to what fits in a message. */
export function clip(text: string): string {
	return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
