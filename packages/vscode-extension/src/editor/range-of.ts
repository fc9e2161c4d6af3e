import { Range } from "vscode";
import type { Finding } from "../records.js";

/** Where the reference of a finding stands. */
export function rangeOf({ line, column, reference }: Finding): Range {
	const lines = reference.split("\n");
	const last = lines.at(-1) ?? "";
	return new Range(
		line - 1,
		column - 1,
		line - 2 + lines.length,
		lines.length === 1 ? column - 1 + last.length : last.length,
	);
}
